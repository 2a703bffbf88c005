"""Pictures of any source in one frame: decoded through the cache, or, where pixels are given, resized."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import numpy as np

from neuroglass.data.folders.decoding import DIGEST, Decoded, Digests, decode
from neuroglass.data.folders.items import Item
from neuroglass.data.folders.unreadable import Unreadable
from neuroglass.data.pictures.cache import key, remembered
from neuroglass.data.pictures.frame import Frame, Pixels

WORTH_KEEPING = 256  # pictures; fewer are decoded before they are found in the cache
Progress = Callable[[int, int], None]


def in_frame(items: Sequence[Item] | Pixels, frame: Frame, progress: Progress | None = None) -> tuple[Pixels, Decoded]:
    """The pixels of all pictures, uint8 (n, height, width, channels), and which could not be read.

    ``progress`` is told how many are done, of how many.
    """
    if isinstance(items, np.ndarray):
        return _resized(items, frame)
    shape = (len(items), *frame.shape)
    tell = None if progress is None else lambda done: progress(done, len(items))
    if len(items) < WORTH_KEEPING:
        into = np.zeros(shape, np.uint8)
        return into, decode(items, frame, into, tell)
    return remembered(key(items, frame), shape, lambda into: decode(items, frame, into, tell))


def _resized(pixels: Pixels, frame: Frame) -> tuple[Pixels, Decoded]:
    from PIL import Image

    from neuroglass.data.pictures.pixels import framed

    digests = _digests(pixels)
    if pixels.shape[1:] == frame.shape:
        return pixels, Decoded({}, digests)
    into = np.zeros((len(pixels), *frame.shape), np.uint8)
    reasons = {}
    for row, picture in enumerate(pixels):
        image = Image.fromarray(picture[..., 0] if picture.shape[2] == 1 else picture)
        try:
            into[row] = framed(image, frame)
        except Unreadable as error:
            reasons[row] = str(error)
    return into, Decoded(reasons, digests)


def _digests(pixels: Pixels) -> Digests:
    whole = b"".join(hashlib.blake2b(row.tobytes(), digest_size=DIGEST).digest() for row in pixels)
    return np.frombuffer(whole, np.uint8).reshape(len(pixels), DIGEST)
