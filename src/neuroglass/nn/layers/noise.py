"""Dropout, AlphaDropout and GaussianNoise: noise against learning by heart. All rest outside training."""

from __future__ import annotations

import dataclasses
from typing import ClassVar

import jax
import jax.numpy as jnp

from neuroglass.errors import NetworkError
from neuroglass.nn.hashing import kept
from neuroglass.nn.layers.base import Arrays, Moment, Shape, Weightless, single
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
        if not moment.training or self.rate == 0:
            return x, {}
        return jnp.where(kept(_stream(moment), 1 - self.rate, x.shape), x / (1 - self.rate), 0), {}


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
        held = jnp.where(kept(_stream(moment), 1 - self.rate, x.shape), x, SELU_FLOOR)
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
        return x + self.stddev * jax.random.normal(_stream(moment), x.shape, x.dtype), {}


def _stream(moment: Moment) -> jax.Array:
    if moment.key is None:
        raise NetworkError(
            "this network draws random numbers in training, and apply got no key", "apply(..., key=jax.random.key(0))"
        )
    return moment.key
