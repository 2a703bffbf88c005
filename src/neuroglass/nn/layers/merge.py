"""Add, Multiply and Concatenate: several values become one."""

from __future__ import annotations

import dataclasses
import functools
import operator
from collections.abc import Sequence

import jax
import jax.numpy as jnp

from neuroglass.errors import NetworkError
from neuroglass.nn.layers.base import Arrays, Moment, Shape, Weightless
from neuroglass.nn.layers.masks import every


@dataclasses.dataclass(frozen=True)
class Add(Weightless):
    """The sum of inputs of one shape, element by element."""

    def output_shape(self, *shapes: Shape) -> Shape:
        """The inputs'."""
        return _alike("Add", shapes)

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """x1 + x2 + ..."""
        return functools.reduce(operator.add, inputs), {}

    def steps(self, known: Sequence[jax.Array | None], *inputs: jax.Array) -> jax.Array | None:
        """Those that are real in every input."""
        return every(known)


@dataclasses.dataclass(frozen=True)
class Multiply(Weightless):
    """The product of inputs of one shape, element by element."""

    def output_shape(self, *shapes: Shape) -> Shape:
        """The inputs'."""
        return _alike("Multiply", shapes)

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """x1 x2 ..."""
        return functools.reduce(operator.mul, inputs), {}

    def steps(self, known: Sequence[jax.Array | None], *inputs: jax.Array) -> jax.Array | None:
        """Those that are real in every input."""
        return every(known)


@dataclasses.dataclass(frozen=True)
class Concatenate(Weightless):
    """The inputs side by side along the last axis."""

    def output_shape(self, *shapes: Shape) -> Shape:
        """(..., sum of the last sizes)."""
        _several("Concatenate", shapes)
        if () in shapes or len({shape[:-1] for shape in shapes}) > 1:
            raise NetworkError(f"Concatenate got {_listed(shapes)}", "shapes that differ in the last axis only")
        return (*shapes[0][:-1], sum(shape[-1] for shape in shapes))

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """Joined."""
        return jnp.concatenate(inputs, -1), {}

    def steps(self, known: Sequence[jax.Array | None], *inputs: jax.Array) -> jax.Array | None:
        """Those that are real in every input."""
        return every(known)


def _several(kind: str, shapes: tuple[Shape, ...]) -> None:
    if len(shapes) < 2:
        raise NetworkError(f"{kind} got {len(shapes)} input", "two or more", f"Write {kind}()(x, y)")


def _alike(kind: str, shapes: tuple[Shape, ...]) -> Shape:
    _several(kind, shapes)
    if len(set(shapes)) > 1:
        raise NetworkError(f"{kind} got {_listed(shapes)}", "inputs of one shape")
    return shapes[0]


def _listed(shapes: tuple[Shape, ...]) -> str:
    return " and ".join(str(shape) for shape in shapes)
