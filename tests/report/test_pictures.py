"""Pictures of the page, decoded again by Pillow, against the arrays they were made of."""

from __future__ import annotations

import base64
import io
import re

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from neuroglass.report.pictures import ABOVE, BELOW, LARGEST, drawn, enlarged, inked, opaque, photograph, sheet


def decoded(html: str) -> Image.Image:
    found = re.fullmatch(r'<img src="data:image/(png|jpeg);base64,([^"]+)".*/>', html)
    assert found is not None
    image = Image.open(io.BytesIO(base64.b64decode(found[2])))
    assert str(image.format).lower() == found[1]
    return image


def noise(*shape: int) -> NDArray[np.uint8]:
    return np.random.default_rng(0).integers(0, 256, shape, np.uint8)


@pytest.mark.parametrize("channels", [1, 3])
def test_a_small_picture_loses_nothing(channels: int) -> None:
    pixels = noise(20, 31, channels)
    html = photograph(pixels, "noise")
    np.testing.assert_array_equal(np.asarray(decoded(html)).reshape(pixels.shape), pixels)
    assert 'class="pixels"' in html


@pytest.mark.parametrize("channels", [1, 3])
def test_a_large_picture_is_shrunk_in_its_proportions(channels: int) -> None:
    image = decoded(photograph(noise(100, 400, channels), "noise"))
    assert (image.format, image.size) == ("JPEG", (LARGEST, LARGEST // 4))


def test_what_a_picture_is_called_stays_text() -> None:
    html = photograph(noise(2, 2, 3), '"><script>', "<b>")
    assert "<script" not in html
    assert 'title="&lt;b&gt;"' in html


def test_ink_is_blue_below_zero_orange_above_and_deeper_further_away() -> None:
    ink = inked(np.array([-1.0, -0.25, 0.0, 0.25, 1.0, 7.0]))
    assert [tuple(color) for color in ink[:, :3].tolist()] == [BELOW] * 2 + [ABOVE] * 4
    depth = ink[:, 3].tolist()
    assert depth == [255, depth[1], 0, depth[1], 255, 255]
    assert 0 < depth[1] < 255


def test_a_sheet_lays_drawings_line_by_line_with_nothing_between_them() -> None:
    tiles = noise(5, 2, 3, 4)
    laid = sheet(tiles, across=2, gap=1)
    assert laid.shape == (3 * 2 + 2, 2 * 3 + 1, 4)
    for place, tile in enumerate(tiles):
        top, left = 3 * (place // 2), 4 * (place % 2)
        np.testing.assert_array_equal(laid[top : top + 2, left : left + 3], tile)
    assert not laid[2].any()
    assert not laid[:, 3].any()
    assert not laid[6:, 4:].any()


def test_a_pixel_becomes_a_square() -> None:
    tiles = opaque(noise(1, 2, 2, 3))
    large = enlarged(tiles, 3)
    np.testing.assert_array_equal(large[0, 3:, :3], np.broadcast_to(tiles[0, 1, 0], (3, 3, 4)))
    np.testing.assert_array_equal(np.asarray(decoded(drawn(large[0], "squares"))), large[0])
