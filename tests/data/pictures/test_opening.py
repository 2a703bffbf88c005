from __future__ import annotations

import re
import tracemalloc

import numpy as np
import pytest

from neuroglass.data.folders.unreadable import Unreadable
from neuroglass.data.pictures.frame import Frame
from neuroglass.data.pictures.opening import peek
from neuroglass.data.pictures.pixels import pixels
from tests.data.pictures.bad_pictures import BAD, PHOTOGRAPH
from tests.data.pictures.drawn import noise, png_header, png_of, saved, turned

FRAME = Frame(16, 16, 3, "crop")
FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF")


@pytest.mark.parametrize("name", BAD)
def test_a_bad_picture_is_refused_with_its_reason(name: str) -> None:
    content, reason = BAD[name]
    with pytest.raises(Unreadable, match=f"^{re.escape(reason)}"):
        pixels(content, FRAME)


NO_PICTURES = [
    name for name, (_, reason) in BAD.items() if re.match("it (is (empty|an?|text|not|HEIC)|holds noth)", reason)
]


@pytest.mark.parametrize("name", [*NO_PICTURES, "a bomb", "a GIF of no frame", "the head of a JPEG"])
def test_what_is_no_picture_is_refused_from_its_header(name: str) -> None:
    with pytest.raises(Unreadable, match=f"^{re.escape(BAD[name][1])}"):
        peek(BAD[name][0])


def test_a_bomb_is_refused_before_anything_of_it_is_decoded() -> None:
    tracemalloc.start()
    with pytest.raises(Unreadable, match="at most 100 million are decoded"):
        pixels(png_of(png_header(65000, 65000)), FRAME)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1_000_000


def test_a_picture_of_just_100_million_pixels_is_opened() -> None:
    assert peek(png_of(png_header(10000, 10000))).width == 10000


def test_a_strip_is_read_into_a_frame_that_is_a_strip_too() -> None:
    strip = noise(2000, 10, 3)
    np.testing.assert_array_equal(pixels(saved(strip), Frame(2000, 10, 3, "crop")), strip)


@pytest.mark.parametrize("kind", FORMATS)
def test_whatever_is_changed_in_a_file_it_is_read_or_refused_and_warns_of_nothing(kind: str) -> None:
    whole = turned(PHOTOGRAPH, kind, 6) if kind in ("JPEG", "PNG", "WEBP", "TIFF") else saved(PHOTOGRAPH, kind)
    random = np.random.default_rng(7)
    refused = sum(not _is_read(_changed(whole, random)) for _ in range(200))
    assert refused > 20


def _changed(whole: bytes, random: np.random.Generator) -> bytes:
    """Some bytes are others, most of them near the start, and perhaps the end is missing."""
    content = bytearray(whole)
    for place in (*random.exponential(60, 3).astype(int) % len(whole), random.integers(len(whole))):
        content[place] = int(random.choice([0, 255, int(random.integers(256))]))
    return bytes(content[: random.integers(len(whole) // 4, 3 * len(whole))])


def _is_read(content: bytes) -> bool:
    try:
        peek(content)
        pixels(content, FRAME)
    except Unreadable:
        return False
    return True
