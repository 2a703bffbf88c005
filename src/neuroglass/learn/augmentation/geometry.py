"""Transforms that move the pixels of a picture.

Each says where the pixels of the changed picture come from, as an affine map, so that several in a row become one map
and the picture is read once. Places are counted from the picture's centre, in pixels, rows downwards.
"""

from __future__ import annotations

import abc
from dataclasses import dataclass
from typing import ClassVar

import jax
import jax.numpy as jnp

from neuroglass.learn.augmentation.affine import Affine
from neuroglass.learn.augmentation.chance import Draw
from neuroglass.learn.augmentation.transform import Transform, check_below, check_whole
from neuroglass.nn.settings import check_choice, check_number


class Geometric(Transform):
    """A transform that moves pixels. ``exact``: to places of other pixels, so that nothing is blended."""

    exact: ClassVar[bool]

    @abc.abstractmethod
    def map(self, draw: Draw, height: int, width: int) -> Affine:
        """Where the pixels of each changed picture come from."""


@dataclass(frozen=True)
class Flip(Geometric):
    """The mirror image, one time in two: x[i, j] = x[i, w - 1 - j].

    Args:
        axis: "horizontal" swaps left and right, "vertical" top and bottom, "both" each of them on its own.
    """

    axis: str = "horizontal"
    exact: ClassVar[bool] = True

    def __post_init__(self) -> None:
        check_choice(self, "axis", ("horizontal", "vertical", "both"))

    def map(self, draw: Draw, height: int, width: int) -> Affine:
        """A factor of 1 or -1 for each axis."""
        one = jnp.ones(draw.keys.shape)
        rows, columns = (jnp.where(draw.uniform(number) < 0.5, -1.0, 1.0) for number in range(2))
        return _linear(
            one if self.axis == "horizontal" else rows, 0 * one, 0 * one, one if self.axis == "vertical" else columns
        )


@dataclass(frozen=True)
class Shift(Geometric):
    """Moved by whole pixels, down and across each on its own: x[i, j] = x[i - a, j - b], |a| <= amount h.

    Args:
        amount: the furthest, as a share of the side, from 0 to 1.
    """

    amount: float = 0.1
    exact: ClassVar[bool] = True

    def __post_init__(self) -> None:
        check_number(self, "amount", "a number from 0 to 1")

    def map(self, draw: Draw, height: int, width: int) -> Affine:
        """An offset of whole pixels."""
        return _moved(draw, round(self.amount * height), round(self.amount * width))


@dataclass(frozen=True)
class Crop(Geometric):
    """Padded, and cut to its size again at a place drawn by chance: x[i, j] = x[i + a, j + b], |a| <= padding.

    Args:
        padding: pixels on each side, 0 or more; they mirror the picture's own.
    """

    padding: int = 4
    exact: ClassVar[bool] = True

    def __post_init__(self) -> None:
        check_whole(self, "padding")

    def map(self, draw: Draw, height: int, width: int) -> Affine:
        """An offset of whole pixels."""
        return _moved(draw, self.padding, self.padding)


@dataclass(frozen=True)
class Rotate(Geometric):
    """Turned about its centre by an angle t: (row, column) from (cos t row + sin t column, cos t column - sin t row).

    Args:
        degrees: the furthest, either way.
    """

    degrees: float = 10.0
    exact: ClassVar[bool] = False

    def __post_init__(self) -> None:
        check_number(self, "degrees", "a number, 0 or above")

    def map(self, draw: Draw, height: int, width: int) -> Affine:
        """A rotation, counter-clockwise as the picture is seen."""
        angle = jnp.deg2rad(draw.within(0, self.degrees))
        return _linear(jnp.cos(angle), jnp.sin(angle), -jnp.sin(angle), jnp.cos(angle))


@dataclass(frozen=True)
class Zoom(Geometric):
    """Drawn larger or smaller about its centre by a factor f, |f - 1| <= share: place from place / f.

    Args:
        share: from 0 to below 1; 0.1 draws it from 0.9 to 1.1 times as large.
    """

    share: float = 0.1
    exact: ClassVar[bool] = False

    def __post_init__(self) -> None:
        check_number(self, "share", "a number from 0 to below 1")

    def map(self, draw: Draw, height: int, width: int) -> Affine:
        """A factor, the same for both axes."""
        factor = 1 / (1 + draw.within(0, self.share))
        return _linear(factor, 0 * factor, 0 * factor, factor)


@dataclass(frozen=True)
class Shear(Geometric):
    """Slanted: its rows are moved across in proportion to their place, (row, column) from (row, column + tan t row).

    Args:
        degrees: the largest angle t, either way, below 90.
    """

    degrees: float = 10.0
    exact: ClassVar[bool] = False

    def __post_init__(self) -> None:
        check_below(self, "degrees", 90)

    def map(self, draw: Draw, height: int, width: int) -> Affine:
        """A shear along the rows."""
        slope = jnp.tan(jnp.deg2rad(draw.within(0, self.degrees)))
        return _linear(jnp.ones_like(slope), 0 * slope, slope, jnp.ones_like(slope))


def _linear(a: jax.Array, b: jax.Array, c: jax.Array, d: jax.Array) -> Affine:
    matrix = jnp.stack([a, b, c, d], axis=-1).reshape(-1, 2, 2)
    return Affine(matrix, jnp.zeros(matrix.shape[:2]))


def _moved(draw: Draw, down: int, across: int) -> Affine:
    by = [draw.whole(number, 2 * furthest + 1) - furthest for number, furthest in enumerate((down, across))]
    offset = jnp.stack(by, axis=-1)
    return Affine(jnp.broadcast_to(jnp.eye(2), (*offset.shape, 2)), offset)
