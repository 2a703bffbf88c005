"""Pictures drawn for tests, as the bytes of their files."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Array = NDArray[Any]


def noise(*shape: int, seed: int = 0) -> NDArray[np.uint8]:
    """Pixels that no two places share."""
    return np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)


def saved(picture: Array | Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    """The file that Pillow writes."""
    file = io.BytesIO()
    image = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
    image.save(file, kind, **options)
    return file.getvalue()


def turned(picture: Array, kind: str, orientation: int, **options: Any) -> bytes:
    """A file that says how the camera was held."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(picture, kind, exif=exif, **options)


def png_16(pixels: NDArray[np.uint16]) -> bytes:
    """A PNG of 16-bit colour, which Pillow cannot write: (height, width, 3) values, by the specification."""
    height, width, _ = pixels.shape
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in pixels)
    return png_of(png_header(width, height, depth=16, colours=2), _chunk(b"IDAT", zlib.compress(rows)))


def png_header(width: int, height: int, depth: int = 8, colours: int = 2) -> bytes:
    return _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, 0))


def png_of(*chunks: bytes) -> bytes:
    return b"".join([b"\x89PNG\r\n\x1a\n", *chunks, _chunk(b"IEND", b"")])


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
