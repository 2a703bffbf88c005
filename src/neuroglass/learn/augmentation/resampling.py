"""Pictures read at other places, as an affine map says; beyond its edges a picture is continued by its mirror image.

By gathers, the fastest on a CPU: 64 colour pictures of 32 x 32 take 0.1 ms where nothing is blended, 0.3 ms where four
neighbours are. Products with one-hot matrices took six times as long, a choice among shifted copies sixty times.
"""

from __future__ import annotations

import jax
import jax.numpy as jnp

from neuroglass.learn.augmentation.affine import Affine


def moved(images: jax.Array, source: Affine) -> jax.Array:
    """Pixels at other places, none blended: for maps of mirror images and whole pixels.

    Args:
        images: (batch, height, width, channels), any dtype, which the result has too.
        source: where the pixels come from.
    """
    rows, columns = (_indices(source, axis, images.shape[1 + axis]) for axis in range(2))
    taken = jnp.take_along_axis(images, rows[:, :, None, None], axis=1, mode="promise_in_bounds")
    return jnp.take_along_axis(taken, columns[:, None, :, None], axis=2, mode="promise_in_bounds")


def blended(images: jax.Array, source: Affine) -> jax.Array:
    """Pixels at any places, bilinear in the four that are next to each; float32.

    Args:
        images: (batch, height, width, channels), any dtype.
        source: where the pixels come from.
    """
    batch, height, width, channels = images.shape
    row, column = (_places(source, axis, height, width) for axis in range(2))
    (top, bottom, down), (left, right, across) = _beside(row, height), _beside(column, width)
    pixels = images.reshape(batch, height * width, channels)

    def at(rows: jax.Array, columns: jax.Array) -> jax.Array:
        place = (rows * width + columns).reshape(batch, -1, 1)
        return jnp.take_along_axis(pixels, place, axis=1, mode="promise_in_bounds").astype(jnp.float32)

    down, across = down.reshape(batch, -1, 1), across.reshape(batch, -1, 1)
    upper = at(top, left) * (1 - across) + at(top, right) * across
    lower = at(bottom, left) * (1 - across) + at(bottom, right) * across
    return (upper * (1 - down) + lower * down).reshape(images.shape)


def _centred(side: int) -> jax.Array:
    return jnp.arange(side, dtype=jnp.float32) - (side - 1) / 2


def _indices(source: Affine, axis: int, side: int) -> jax.Array:
    """(batch, side): the pixel each one comes from; a mirror image and a move are exact in float32."""
    place = source.matrix[:, axis, axis, None] * _centred(side)[None] + source.offset[:, axis, None]
    index = (place + (side - 1) / 2).astype(jnp.int32) % (2 * side)
    return jnp.minimum(index, 2 * side - 1 - index)


def _places(source: Affine, axis: int, height: int, width: int) -> jax.Array:
    """(batch, height, width): the row or column each pixel comes from, mirrored into the picture."""
    side = (height, width)[axis]
    matrix = source.matrix[:, axis, :, None, None]
    place = matrix[:, 0] * _centred(height)[None, :, None] + matrix[:, 1] * _centred(width)[None, None, :]
    from_edge = place + source.offset[:, axis, None, None] + side / 2
    once = from_edge - 2 * side * jnp.floor(from_edge / (2 * side))
    return jnp.minimum(once, 2 * side - once) - 0.5


def _beside(place: jax.Array, side: int) -> tuple[jax.Array, jax.Array, jax.Array]:
    """The pixels before and after a place, and its distance from the first; half a pixel at the edge is all its own."""
    before = jnp.floor(place)
    index = before.astype(jnp.int32)
    return jnp.maximum(index, 0), jnp.minimum(index + 1, side - 1), place - before
