"""Masking, LastStep and RepeatVector: where a sequence ends, what it ends with, and a vector as a sequence."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import jax
import jax.numpy as jnp

from neuroglass.errors import NetworkError
from neuroglass.nn.layers.base import Arrays, Moment, Shape, Weightless, positive, single
from neuroglass.nn.layers.masks import last_step, only_real
from neuroglass.nn.settings import check_number


@dataclasses.dataclass(frozen=True)
class Masking(Weightless):
    """Calls padding each step at which all features are ``mask_value``: the layers behind pass over it.

    Source: https://keras.io/api/layers/core_layers/masking/
    """

    mask_value: float = 0.0

    def __post_init__(self) -> None:
        check_number(self, "mask_value", "a number")

    def output_shape(self, *shapes: Shape) -> Shape:
        """The input's, (time, features)."""
        return timed("Masking", shapes)

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """x, 0 where it is padding."""
        (x,) = inputs
        return only_real(x, self.steps([moment.steps], x)), {}

    def steps(self, known: Sequence[jax.Array | None], *inputs: jax.Array) -> jax.Array | None:
        """Those at which some feature is something else."""
        (x,) = inputs
        real = jnp.any(x != self.mask_value, -1)
        return real if known[0] is None else real & known[0]


@dataclasses.dataclass(frozen=True)
class LastStep(Weightless):
    """(time, features) to (features,): the last real step. Of a sequence without any it is 0."""

    def output_shape(self, *shapes: Shape) -> Shape:
        """(features,)."""
        return timed("LastStep", shapes)[1:]

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """x[last]."""
        (x,) = inputs
        return x[:, -1] if moment.steps is None else last_step(x, moment.steps), {}

    def steps(self, known: Sequence[jax.Array | None], *inputs: jax.Array) -> jax.Array | None:
        """None: time has ended."""
        return None


@dataclasses.dataclass(frozen=True)
class RepeatVector(Weightless):
    """(features,) to (n, features): the same vector at each of n steps, as a recurrent layer reads it.

    Source: https://keras.io/api/layers/reshaping_layers/repeat_vector/
    """

    n: int

    def __post_init__(self) -> None:
        positive("RepeatVector", "n", self.n)

    def output_shape(self, *shapes: Shape) -> Shape:
        """(n, features)."""
        shape = single("RepeatVector", shapes)
        if len(shape) != 1:
            raise NetworkError(f"RepeatVector got {shape}", "one vector a sample", "Put LastStep or Flatten before it")
        return (self.n, *shape)

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """x at every step."""
        (x,) = inputs
        return jnp.broadcast_to(x[:, None, :], (x.shape[0], self.n, x.shape[1])), {}


def timed(kind: str, shapes: tuple[Shape, ...]) -> Shape:
    """The only input shape of a layer that takes a sequence of vectors."""
    shape = single(kind, shapes)
    if len(shape) != 2:
        raise NetworkError(f"{kind} got {shape}", "(time, features)", "Put an Embedding or Reshape before it")
    return shape
