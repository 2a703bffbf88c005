"""Embedding: a learnt vector for each category or token."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import jax

from neuroglass.errors import NetworkError
from neuroglass.nn.initializers import InitializerLike
from neuroglass.nn.layers.base import Arrays, Layer, Moment, Shape, Weight, positive, single
from neuroglass.nn.layers.masks import every


@dataclasses.dataclass(frozen=True)
class Embedding(Layer):
    """Looks up one row of a learnt table: a[...] = W[id], with ids (...) and W (input_dim, output_dim).

    Ids are checked when data is read: inside a compiled program an id out of range would be clamped silently.

    Args:
        input_dim: number of ids, which run from 0 to input_dim - 1; None: as many as the data has.
        output_dim: length of each vector.
        mask_zero: whether id 0 stands for padding, which the layers behind pass over.

    Source: https://keras.io/api/layers/core_layers/embedding/
    """

    input_dim: int | None
    output_dim: int
    embeddings_initializer: InitializerLike = "uniform"
    mask_zero: bool = False

    def __post_init__(self) -> None:
        if self.input_dim is not None:
            positive("Embedding", "input_dim", self.input_dim)
        positive("Embedding", "output_dim", self.output_dim)
        Weight((), self.embeddings_initializer)
        if not isinstance(self.mask_zero, bool):
            raise NetworkError(f"Embedding(mask_zero={self.mask_zero!r})", "True or False")

    def output_shape(self, *shapes: Shape) -> Shape:
        """(..., output_dim)."""
        shape = single("Embedding", shapes)
        if self.mask_zero and not shape:
            raise NetworkError("Embedding(mask_zero=True) got one id a sample", "ids at several steps, (time,)")
        return (*shape, self.output_dim)

    def weights(self, *shapes: Shape) -> Mapping[str, Weight]:
        """embeddings (input_dim, output_dim)."""
        if self.input_dim is None:
            raise NetworkError("Embedding does not know yet how many ids there are", "data", "Give input_dim")
        return {"embeddings": Weight((self.input_dim, self.output_dim), self.embeddings_initializer)}

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """The rows."""
        (ids,) = inputs
        return weights["embeddings"].at[ids].get(mode="clip"), {}

    def steps(self, known: Sequence[jax.Array | None], *inputs: jax.Array) -> jax.Array | None:
        """Where mask_zero says so, those whose id is not 0."""
        (ids,) = inputs
        return every([*known, ids != 0]) if self.mask_zero else every(known)
