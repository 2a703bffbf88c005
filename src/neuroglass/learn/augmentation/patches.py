"""Rectangles of pictures, their centres drawn by chance, and the transform that hides one."""

from __future__ import annotations

from dataclasses import dataclass

import jax
import jax.numpy as jnp

from neuroglass.learn.augmentation.chance import Draw
from neuroglass.learn.augmentation.transform import Transform
from neuroglass.nn.settings import check_number


@dataclass(frozen=True)
class Cutout(Transform):
    """A square, its centre anywhere in the picture, is hidden: it takes the picture's mean colour.

    Args:
        size: its side: below 1 a share of the picture's shorter side, from 1 on pixels.

    Source: DeVries & Taylor 2017, arXiv:1708.04552
    """

    size: float = 0.25

    def __post_init__(self) -> None:
        check_number(self, "size", "a number, 0 or above")

    def hidden(self, images: jax.Array, draw: Draw) -> jax.Array:
        """float32 (batch, height, width, channels), hidden in part."""
        batch, height, width, _ = images.shape
        side = jnp.full(batch, round(self.size if self.size >= 1 else self.size * min(height, width)), jnp.int32)
        inside = patch(draw, side, side, height, width)
        return jnp.where(inside, images.mean(axis=(1, 2), keepdims=True), images)


def patch(draw: Draw, high: jax.Array, wide: jax.Array, height: int, width: int) -> jax.Array:
    """What a rectangle covers, bool (batch, height, width, 1); what lies outside the picture is cut off.

    Args:
        draw: the chance of one transform.
        high: int32 (batch,), rows of the whole rectangle.
        wide: int32 (batch,), columns of it.
        height: of the pictures.
        width: of the pictures.
    """
    rows = _covered(draw.whole(0, height), high, height)
    return rows[:, :, None, None] & _covered(draw.whole(1, width), wide, width)[:, None, :, None]


def _covered(centre: jax.Array, size: jax.Array, side: int) -> jax.Array:
    first = (centre.astype(jnp.int32) - size // 2)[:, None]
    place = jnp.arange(side, dtype=jnp.int32)[None]
    return (place >= first) & (place < first + size[:, None])
