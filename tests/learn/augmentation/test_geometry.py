"""Transforms that move pixels: mirror images and whole pixels against slices of numpy, the others against
scipy.ndimage, whose mode "reflect" continues a picture as ours is, and the way a picture turns against Pillow.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

from neuroglass.errors import ConfigurationError
from neuroglass.learn.augmentation import Crop, Flip, Rotate, Shear, Shift, Transform, Zoom
from neuroglass.learn.augmentation.chance import Draw
from tests.learn.augmentation.cases import changed, keys, pictures, repeated

MANY = 600
GEOMETRY = (
    "flip both",
    "shift 0.5",
    "crop 20",
    "rotate 180",
    "zoom 0.9",
    "shear 60",
    "flip, rotate 40, zoom 0.5, crop 3",
)


def slices(image: np.ndarray, down: int, across: int) -> list[np.ndarray]:
    """All that a crop may leave."""
    height, width, _ = image.shape
    padded = np.pad(image, ((down, down), (across, across), (0, 0)), "symmetric")
    starts = itertools.product(range(2 * down + 1), range(2 * across + 1))
    return [padded[i : i + height, j : j + width] for i, j in starts]


def counts(drawn: np.ndarray, possible: list[np.ndarray]) -> np.ndarray:
    """How often each of the possible pictures was drawn; no other may be."""
    same = np.array([[np.array_equal(one, other) for other in possible] for one in drawn])
    assert (same.sum(axis=1) == 1).all()
    return same.sum(axis=0)


@pytest.mark.parametrize(
    ("axis", "steps"),
    [
        ("horizontal", [(1, 1), (1, -1)]),
        ("vertical", [(1, 1), (-1, 1)]),
        ("both", [(1, 1), (1, -1), (-1, 1), (-1, -1)]),
    ],
)
def test_flip_gives_each_mirror_image_as_often(axis: str, steps: list[tuple[int, int]]) -> None:
    images, one = repeated(MANY)
    drawn, _ = changed(Flip(axis), images, keys(MANY))
    share = counts(drawn, [one[::i, ::j] for i, j in steps]) / MANY
    assert np.abs(share - 1 / len(steps)).max() < 0.07


def test_crop_gives_every_part_of_the_padded_picture() -> None:
    images, one = repeated(MANY)
    drawn, _ = changed(Crop(2), images, keys(MANY))
    assert counts(drawn, slices(one, 2, 2)).min() > 0


def test_shift_moves_by_a_share_of_each_side() -> None:
    images, one = repeated(MANY, height=10, width=20)
    drawn, _ = changed(Shift(0.1), images, keys(MANY))
    assert counts(drawn, slices(one, 1, 2)).min() > 0


def test_padding_larger_than_the_picture_mirrors_it_again_and_again() -> None:
    images, one = repeated(MANY, height=2, width=1)
    drawn, _ = changed(Crop(7), images, keys(MANY))
    counted = [drawn[i].astype(int).tolist() in [part.tolist() for part in slices(one, 7, 7)] for i in range(MANY)]
    assert all(counted)


def test_flip_and_crop_together_are_one_after_the_other() -> None:
    images, one = repeated(2 * MANY)
    drawn, _ = changed("flip, crop 1", images, keys(2 * MANY))
    assert counts(drawn, [*slices(one, 1, 1), *slices(one[:, ::-1], 1, 1)]).min() > 0


def sampled(image: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Of scipy: out[place] = image[matrix (place - centre) + centre]."""
    centre = (np.array(image.shape[:2]) - 1) / 2
    planes = [
        ndimage.affine_transform(image[..., channel], matrix, centre - matrix @ centre, order=1, mode="reflect")
        for channel in range(image.shape[2])
    ]
    return np.stack(planes, axis=-1)


def rotation(angle: float) -> np.ndarray:
    t = np.deg2rad(angle)
    return np.array([[np.cos(t), np.sin(t)], [-np.sin(t), np.cos(t)]])


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize(
    ("how", "amount", "matrix"),
    [
        ("rotate 50", 50, rotation),
        ("zoom 0.6", 0.6, lambda share: np.eye(2) / (1 + share)),
        ("shear 30", 30, lambda angle: np.array([[1, 0], [np.tan(np.deg2rad(angle)), 1]])),
    ],
)
def test_rotate_zoom_and_shear_are_those_of_scipy(
    how: str, amount: float, matrix: Callable[[float], np.ndarray], channels: int
) -> None:
    images, one = repeated(20, 11, 14, channels)
    ours, _ = changed(how, images, keys(20))
    for picture, drawn in zip(ours, np.asarray(Draw(keys(20), 0).within(0, amount), np.float64), strict=True):
        np.testing.assert_allclose(picture, sampled(one, matrix(drawn)), atol=0.02)


