"""Opening a picture: only six formats are ever tried, so that a stranger's file reaches no other parser."""

from __future__ import annotations

import contextlib
import io
import struct
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PIL import Image
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from neuroglass.data.folders.unreadable import Unreadable

LARGEST = 100_000_000  # pixels; 300 MB once decoded
ORIENTATION = 0x0112  # the tag of EXIF; from 5 on, width and height change places
FORMATS = "JPEG, PNG, WebP, BMP, TIFF or GIF"

STARTS: dict[bytes, Callable[[io.BytesIO], ImageFile]] = {
    b"\xff\xd8\xff": JpegImageFile,
    b"\x89PNG\r\n\x1a\n": PngImageFile,
    b"BM": BmpImageFile,
    b"II*\0": TiffImageFile,
    b"MM\0*": TiffImageFile,
    b"II+\0": TiffImageFile,
    b"MM\0+": TiffImageFile,
    b"GIF87a": GifImageFile,
    b"GIF89a": GifImageFile,
}
OTHERS = {
    b"<!doctype html": "an HTML page",
    b"<html": "an HTML page",
    b"<svg": "an SVG drawing",
    b"<?xml": "an XML file",
    b"%pdf": "a PDF document",
    b"8bps": "a Photoshop document",
    b"pk\3\4": "a zip archive",
    b"version https://git-lfs": "what Git LFS leaves in place of a file: fetch the file itself",
}
BROKEN = (  # what Pillow raises for files that lie, and what it takes for a sign of one itself
    OSError,
    SyntaxError,
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    EOFError,
    struct.error,
    Image.DecompressionBombError,
)


@dataclass(frozen=True)
class Peek:
    """What the header of a picture says, seen upright: its size in pixels, and 1 channel of grey or 3 of colour."""

    width: int
    height: int
    channels: int


def peek(content: bytes) -> Peek:
    """The size and the channels of a picture, from its header alone.

    Raises:
        Unreadable: it is no picture, or one too large.
    """
    with opened(content) as image:
        width, height = image.size
        if "exif" in image.info and orientation(image) > 4:
            width, height = height, width
        grey = image.mode in ("1", "L", "LA", "I", "F") or image.mode.startswith("I;16")
        return Peek(width, height, 1 if grey else 3)


@contextlib.contextmanager
def opened(content: bytes) -> Iterator[ImageFile]:
    """A picture whose header is read and whose pixels are not, for as long as the ``with`` lasts.

    Raises:
        Unreadable: it is no picture or too large; or Pillow finds it damaged, there and then or in the ``with``.
    """
    opener = _opener(content)
    with judged():
        image = opener(io.BytesIO(content))
        _require_size(*image.size)
        yield image


@contextlib.contextmanager
def judged() -> Iterator[None]:
    """What Pillow finds damaged in the ``with`` is unreadable."""
    with warnings.catch_warnings(action="ignore"):
        try:
            yield
        except BROKEN as error:
            raise Unreadable(_damage(error)) from error


def orientation(image: Image.Image) -> int:
    """How the camera was held: 1 to 8 as in EXIF, 1 where nothing sensible is said.

    A format that keeps it behind the pixels, or turns them by itself, tells the truth only once they are decoded.
    """
    try:
        said = image.getexif().get(ORIENTATION)
    except BROKEN:
        return 1
    return said if isinstance(said, int) and 1 <= said <= 8 else 1


def _opener(content: bytes) -> Callable[[io.BytesIO], ImageFile]:
    for start, opener in STARTS.items():
        if content.startswith(start):
            return opener
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WebPImageFile
    raise Unreadable(_no_picture(content))


def _no_picture(content: bytes) -> str:
    if not content:
        return "it is empty"
    start = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for others, kind in OTHERS.items():
        if start.startswith(others):
            return f"it is {kind}"
    if start[4:8] == b"ftyp":
        return "it is HEIC, AVIF or a film: save it as JPEG"
    if not any(content):
        return "it holds nothing but zeros"
    text = start.isascii() and all(byte >= 32 or byte in b"\t\n\r\f" for byte in start)
    return "it is text, not a picture" if text else f"it is not {FORMATS}"


def _require_size(width: int, height: int) -> None:
    if width * height > LARGEST:
        shown = f"{width} x {height} pixels, {width * height / 1e6:,.0f} million"
        raise Unreadable(f"it has {shown}; at most {LARGEST // 1_000_000} million are decoded")


def _damage(error: BaseException) -> str:
    said = str(error).partition("\n")[0].strip()
    if isinstance(error, Image.DecompressionBombError):
        return f"it has more than the {LARGEST // 1_000_000} million pixels that are decoded"
    if isinstance(error, EOFError) or "truncated" in said.lower():
        return "it is cut short"
    if "not identified" in said:
        return "it is damaged: its header makes no sense"
    return f"it is damaged: {said or type(error).__name__}"
