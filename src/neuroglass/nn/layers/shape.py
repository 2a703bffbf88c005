"""Flatten and Reshape: the same numbers, arranged otherwise."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

import jax

from neuroglass.errors import NetworkError
from neuroglass.nn.layers.base import Arrays, Moment, Shape, Weightless, axes, single
from neuroglass.nn.layers.masks import only_real


@dataclasses.dataclass(frozen=True)
class Flatten(Weightless):
    """(batch, d1, d2, ...) to (batch, d1 d2 ...), last axis fastest; steps that are padding become 0."""

    def output_shape(self, *shapes: Shape) -> Shape:
        """(product of the axes,)."""
        return (math.prod(single("Flatten", shapes)),)

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """One row a sample."""
        (x,) = inputs
        return only_real(x, moment.steps).reshape(x.shape[0], -1), {}

    def steps(self, known: Sequence[jax.Array | None], *inputs: jax.Array) -> jax.Array | None:
        """None: time has ended."""
        return None


@dataclasses.dataclass(frozen=True)
class Reshape(Weightless):
    """(batch, ...) to (batch, *shape); one size may be -1 and is worked out."""

    shape: Shape | int

    def __post_init__(self) -> None:
        shape = axes("Reshape", self.shape)
        if sum(size == -1 for size in shape) > 1 or any(size == 0 or size < -1 for size in shape):
            raise NetworkError(f"Reshape({shape})", "sizes above 0, of which one may be -1")
        object.__setattr__(self, "shape", shape)

    def output_shape(self, *shapes: Shape) -> Shape:
        """The shape asked for."""
        given = math.prod(single("Reshape", shapes))
        shape = axes("Reshape", self.shape)
        known = math.prod(size for size in shape if size != -1)
        if given % known or (-1 not in shape and given != known):
            raise NetworkError(
                f"Reshape({shape}) got {shapes[0]}, that is {given} numbers a sample", f"{known} or a multiple"
            )
        return tuple(given // known if size == -1 else size for size in shape)

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """The same numbers."""
        (x,) = inputs
        return only_real(x, moment.steps).reshape(x.shape[0], *self.output_shape(x.shape[1:])), {}

    def steps(self, known: Sequence[jax.Array | None], *inputs: jax.Array) -> jax.Array | None:
        """Those of the input where the first axis stays what it is."""
        (x,) = inputs
        return known[0] if self.output_shape(x.shape[1:])[:1] == x.shape[1:2] else None
