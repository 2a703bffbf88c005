"""Brightness, contrast and saturation against Pillow's ImageEnhance and against their formulas in float64."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageEnhance

from neuroglass.errors import ConfigurationError
from neuroglass.learn.augmentation import Brightness, Contrast, Saturation
from neuroglass.learn.augmentation.chance import Draw
from tests.learn.augmentation.cases import changed, keys, pictures

COUNT = 40
KINDS = (Brightness, Contrast, Saturation)
LUMA = np.array([0.299, 0.587, 0.114])


def brightness(x: np.ndarray, f: float) -> np.ndarray:
    return f * x


def contrast(x: np.ndarray, f: float) -> np.ndarray:
    mean = (x @ LUMA).mean() if x.shape[-1] == 3 else x.mean()
    return mean + f * (x - mean)


def saturation(x: np.ndarray, f: float) -> np.ndarray:
    grey = (x @ LUMA)[..., None] if x.shape[-1] == 3 else x.mean(axis=-1, keepdims=True)
    return grey + f * (x - grey)


FORMULAS: dict[type, Callable[[np.ndarray, float], np.ndarray]] = {
    Brightness: brightness,
    Contrast: contrast,
    Saturation: saturation,
}
PILLOW: dict[type, Callable] = {
    Brightness: ImageEnhance.Brightness,
    Contrast: ImageEnhance.Contrast,
    Saturation: ImageEnhance.Color,
}


def factors(share: float, place: int = 0) -> np.ndarray:
    return 1 + np.asarray(Draw(keys(COUNT), place).within(0, share), np.float64)


@pytest.mark.parametrize("channels", [1, 2, 3])
@pytest.mark.parametrize("kind", KINDS)
def test_colours_follow_their_formula(kind: type, channels: int) -> None:
    images = pictures(COUNT, channels=channels)
    ours, _ = changed(kind(0.7), images, keys(COUNT))
    for picture, image, factor in zip(ours, np.asarray(images), factors(0.7), strict=True):
        expected = np.clip(FORMULAS[kind](image.astype(np.float64), factor), 0, 255)
        np.testing.assert_allclose(picture, expected, atol=1e-3)


@pytest.mark.parametrize("kind", KINDS)
def test_colours_are_pillows_up_to_its_rounding(kind: type) -> None:
    images = pictures(COUNT)
    ours, _ = changed(kind(0.5), images, keys(COUNT))
    for picture, image, factor in zip(ours, np.asarray(images), factors(0.5), strict=True):
        theirs = np.asarray(PILLOW[kind](Image.fromarray(image)).enhance(factor))
        assert np.abs(picture - theirs).max() < 1.6


def test_colours_in_a_row_are_one_after_the_other() -> None:
    images = pictures(COUNT) // 4 + np.uint8(96)  # far from black and white, where nothing is cut off in between
    ours, _ = changed("contrast 0.4, saturation 0.5, brightness 0.3, contrast 0.2", images, keys(COUNT))
    kinds, shares = (Contrast, Saturation, Brightness, Contrast), (0.4, 0.5, 0.3, 0.2)
    drawn = [factors(share, place) for place, share in enumerate(shares)]
    for row, image in enumerate(np.asarray(images, np.float64)):
        expected = image
        for kind, factor in zip(kinds, drawn, strict=True):
            expected = FORMULAS[kind](expected, factor[row])
        np.testing.assert_allclose(ours[row], expected, atol=1e-3)


@pytest.mark.parametrize("kind", KINDS)
def test_values_stay_from_0_to_255(kind: type) -> None:
    drawn, _ = changed(kind(1.0), pictures(COUNT), keys(COUNT))
    assert drawn.dtype == np.float32
    assert drawn.min() == 0
    assert drawn.max() == 255 or kind is Saturation


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("channels", [1, 3])
def test_no_share_changes_nothing(kind: type, channels: int) -> None:
    images = pictures(COUNT, channels=channels)
    np.testing.assert_allclose(changed(kind(0), images, keys(COUNT))[0], images, atol=1e-4)


def test_grey_pictures_keep_their_values_in_saturation() -> None:
    images = pictures(COUNT, channels=1)
    assert (changed(Saturation(1), images, keys(COUNT))[0] == np.asarray(images)).all()
    colourless = np.repeat(np.asarray(images), 3, axis=-1)
    np.testing.assert_allclose(changed(Saturation(1), colourless, keys(COUNT))[0], colourless, atol=1e-3)


@pytest.mark.parametrize("kind", KINDS)
def test_a_share_out_of_range_is_named(kind: type) -> None:
    with pytest.raises(
        ConfigurationError, match=rf"{kind.__name__}\(share=1.5\). Expected share to be a number from 0"
    ):
        kind(1.5)
