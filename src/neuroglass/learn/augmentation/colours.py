"""Transforms of colour. Each is an affine map of a pixel's channels, so that several in a row become one map."""

from __future__ import annotations

import abc
from dataclasses import dataclass

import jax
import jax.numpy as jnp

from neuroglass.learn.augmentation.affine import Affine, same
from neuroglass.learn.augmentation.chance import Draw
from neuroglass.learn.augmentation.transform import Transform
from neuroglass.nn.settings import check_number

LUMA = (0.299, 0.587, 0.114)  # of red, green and blue in grey: ITU-R BT.601, as Pillow has it


class Colouring(Transform):
    """A transform of colour: x = c + f (x - c), f drawn from 1 - share to 1 + share, c its own for each kind."""

    @abc.abstractmethod
    def map(self, draw: Draw, mean: jax.Array) -> Affine:
        """What becomes of the channels of each picture, given the means of these, (batch, channels)."""


@dataclass(frozen=True)
class Brightness(Colouring):
    """Lighter or darker: x = f x, |f - 1| <= share.

    Args:
        share: from 0 to 1.
    """

    share: float = 0.2

    def __post_init__(self) -> None:
        check_number(self, "share", "a number from 0 to 1")

    def map(self, draw: Draw, mean: jax.Array) -> Affine:
        """Blended with black."""
        return _apart(draw, self.share, Affine(jnp.zeros((*mean.shape, mean.shape[1])), jnp.zeros_like(mean)))


@dataclass(frozen=True)
class Contrast(Colouring):
    """More or less contrast: x = m + f (x - m), |f - 1| <= share, m the mean of the picture in grey.

    Args:
        share: from 0 to 1.
    """

    share: float = 0.2

    def __post_init__(self) -> None:
        check_number(self, "share", "a number from 0 to 1")

    def map(self, draw: Draw, mean: jax.Array) -> Affine:
        """Blended with its mean grey."""
        return _apart(draw, self.share, Affine(jnp.zeros((*mean.shape, mean.shape[1])), _grey(mean).at(mean)))


@dataclass(frozen=True)
class Saturation(Colouring):
    """More or less colour: x = g + f (x - g), |f - 1| <= share, g the same pixel in grey.

    Grey pictures stay as they are.

    Args:
        share: from 0 to 1.
    """

    share: float = 0.2

    def __post_init__(self) -> None:
        check_number(self, "share", "a number from 0 to 1")

    def map(self, draw: Draw, mean: jax.Array) -> Affine:
        """Blended with itself in grey."""
        return same(*mean.shape) if mean.shape[1] == 1 else _apart(draw, self.share, _grey(mean))


def coloured(images: jax.Array, chain: list[tuple[Colouring, Draw]]) -> jax.Array:
    """Pictures whose colours go through several transforms; what leaves 0 to 255 at the end is cut off.

    Args:
        images: float32 (batch, height, width, channels).
        chain: the transforms, each with its chance.
    """
    mean = images.mean(axis=(1, 2))
    total = same(*mean.shape)
    for transform, draw in chain:
        total = transform.map(draw, total.at(mean)).of(total)
    matrix = total.matrix[:, None, None, :, :]
    # Channel by channel: a sum over an axis of three takes XLA thirty times as long on a CPU.
    value = total.offset[:, None, None, :]
    for channel in range(images.shape[-1]):
        value = value + matrix[..., channel] * images[..., channel : channel + 1]
    return jnp.clip(value, 0, 255)


def _grey(mean: jax.Array) -> Affine:
    """Every channel to the grey of the pixel: red, green and blue by their luma, others by their mean."""
    batch, channels = mean.shape
    weights = LUMA if channels == len(LUMA) else (1 / channels,) * channels
    return Affine(
        jnp.broadcast_to(jnp.array(weights)[None, None, :], (batch, channels, channels)), jnp.zeros_like(mean)
    )


def _apart(draw: Draw, share: float, centre: Affine) -> Affine:
    """centre + factor (x - centre)."""
    factor = 1 + draw.within(0, share)[:, None]
    still = same(*centre.offset.shape).matrix
    matrix = centre.matrix + factor[:, :, None] * (still - centre.matrix)
    return Affine(matrix, (1 - factor) * centre.offset)
