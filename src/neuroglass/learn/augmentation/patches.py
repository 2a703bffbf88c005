"""Rectangles of pictures, their centres drawn by chance."""

from __future__ import annotations

import jax
import jax.numpy as jnp

from neuroglass.learn.augmentation.chance import Draw


def patch(draw: Draw, high: jax.Array, wide: jax.Array, height: int, width: int) -> tuple[jax.Array, jax.Array]:
    """Which rows (batch, height) and which columns (batch, width) a rectangle covers; what lies outside is cut off.

    Args:
        draw: the chance of one transform.
        high: int32 (batch,), rows of the whole rectangle.
        wide: int32 (batch,), columns of it.
        height: of the pictures.
        width: of the pictures.
    """
    return _covered(draw.whole(0, height), high, height), _covered(draw.whole(1, width), wide, width)


def _covered(centre: jax.Array, size: jax.Array, side: int) -> jax.Array:
    first = (centre.astype(jnp.int32) - size // 2)[:, None]
    place = jnp.arange(side, dtype=jnp.int32)[None]
    return (place >= first) & (place < first + size[:, None])
