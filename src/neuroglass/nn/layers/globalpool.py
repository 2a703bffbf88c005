"""GlobalMaxPool and GlobalAveragePool in 1, 2 and 3 dimensions: one number a channel from all of space."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import ClassVar

import jax
import jax.numpy as jnp

from neuroglass.nn.layers.base import Arrays, Moment, Shape, Weightless
from neuroglass.nn.layers.masks import mean, only_real, over
from neuroglass.nn.layers.window import spatial


@dataclasses.dataclass(frozen=True)
class GlobalPool(Weightless):
    """What they share: (*space, channels) to (channels,). Steps that are padding never count; of none, it is 0."""

    dimensions: ClassVar[int]

    def output_shape(self, *shapes: Shape) -> Shape:
        """(channels,)."""
        return (spatial(self, shapes)[1],)

    def steps(self, known: Sequence[jax.Array | None], *inputs: jax.Array) -> jax.Array | None:
        """None: time has ended."""
        return None


class GlobalMaxPool(GlobalPool):
    """The largest value of each channel; several such share the gradient."""

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """Maxima."""
        (x,) = inputs
        largest = jnp.max(only_real(x, moment.steps, -jnp.inf), axis=tuple(range(1, x.ndim - 1)))
        return only_real(largest, None if moment.steps is None else moment.steps.any(1, keepdims=True)), {}


class GlobalAveragePool(GlobalPool):
    """The mean of each channel."""

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """Means."""
        (x,) = inputs
        return mean(x, tuple(range(1, x.ndim - 1)), over(moment.steps, x)), {}


class GlobalMaxPool1D(GlobalMaxPool):
    """The largest value of each channel over time."""

    dimensions = 1


class GlobalMaxPool2D(GlobalMaxPool):
    """The largest value of each channel in a picture."""

    dimensions = 2


class GlobalMaxPool3D(GlobalMaxPool):
    """The largest value of each channel in a volume."""

    dimensions = 3


class GlobalAveragePool1D(GlobalAveragePool):
    """The mean of each channel over time."""

    dimensions = 1


class GlobalAveragePool2D(GlobalAveragePool):
    """The mean of each channel over a picture."""

    dimensions = 2


class GlobalAveragePool3D(GlobalAveragePool):
    """The mean of each channel over a volume."""

    dimensions = 3
