"""Some of the numbers of an array, spread over all of it: what is measured of them holds for the whole."""

from __future__ import annotations

import math

import jax
import jax.numpy as jnp

from neuroglass.nn.layers import Shape


def of_weight(array: jax.Array, most: int) -> jax.Array:
    """Rows of a weight at equal distances, all of their numbers, as a vector of about ``most``."""
    return array.reshape(-1, array.shape[-1])[:: _apart(array.shape, most)].reshape(-1)


def taken(shape: Shape, most: int) -> int:
    """How many numbers ``of_weight`` takes."""
    return -(-math.prod(shape[:-1]) // _apart(shape, most)) * shape[-1]


def _apart(shape: Shape, most: int) -> int:
    return -(-math.prod(shape) // most)


def of_value(array: jax.Array, most: int) -> jax.Array:
    """The places of the first samples and what stands there, (places, units), of about ``most`` numbers together."""
    return samples_of(array, most).reshape(-1, array.shape[-1])


def real_of(real: jax.Array | None, array: jax.Array, most: int) -> jax.Array | None:
    """Which of the places of ``of_value`` are no padding, (places,).

    Args:
        real: (samples,) or (samples, time); None: all are.
    """
    if real is None:
        return None
    shape = samples_of(array, most).shape[:-1]
    some = real[: shape[0]]
    return jnp.broadcast_to(some.reshape(*some.shape, *[1] * (len(shape) - some.ndim)), shape).reshape(-1)


def samples_of(array: jax.Array, most: int) -> jax.Array:
    """The first samples of a batch, which are in no order, of about ``most`` numbers together; at least one."""
    return array[: max(1, most * len(array) // array.size)]
