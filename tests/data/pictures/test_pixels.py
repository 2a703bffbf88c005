"""Pixels by hand (NumPy on the arrays that were drawn), and by Pillow where a format loses something."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from neuroglass.data.pictures.frame import Fit, Frame
from neuroglass.data.pictures.opening import Peek, peek
from neuroglass.data.pictures.pixels import pixels
from tests.data.pictures.drawn import noise, png_16, saved, turned

COLOUR = noise(6, 8, 3)
GREY = noise(6, 8, seed=1)
ALPHA = noise(6, 8, seed=2)
LOSSLESS: dict[str, dict[str, Any]] = {
    "PNG": {},
    "BMP": {},
    "TIFF": {"compression": "tiff_lzw"},
    "WEBP": {"lossless": True},
}

# How the camera was held, and what must be done with what it wrote: EXIF 2.32, figure of tag 274.
UPRIGHT: dict[int, Callable[[NDArray[Any]], NDArray[Any]]] = {
    1: lambda a: a,
    2: lambda a: a[:, ::-1],
    3: lambda a: a[::-1, ::-1],
    4: lambda a: a[::-1],
    5: lambda a: a.swapaxes(0, 1),
    6: lambda a: np.rot90(a, -1),
    7: lambda a: a[::-1, ::-1].swapaxes(0, 1),
    8: np.rot90,
}


def decoded(
    content: bytes, height: int = 6, width: int = 8, channels: int = 3, fit: Fit = "stretch"
) -> NDArray[np.uint8]:
    return pixels(content, Frame(height, width, channels, fit))


def on_white(colour: NDArray[np.uint8], alpha: NDArray[np.uint8]) -> NDArray[np.float64]:
    share = alpha[..., None] / 255
    return np.rint(colour * share + 255 * (1 - share))


@pytest.mark.parametrize("kind", LOSSLESS)
def test_colour_comes_out_as_it_was_drawn(kind: str) -> None:
    np.testing.assert_array_equal(decoded(saved(COLOUR, kind, **LOSSLESS[kind])), COLOUR)


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF", "GIF"])
def test_grey_comes_out_as_it_was_drawn_alone_or_three_times(kind: str) -> None:
    content = saved(GREY, kind)
    np.testing.assert_array_equal(decoded(content, channels=1)[..., 0], GREY)
    np.testing.assert_array_equal(decoded(content), np.stack([GREY] * 3, -1))


def test_a_jpeg_of_the_size_of_the_frame_is_what_pillow_reads() -> None:
    content = saved(COLOUR, "JPEG", quality=70)
    np.testing.assert_array_equal(decoded(content), np.asarray(Image.open(io.BytesIO(content))))


def test_one_channel_is_the_luminance_of_itu_r_601() -> None:
    expected = COLOUR @ np.array([0.299, 0.587, 0.114])
    np.testing.assert_allclose(decoded(saved(COLOUR), channels=1)[..., 0], expected, atol=0.51)


def test_16_bits_are_scaled_and_not_clipped() -> None:
    ramp = np.arange(65536, dtype=np.uint16).reshape(256, 256)
    expected = np.repeat(np.arange(256, dtype=np.uint8), 256).reshape(256, 256)
    for content in (saved(ramp), saved(ramp, "TIFF"), saved(Image.fromarray(ramp.astype(">u2")), "TIFF")):
        np.testing.assert_array_equal(decoded(content, 256, 256, 1)[..., 0], expected)
        np.testing.assert_array_equal(decoded(content, 256, 256, 3)[..., 2], expected)


def test_16_bit_colour_is_scaled_as_16_bit_grey_is() -> None:
    values = np.random.default_rng(0).integers(0, 65536, (6, 8, 3), dtype=np.uint16)
    grey = saved(np.ascontiguousarray(values[..., 1]))
    np.testing.assert_array_equal(decoded(png_16(values)), values // 256)
    np.testing.assert_array_equal(decoded(grey)[..., 0], decoded(png_16(values))[..., 1])


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF", "GIF"])
def test_1_bit_is_black_and_white(kind: str) -> None:
    bits = GREY > 127
    np.testing.assert_array_equal(decoded(saved(bits, kind), channels=1)[..., 0], np.where(bits, 255, 0))


@pytest.mark.parametrize("dtype", [np.float32, np.int32])
def test_floats_and_wide_integers_go_from_their_smallest_to_their_largest_value(dtype: type) -> None:
    values: NDArray[Any] = np.arange(-10, 38, dtype=dtype).reshape(6, 8) * 1000
    expected = np.rint(np.arange(48).reshape(6, 8) / 47 * 255)
    np.testing.assert_array_equal(decoded(saved(values, "TIFF"), channels=1)[..., 0], expected)


def test_floats_that_are_all_the_same_are_black() -> None:
    assert not decoded(saved(np.full((6, 8), 3.5, np.float32), "TIFF")).any()


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_what_can_be_seen_through_lies_on_white(kind: str) -> None:
    content = saved(np.dstack([COLOUR, ALPHA]), kind, **LOSSLESS[kind], **({"exact": True} if kind == "WEBP" else {}))
    np.testing.assert_array_equal(decoded(content), on_white(COLOUR, ALPHA))


def test_grey_that_can_be_seen_through_lies_on_white() -> None:
    content = saved(_grey_with_alpha())
    np.testing.assert_array_equal(decoded(content, channels=1), on_white(GREY[..., None], ALPHA))


def _grey_with_alpha() -> Image.Image:
    return Image.merge("LA", (Image.fromarray(GREY), Image.fromarray(ALPHA)))


def test_the_colour_that_a_png_names_as_transparent_is_white() -> None:
    content = saved(COLOUR, transparency=tuple(COLOUR[2, 3].tolist()))
    expected = COLOUR.copy()
    expected[2, 3] = 255
    np.testing.assert_array_equal(decoded(content), expected)


def palette_picture() -> tuple[Image.Image, NDArray[np.uint8], NDArray[np.uint8]]:
    numbers, palette = noise(6, 8, seed=3) % 16, noise(16, 3, seed=4)
    image = Image.fromarray(numbers).convert("L")
    image.putpalette(palette.tobytes())
    return image, numbers, palette


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF", "GIF"])
def test_a_palette_is_looked_up(kind: str) -> None:
    image, numbers, palette = palette_picture()
    np.testing.assert_array_equal(decoded(saved(image, kind)), palette[numbers])


def test_a_palette_with_an_alpha_for_each_colour_lies_on_white() -> None:
    image, numbers, palette = palette_picture()
    alpha = noise(16, seed=5)
    content = saved(image, transparency=alpha.tobytes())
    np.testing.assert_array_equal(decoded(content), on_white(palette, alpha)[numbers])


def test_the_transparent_colour_of_a_gif_is_white() -> None:
    image, numbers, palette = palette_picture()
    palette[numbers[0, 0]] = 255
    np.testing.assert_array_equal(decoded(saved(image, "GIF", transparency=int(numbers[0, 0]))), palette[numbers])


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "TIFF", "PNG"])
def test_of_several_frames_or_pages_the_first_counts(kind: str) -> None:
    bits = [Image.fromarray(np.where(at < GREY, 255, 0).astype(np.uint8)) for at in (50, 150)]
    options = {"lossless": True} if kind == "WEBP" else {}
    content = saved(bits[0], kind, save_all=True, append_images=bits[1:], **options)
    np.testing.assert_array_equal(decoded(content, channels=1)[..., 0], np.asarray(bits[0]))


INKS = np.array(
    [[255, 0, 0, 0], [0, 255, 0, 0], [0, 0, 255, 0], [0, 0, 0, 255], [0, 0, 0, 0], [255, 255, 0, 0]], np.uint8
)
LIGHTS = [[0, 255, 255], [255, 0, 255], [255, 255, 0], [0, 0, 0], [255, 255, 255], [0, 0, 255]]


def test_inks_take_their_light_away() -> None:
    image = Image.fromarray(INKS.reshape(1, 6, 4), "CMYK")
    np.testing.assert_array_equal(decoded(saved(image, "TIFF"), 1, 6)[0], LIGHTS)


def test_the_inverted_inks_of_adobe_take_their_light_away_too() -> None:
    image = Image.fromarray(np.repeat(INKS, 16, axis=0).reshape(6, 16, 4).repeat(16, axis=0), "CMYK")
    content = saved(image, "JPEG", quality=100)
    assert b"Adobe" in content
    np.testing.assert_allclose(decoded(content, 96, 16)[8::16, 8], LIGHTS, atol=2)


@pytest.mark.parametrize("orientation", UPRIGHT)
@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_a_picture_stands_upright_however_the_camera_was_held(kind: str, orientation: int) -> None:
    expected = UPRIGHT[orientation](COLOUR)
    content = turned(COLOUR, kind, orientation, **LOSSLESS[kind])
    height, width, _ = expected.shape
    np.testing.assert_array_equal(decoded(content, height, width), expected)
    assert peek(content) == Peek(width, height, 3)


@pytest.mark.parametrize("orientation", UPRIGHT)
def test_a_photograph_that_is_decoded_smaller_stands_upright_too(orientation: int) -> None:
    photograph = np.asarray(Image.fromarray(noise(6, 8, 3)).resize((512, 384), Image.Resampling.BICUBIC))
    content = turned(photograph, "JPEG", orientation, quality=95)
    expected = UPRIGHT[orientation](decoded(saved(photograph, "JPEG", quality=95), 24, 32))
    height, width, _ = expected.shape
    np.testing.assert_allclose(decoded(content, height, width), expected, atol=1)
    assert peek(content).width == (512 if width == 32 else 384)


@pytest.mark.parametrize("orientation", [0, 9, 255])
def test_an_orientation_that_does_not_exist_changes_nothing(orientation: int) -> None:
    np.testing.assert_array_equal(decoded(turned(COLOUR, "PNG", orientation)), COLOUR)


def test_exif_that_cannot_be_read_changes_nothing() -> None:
    content = saved(COLOUR, exif=b"Exif\0\0no such thing")
    np.testing.assert_array_equal(decoded(content), COLOUR)


def triangle(size: int, into: int) -> NDArray[np.float64]:
    """The matrix that resizes one axis in float64: a triangle as wide as what becomes one pixel, or two pixels."""
    scale = size / into
    reach = max(scale, 1.0)
    centres = (np.arange(into)[:, None] + 0.5) * scale
    weights = np.clip(1 - np.abs(np.arange(size) + 0.5 - centres) / reach, 0, None)
    return weights / weights.sum(1, keepdims=True)


@pytest.mark.parametrize(("height", "width"), [(6, 5), (7, 10), (30, 50), (45, 4)])
def test_stretching_weighs_pixels_by_a_triangle(height: int, width: int) -> None:
    picture = noise(20, 30, 3)
    exact = np.einsum("hi,wj,ijc->hwc", triangle(20, height), triangle(30, width), picture)
    np.testing.assert_allclose(decoded(saved(picture), height, width), exact, atol=1.01)


def test_crop_fills_the_frame_from_the_middle() -> None:
    wide, high = noise(6, 10, 3), noise(10, 6, 3)
    np.testing.assert_array_equal(decoded(saved(wide), 6, 6, fit="crop"), wide[:, 2:8])
    np.testing.assert_array_equal(decoded(saved(high), 6, 6, fit="crop"), high[2:8])
    twice = wide.repeat(2, axis=0).repeat(2, axis=1)
    middle = np.einsum("hi,wj,ijc->hwc", triangle(12, 6), triangle(12, 6), twice[:, 4:16])
    np.testing.assert_allclose(decoded(saved(twice), 6, 6, fit="crop")[:, 1:-1], middle[:, 1:-1], atol=1.01)


@pytest.mark.parametrize("channels", [1, 3])
def test_pad_shows_all_of_it_between_black_bands(channels: int) -> None:
    wide = noise(4, 8, 3)
    shown = decoded(saved(wide), 8, 8, channels, "pad")
    np.testing.assert_array_equal(shown[2:6], decoded(saved(wide), 4, 8, channels))
    assert not shown[:2].any()
    assert not shown[6:].any()


def test_a_long_picture_keeps_a_line_at_least() -> None:
    assert decoded(saved(np.full((100, 4), 255, np.uint8)), 8, 8, 1, "pad").any(axis=0).ravel().sum() == 1


def test_a_photograph_decoded_smaller_looks_as_if_it_were_decoded_whole() -> None:
    photograph = Image.fromarray(noise(17, 24, 3)).resize((1200, 850), Image.Resampling.BICUBIC)
    content = saved(photograph, "JPEG", quality=90)
    whole = Image.open(io.BytesIO(content)).resize((128, 128), Image.Resampling.BILINEAR)
    difference = decoded(content, 128, 128).astype(np.float64) - np.asarray(whole)
    assert np.abs(difference).mean() < 0.5
    assert np.abs(difference).max() < 12


@pytest.mark.parametrize(
    ("content", "channels"),
    [(saved(COLOUR), 3), (saved(GREY, "JPEG"), 1), (saved(_grey_with_alpha()), 1), (saved(GREY > 9), 1)],
)
def test_the_header_tells_size_and_channels(content: bytes, channels: int) -> None:
    assert peek(content) == Peek(8, 6, channels)


@pytest.mark.parametrize("size", [(0, 8, 3), (8, -1, 3), (8, 8, 2), (8, 8, 4)])
def test_a_frame_that_is_none_is_refused(size: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match=rf"pictures of {size[0]} x {size[1]} pixels with {size[2]} channels"):
        Frame(*size, "crop")
