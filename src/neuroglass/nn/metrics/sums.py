"""Sums that stay exact over millions of rows, in float32 and fixed shapes.

Added one by one in float32, ones stop counting at 16,777,216. A `Sum` carries what each addition rounds away, so
it holds about 48 bits. Inside a batch `jnp.sum` is enough: XLA adds in a tree, and the error stays near one rounding.

Source: Knuth, The Art of Computer Programming 2, 4.2.2, theorem B (the error of an addition is itself a float).
"""

from __future__ import annotations

from typing import NamedTuple

import jax.numpy as jnp
from jax import Array


class Sum(NamedTuple):
    """A running sum: ``high`` is its float32 value, ``low`` what that value has lost."""

    high: Array
    low: Array


def zero(shape: tuple[int, ...] = ()) -> Sum:
    return Sum(jnp.zeros(shape, jnp.float32), jnp.zeros(shape, jnp.float32))


def add(total: Sum, value: Array) -> Sum:
    high, lost = _two_sum(total.high, value)
    return Sum(*_two_sum(high, total.low + lost))


def value(total: Sum) -> Array:
    return total.high + total.low


def weighted_sum(values: Array, weight: Array) -> Array:
    """The sum of values · weight over the rows; a row of weight 0 adds nothing even where its value is not finite."""
    column = jnp.expand_dims(weight, tuple(range(1, values.ndim)))
    return jnp.sum(jnp.where(column > 0, values * column, 0.0), axis=0)


def ratio(part: Array, whole: Array) -> Array:
    """Part / whole, and 0 where the whole is 0."""
    return jnp.where(whole > 0, part / jnp.where(whole > 0, whole, 1.0), 0.0)


def _two_sum(left: Array, right: Array) -> tuple[Array, Array]:
    total = left + right
    shift = total - left
    return total, (left - (total - shift)) + (right - shift)
