"""MaxPool and AveragePool in 1, 2 and 3 dimensions: one number a channel from each window."""

from __future__ import annotations

import dataclasses
import functools
import operator
from collections.abc import Callable, Sequence
from typing import ClassVar

import jax
import jax.numpy as jnp
import numpy as np

from neuroglass.errors import NetworkError
from neuroglass.nn.layers.base import Arrays, Moment, Shape, Weightless
from neuroglass.nn.layers.masks import in_time, only_real, over, slid
from neuroglass.nn.layers.window import Padding, Sizes, Window, by, each, padding, spatial

Joined = Callable[[jax.Array, jax.Array], jax.Array]


@dataclasses.dataclass(frozen=True)
class Pool(Weightless):
    """What poolings share. Steps that are padding never count.

    Args:
        pool_size: how many values a window takes in; one number for all axes or one an axis.
        strides: how far apart windows are; None: side by side.
        padding: as of Conv2D; what is added at the ends never counts.

    Source: https://keras.io/api/layers/pooling_layers/
    """

    dimensions: ClassVar[int]

    pool_size: Sizes = 2
    strides: Sizes | None = None
    padding: Padding = "valid"

    def __post_init__(self) -> None:
        window = self.window
        sides = [] if isinstance(window.padding, str) else [max(pair) for pair in window.padding]
        if any(side >= size for side, size in zip(sides, window.size, strict=False)):
            kind = type(self).__name__
            raise NetworkError(f"{kind} adds {window.padding} to windows of {by(window.size)}", "less than a window")

    @property
    def window(self) -> Window:
        """What slides."""
        size = each(self, "pool_size")
        strides = size if self.strides is None else each(self, "strides")
        return Window(size, strides, padding(self), (1,) * self.dimensions)

    def output_shape(self, *shapes: Shape) -> Shape:
        """(*places, channels)."""
        lengths, channels = spatial(self, shapes)
        return (*self.window.places(type(self).__name__, lengths), channels)

    def steps(self, known: Sequence[jax.Array | None], *inputs: jax.Array) -> jax.Array | None:
        """The places at which a window would stand without the padding."""
        return slid(known[0], self.window, inputs[0].shape[1:-1])


class MaxPool(Pool):
    """The largest value of each channel in each window; of several such the first takes the gradient."""

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """Maxima."""
        (x,) = inputs
        window = in_time(self.window, moment.steps, x.shape[1:-1])
        largest = _joined(only_real(x, moment.steps, -jnp.inf), window, -jnp.inf, _larger)
        return only_real(largest, self.steps([moment.steps], x)), {}


class AveragePool(Pool):
    """The mean of each channel in each window, over the values that are really there."""

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """Means."""
        (x,) = inputs
        window = in_time(self.window, moment.steps, x.shape[1:-1])
        total = _joined(only_real(x, moment.steps), window, 0.0, operator.add)
        real = over(moment.steps, x)
        if real is None:
            counts = jnp.asarray(_counts(self.window, x.shape[1:-1])[..., None], x.dtype)
            return total / jnp.broadcast_to(counts, total.shape), {}
        counts = jnp.maximum(_joined(real.astype(x.dtype), window, 0.0, operator.add), 1)
        return only_real(total / counts, self.steps([moment.steps], x)), {}


def _joined(x: jax.Array, window: Window, ground: float, join: Joined) -> jax.Array:
    """Each window's values, joined two by two, along the last axis of space first.

    Elementwise, as the gradient of XLA's reduce_window takes 15 to 40 times as long on a CPU.
    """
    ends = ((0, 0), *window.ends(x.shape[1:-1]), (0, 0))
    padded = jnp.pad(x, ends, constant_values=ground) if any(map(any, ends)) else x
    for axis in range(x.ndim - 2, 0, -1):
        padded = _along(padded, axis, window.size[axis - 1], window.strides[axis - 1], join)
    return padded


def _along(x: jax.Array, axis: int, size: int, stride: int, join: Joined) -> jax.Array:
    length = x.shape[axis]
    if size == stride and length % size == 0:
        tiles = x.reshape(*x.shape[:axis], length // size, size, *x.shape[axis + 1 :])
        parts = [jax.lax.index_in_dim(tiles, place, axis + 1, keepdims=False) for place in range(size)]
    else:
        last = (length - size) // stride * stride + 1
        parts = [jax.lax.slice_in_dim(x, place, place + last, stride, axis) for place in range(size)]
    return functools.reduce(join, parts)


def _larger(first: jax.Array, second: jax.Array) -> jax.Array:
    """The larger one, the first where they are equal; what is not a number stays, so that it is seen."""
    return jnp.where((first >= second) | jnp.isnan(first), first, second)


def _counts(window: Window, lengths: Shape) -> np.ndarray:
    """How many real values each window holds, (*places)."""
    along = []
    for size, stride, (low, _), length, places in zip(
        window.size, window.strides, window.ends(lengths), lengths, window.places("AveragePool", lengths), strict=True
    ):
        starts = np.arange(places) * stride - low
        along.append(np.minimum(starts + size, length) - np.maximum(starts, 0))
    return functools.reduce(np.multiply.outer, along)


class MaxPool1D(MaxPool):
    """The largest value in each stretch of time, (time, channels) to (places, channels); see Pool for the settings."""

    dimensions = 1


class MaxPool2D(MaxPool):
    """The largest value in each window of a picture; see Pool for the settings.

    >>> MaxPool2D(2).output_shape((28, 28, 32))
    (14, 14, 32)
    """

    dimensions = 2


class MaxPool3D(MaxPool):
    """The largest value in each window of a volume; see Pool for the settings."""

    dimensions = 3


class AveragePool1D(AveragePool):
    """The mean over each stretch of time, (time, channels) to (places, channels); see Pool for the settings."""

    dimensions = 1


class AveragePool2D(AveragePool):
    """The mean over each window of a picture; see Pool for the settings."""

    dimensions = 2


class AveragePool3D(AveragePool):
    """The mean over each window of a volume; see Pool for the settings."""

    dimensions = 3
