"""Embedding: a learnt vector for each category or token."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import jax

from neuroglass.nn.initializers import InitializerLike
from neuroglass.nn.layers.base import Arrays, Layer, Moment, Shape, Weight, positive, single


@dataclasses.dataclass(frozen=True)
class Embedding(Layer):
    """Looks up one row of a learnt table: a[...] = W[id], with ids (...) and W (input_dim, output_dim).

    Ids are checked when data is read: inside a compiled program an id out of range would be clamped silently.

    Args:
        input_dim: number of ids, which run from 0 to input_dim - 1.
        output_dim: length of each vector.

    Source: https://keras.io/api/layers/core_layers/embedding/
    """

    input_dim: int
    output_dim: int
    embeddings_initializer: InitializerLike = "uniform"

    def __post_init__(self) -> None:
        positive("Embedding", "input_dim", self.input_dim)
        positive("Embedding", "output_dim", self.output_dim)
        Weight((), self.embeddings_initializer)

    def output_shape(self, *shapes: Shape) -> Shape:
        """(..., output_dim)."""
        return (*single("Embedding", shapes), self.output_dim)

    def weights(self, *shapes: Shape) -> Mapping[str, Weight]:
        """embeddings (input_dim, output_dim)."""
        return {"embeddings": Weight((self.input_dim, self.output_dim), self.embeddings_initializer)}

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """The rows."""
        (ids,) = inputs
        return weights["embeddings"].at[ids].get(mode="clip"), {}
