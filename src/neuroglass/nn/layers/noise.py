"""Dropout in its kinds, and GaussianNoise: noise against learning by heart. All rest outside training."""

from __future__ import annotations

import dataclasses
from typing import ClassVar

import jax
import jax.numpy as jnp

from neuroglass.errors import NetworkError
from neuroglass.nn.hashing import kept
from neuroglass.nn.layers.base import Arrays, Moment, Shape, Weightless, featured, single
from neuroglass.nn.settings import check_number

SELU_FLOOR = -1.0507009873554805 * 1.6732632423543772  # selu as z goes to minus infinity


@dataclasses.dataclass(frozen=True)
class Dropout(Weightless):
    """Sets each value to 0 with probability ``rate`` and scales the rest by 1 / (1 - rate), while training.

    Source: Srivastava et al. 2014, https://jmlr.org/papers/v15/srivastava14a.html
    """

    rate: float
    random: ClassVar[bool] = True

    def __post_init__(self) -> None:
        check_number(self, "rate", "a number from 0 to below 1")

    def output_shape(self, *shapes: Shape) -> Shape:
        """The input's."""
        return single("Dropout", shapes)

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """x with holes while training, else x."""
        (x,) = inputs
        return dropped(x, self.rate, moment, x.shape), {}


@dataclasses.dataclass(frozen=True)
class SpatialDropout(Weightless):
    """Dropout of whole channels, (..., channels): neighbours in space tell each other what one of them lost.

    Source: Tompson et al. 2015, arXiv:1411.4280
    """

    rate: float
    random: ClassVar[bool] = True

    def __post_init__(self) -> None:
        check_number(self, "rate", "a number from 0 to below 1")

    def output_shape(self, *shapes: Shape) -> Shape:
        """The input's."""
        return featured("SpatialDropout", shapes)

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """x without some channels while training, else x."""
        (x,) = inputs
        return dropped(x, self.rate, moment, (x.shape[0], *[1] * (x.ndim - 2), x.shape[-1])), {}


@dataclasses.dataclass(frozen=True)
class StochasticDepth(Weightless):
    """Dropout of whole samples, at the end of a branch: ``Add()(StochasticDepth(0.1)(branch), x)`` skips it at times.

    Source: Huang et al. 2016, arXiv:1603.09382, with the scale 1 / (1 - rate) in training
    """

    rate: float
    random: ClassVar[bool] = True

    def __post_init__(self) -> None:
        check_number(self, "rate", "a number from 0 to below 1")

    def output_shape(self, *shapes: Shape) -> Shape:
        """The input's."""
        return single("StochasticDepth", shapes)

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """x, of some samples nothing while training, else x."""
        (x,) = inputs
        return dropped(x, self.rate, moment, (x.shape[0], *[1] * (x.ndim - 1))), {}


@dataclasses.dataclass(frozen=True)
class AlphaDropout(Weightless):
    """Dropout for selu: dropped values become selu's floor, then mean and variance are put back.

    a = ((1 - q) (1 + q floor^2))^-1/2 and b = -a q floor, for q = rate: y = a x' + b.
    Source: Klambauer et al. 2017, arXiv:1706.02515
    """

    rate: float
    random: ClassVar[bool] = True

    def __post_init__(self) -> None:
        check_number(self, "rate", "a number from 0 to below 1")

    def output_shape(self, *shapes: Shape) -> Shape:
        """The input's."""
        return single("AlphaDropout", shapes)

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """x with floors while training, else x."""
        (x,) = inputs
        if not moment.training or self.rate == 0:
            return x, {}
        scale = ((1 - self.rate) * (1 + self.rate * SELU_FLOOR**2)) ** -0.5
        held = jnp.where(kept(stream(moment), 1 - self.rate, x.shape), x, SELU_FLOOR)
        return scale * held - scale * self.rate * SELU_FLOOR, {}


@dataclasses.dataclass(frozen=True)
class GaussianNoise(Weightless):
    """Adds normal noise of standard deviation ``stddev`` to each value, while training."""

    stddev: float
    random: ClassVar[bool] = True

    def __post_init__(self) -> None:
        check_number(self, "stddev", "a number, 0 or above")

    def output_shape(self, *shapes: Shape) -> Shape:
        """The input's."""
        return single("GaussianNoise", shapes)

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """x + noise while training, else x."""
        (x,) = inputs
        if not moment.training or self.stddev == 0:
            return x, {}
        return x + self.stddev * jax.random.normal(stream(moment), x.shape, x.dtype), {}


def dropped(x: jax.Array, rate: float, moment: Moment, drawn: Shape) -> jax.Array:
    """x / (1 - rate) with holes, of which each falls on all that one number of the shape ``drawn`` stands for."""
    if not moment.training or rate == 0:
        return x
    keep = jnp.broadcast_to(kept(stream(moment), 1 - rate, drawn), x.shape)
    return jnp.where(keep, x / (1 - rate), 0)


def stream(moment: Moment) -> jax.Array:
    if moment.key is None:
        raise NetworkError(
            "this network draws random numbers in training, and apply got no key", "apply(..., key=jax.random.key(0))"
        )
    return moment.key
