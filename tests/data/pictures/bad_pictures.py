"""Files that are no pictures, or bad ones, each with the reason that must be given."""

from __future__ import annotations

import numpy as np
from PIL import Image

from tests.data.pictures.drawn import noise, png_header, png_of, saved

PHOTOGRAPH = noise(40, 50, 3)


def _half(kind: str, **options: object) -> bytes:
    whole = saved(PHOTOGRAPH, kind, **options)
    return whole[: len(whole) // 2]


def _with(content: bytes, place: int, byte: int) -> bytes:
    return content[:place] + bytes([byte]) + content[place + 1 :]


def _not_finite() -> bytes:
    values = noise(6, 8).astype(np.float32)
    values[2, 3] = np.nan
    return saved(values, "TIFF")


BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "it is empty"),
    "half a JPEG": (_half("JPEG"), "it is cut short"),
    "a JPEG without its end": (saved(PHOTOGRAPH, "JPEG")[:-300], "it is cut short"),
    "half a PNG": (_half("PNG"), "it is cut short"),
    "half a BMP": (_half("BMP"), "it is cut short"),
    "half a GIF": (_half("GIF"), "it is cut short"),
    "half a WebP": (_half("WEBP"), "it is damaged: could not create decoder object"),
    "half a TIFF": (_half("TIFF"), "it is cut short"),
    "the head of a JPEG": (saved(PHOTOGRAPH, "JPEG")[:20], "it is damaged: its header makes no sense"),
    "the first bytes of a JPEG": (b"\xff\xd8\xff", "it is damaged: its header makes no sense"),
    "a GIF of no frame": (b"GIF89a" + bytes(20), "it is damaged: "),
    "a PNG with another checksum": (_with(saved(PHOTOGRAPH), 29, 7), "it is damaged: broken PNG file"),
    "a page of HTML": (b"\n<!DOCTYPE html>\n<html><body>404</body></html>", "it is an HTML page"),
    "a page of HTML after a mark": (b"\xef\xbb\xbf<html>", "it is an HTML page"),
    "text": (b"label,picture\ncat,1.jpg\n", "it is text, not a picture"),
    "zeros": (bytes(1000), "it holds nothing but zeros"),
    "noise": (noise(1000, seed=6).tobytes(), "it is not JPEG, PNG, WebP, BMP, TIFF or GIF"),
    "a PDF": (b"%PDF-1.7\n%\xe2", "it is a PDF document"),
    "an SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "it is an SVG drawing"),
    "a Photoshop document": (b"8BPS\0\1", "it is a Photoshop document"),
    "a zip": (b"PK\3\4" + bytes(30), "it is a zip archive"),
    "HEIC": (b"\0\0\0\x18ftypheic" + bytes(30), "it is HEIC, AVIF or a film: save it as JPEG"),
    "a pointer of Git LFS": (b"version https://git-lfs.github.com/spec/v1\n", "it is what Git LFS leaves in place"),
    "a format that is not read": (saved(PHOTOGRAPH, "PPM"), "it is not JPEG, PNG, WebP, BMP, TIFF or GIF"),
    "a bomb": (png_of(png_header(20000, 20000)), "it has 20000 x 20000 pixels, 400 million; at most 100 million"),
    "a line": (saved(noise(20000, 1, 3)), "it is 20,000 times too high for a frame of 16 x 16"),
    "a line across": (saved(noise(1, 900, 3)), "it is 900 times too wide for a frame of 16 x 16"),
    "colours as CIE LAB": (saved(Image.new("LAB", (8, 8)), "TIFF"), "its colours are kept as LAB, which is not read"),
    "numbers that are not finite": (_not_finite(), "it holds numbers that are not finite"),
}
