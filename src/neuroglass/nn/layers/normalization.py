"""Normalization: numbers of the data brought to mean 0 and variance 1 by what was measured beforehand."""

from __future__ import annotations

import dataclasses
import math

import jax
import jax.numpy as jnp

from neuroglass.errors import NetworkError
from neuroglass.nn.layers.base import Arrays, Moment, Shape, Weightless, featured, spread

Numbers = float | tuple[float, ...]


@dataclasses.dataclass(frozen=True)
class Normalization(Weightless):
    """y = (x - mean) / sqrt(variance), in float32 also where x holds the whole numbers of pixels.

    Args:
        mean: of the training data; one number for all, or one a feature (the last axis), as a channel of a picture.
        variance: likewise; 0, of what never changes, counts as 1.

    Source: https://keras.io/api/layers/preprocessing_layers/numerical/normalization/

    >>> Normalization((125.3, 123.0, 113.9), (3969.0, 3856.4, 4448.9)).output_shape((32, 32, 3))
    (32, 32, 3)
    """

    mean: Numbers = 0.0
    variance: Numbers = 1.0

    def __post_init__(self) -> None:
        for setting in ("mean", "variance"):
            given = _listed(getattr(self, setting))
            if not given or not all(isinstance(value, int | float) and math.isfinite(value) for value in given):
                raise NetworkError(f"Normalization({setting}={given})", f"{setting} to be numbers, one a feature")
        if min(_listed(self.variance)) < 0:
            raise NetworkError(f"Normalization(variance={self.variance})", "variance to be numbers, 0 or above")

    def output_shape(self, *shapes: Shape) -> Shape:
        """The input's."""
        shape = featured("Normalization", shapes)
        for setting in ("mean", "variance"):
            given = len(_listed(getattr(self, setting)))
            if given not in (1, shape[-1]):
                raise NetworkError(f"Normalization with {given} numbers as {setting} got {shape}", f"{given} features")
        return shape

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """y."""
        (x,) = inputs
        numbers = x if jnp.issubdtype(x.dtype, jnp.floating) else x.astype(jnp.float32)
        mean = jnp.asarray(_listed(self.mean), numbers.dtype)
        deviation = jnp.asarray([math.sqrt(value) or 1.0 for value in _listed(self.variance)], numbers.dtype)
        return (numbers - spread(mean, numbers)) / spread(deviation, numbers), {}


def _listed(numbers: Numbers) -> tuple[float, ...]:
    return numbers if isinstance(numbers, tuple) else (numbers,)