def test_moves_in_a_row_are_one_map_read_once() -> None:
    images, one = repeated(20)
    key = keys(20)
    ours, _ = changed("rotate 40, zoom 0.3", images, key)
    angles, shares = (np.asarray(Draw(key, i).within(0, amount), np.float64) for i, amount in enumerate((40, 0.3)))
    for picture, angle, share in zip(ours, angles, shares, strict=True):
        np.testing.assert_allclose(picture, sampled(one, rotation(angle) / (1 + share)), atol=0.02)


def test_a_move_after_a_turn_is_a_move_of_the_turned_picture() -> None:
    images, _ = repeated(40, 30, 30)
    key = keys(40)
    turned, _ = changed("rotate 20", images, key)
    ours, _ = changed("rotate 20, crop 1", images, key)
    down, across = (np.asarray(Draw(key, 1).whole(number, 3)).astype(int) - 1 for number in range(2))
    for picture, before, i, j in zip(ours, turned, down, across, strict=True):
        inner = before[1 + i : 29 + i, 1 + j : 29 + j]
        np.testing.assert_allclose(picture[1:29, 1:29], inner, atol=0.01)


def test_a_picture_turns_the_way_pillow_turns_it() -> None:
    rows, columns = np.mgrid[:41, :41]
    smooth = (127 + 60 * np.sin(rows / 9) + 60 * np.cos(columns / 7)).astype(np.uint8)
    images = np.repeat(smooth[None, :, :, None], 8, axis=0)
    ours, _ = changed(Rotate(45), images, keys(8))
    for picture, angle in zip(ours, np.asarray(Draw(keys(8), 0).within(0, 45)), strict=True):
        theirs = np.asarray(Image.fromarray(smooth).rotate(float(angle), Image.Resampling.BILINEAR))
        assert np.abs(picture[10:31, 10:31, 0] - theirs[10:31, 10:31]).max() < 2.5


@pytest.mark.parametrize("how", GEOMETRY)
def test_a_picture_of_one_colour_stays_so(how: str) -> None:
    images = np.broadcast_to(np.array([7, 130, 255], np.uint8), (50, 9, 12, 3))
    drawn, _ = changed(how, images, keys(50))
    np.testing.assert_allclose(drawn, images, rtol=1e-6)


@pytest.mark.parametrize("how", GEOMETRY)
def test_values_stay_among_those_of_the_picture(how: str) -> None:
    images = pictures(50) // 4 + np.uint8(50)
    drawn, _ = changed(how, images, keys(50))
    assert drawn.min() >= 50 - 1e-3
    assert drawn.max() <= 113 + 1e-3


@pytest.mark.parametrize("transform", [Shift(0), Crop(0), Rotate(0), Zoom(0), Shear(0)], ids=repr)
def test_no_amount_changes_nothing(transform: Transform) -> None:
    images = pictures(20)
    drawn, _ = changed(transform, images, keys(20))
    assert (drawn == np.asarray(images)).all()


@pytest.mark.parametrize(
    ("kind", "amount", "message"),
    [
        (Flip, "left", r"Flip\(axis='left'\). Expected one of horizontal, vertical, both"),
        (Shift, 1.5, r"Shift\(amount=1.5\). Expected amount to be a number from 0 to 1"),
        (Crop, 0.5, r"Crop\(padding=0.5\). Expected padding to be a whole number, 0 or above"),
        (Crop, -1, r"Crop\(padding=-1\). Expected padding to be a whole number, 0 or above"),
        (Crop, True, r"Crop\(padding=True\). Expected padding to be a whole number, 0 or above"),
        (Rotate, -5, r"Rotate\(degrees=-5\). Expected degrees to be a number, 0 or above"),
        (Zoom, 1, r"Zoom\(share=1\). Expected share to be a number from 0 to below 1"),
        (Shear, 90, r"Shear\(degrees=90\). Expected degrees to be below 90"),
        (Shear, "x", r"Shear\(degrees='x'\). Expected degrees to be a number, 0 or above"),
    ],
)
def test_amounts_out_of_range_are_named(kind: type, amount: object, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        kind(amount)
