"""Transforms that change the values of pixels and leave them where they are. Values stay from 0 to 255."""

from __future__ import annotations

import abc
import functools
from dataclasses import dataclass

import jax
import jax.numpy as jnp

from neuroglass.learn.augmentation.chance import Draw
from neuroglass.learn.augmentation.patches import patch
from neuroglass.learn.augmentation.transform import Transform
from neuroglass.nn.settings import check_number

LUMA = (0.299, 0.587, 0.114)  # of red, green and blue in grey: ITU-R BT.601, as Pillow has it


class Pixelwise(Transform):
    """A transform of values."""

    @abc.abstractmethod
    def changed(self, images: jax.Array, draw: Draw) -> jax.Array:
        """float32 (batch, height, width, channels) to the same."""


@dataclass(frozen=True)
class Brightness(Pixelwise):
    """Lighter or darker: x = f x, |f - 1| <= share.

    Args:
        share: from 0 to 1.
    """

    share: float = 0.2

    def __post_init__(self) -> None:
        check_number(self, "share", "a number from 0 to 1")

    def changed(self, images: jax.Array, draw: Draw) -> jax.Array:
        """Blended with black."""
        return _apart(images, jnp.zeros((1, 1, 1, 1)), self.share, draw)


@dataclass(frozen=True)
class Contrast(Pixelwise):
    """More or less contrast: x = m + f (x - m), |f - 1| <= share, m the mean of the picture in grey.

    Args:
        share: from 0 to 1.
    """

    share: float = 0.2

    def __post_init__(self) -> None:
        check_number(self, "share", "a number from 0 to 1")

    def changed(self, images: jax.Array, draw: Draw) -> jax.Array:
        """Blended with its mean grey."""
        return _apart(images, grey(images.mean(axis=(1, 2), keepdims=True)), self.share, draw)


@dataclass(frozen=True)
class Saturation(Pixelwise):
    """More or less colour: x = g + f (x - g), |f - 1| <= share, g the same pixel in grey.

    Grey pictures stay as they are.

    Args:
        share: from 0 to 1.
    """

    share: float = 0.2

    def __post_init__(self) -> None:
        check_number(self, "share", "a number from 0 to 1")

    def changed(self, images: jax.Array, draw: Draw) -> jax.Array:
        """Blended with itself in grey."""
        return images if images.shape[-1] == 1 else _apart(images, grey(images), self.share, draw)


@dataclass(frozen=True)
class Cutout(Pixelwise):
    """A square, its centre anywhere in the picture, is hidden: it takes the picture's mean colour.

    Args:
        size: its side: below 1 a share of the picture's shorter side, from 1 on pixels.

    Source: DeVries & Taylor 2017, arXiv:1708.04552
    """

    size: float = 0.25

    def __post_init__(self) -> None:
        check_number(self, "size", "a number, 0 or above")

    def changed(self, images: jax.Array, draw: Draw) -> jax.Array:
        """Hidden in part."""
        _, height, width, _ = images.shape
        side = round(self.size if self.size >= 1 else self.size * min(height, width))
        rows, columns = patch(draw, jnp.full(draw.keys.shape, side), jnp.full(draw.keys.shape, side), height, width)
        hidden = rows[:, :, None, None] & columns[:, None, :, None]
        return jnp.where(hidden, images.mean(axis=(1, 2), keepdims=True), images)


def grey(images: jax.Array) -> jax.Array:
    """(batch, height, width, 1): red, green and blue by their luma, other channels by their mean.

    A sum over slices: over an axis of three, XLA on a CPU takes thirty times as long.
    """
    channels = images.shape[-1]
    weights = LUMA if channels == len(LUMA) else (1 / channels,) * channels
    parts = [weight * images[..., channel : channel + 1] for channel, weight in enumerate(weights)]
    return functools.reduce(jnp.add, parts)


def _apart(images: jax.Array, centre: jax.Array, share: float, draw: Draw) -> jax.Array:
    factor = 1 + draw.within(0, share)[:, None, None, None]
    return jnp.clip(centre + factor * (images - centre), 0, 255)
