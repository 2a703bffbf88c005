"""Activation: an activation function as a node of its own."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import jax

from neuroglass.nn import activations
from neuroglass.nn.initializers import constant
from neuroglass.nn.layers.base import Arrays, Layer, Moment, Shape, Weight, featured, single


@dataclasses.dataclass(frozen=True)
class Activation(Layer):
    """a = f(z), for f one of ``neuroglass.activations``.

    ``prelu`` learns one slope a feature, alpha (features,), starting at 0.25 (He et al., arXiv:1502.01852).
    """

    function: str

    def __post_init__(self) -> None:
        activations.get(self.function)

    def output_shape(self, *shapes: Shape) -> Shape:
        """The input's."""
        whole = self.function in ("softmax", "log_softmax")
        return featured(f"Activation({self.function!r})", shapes) if whole else single("Activation", shapes)

    def weights(self, *shapes: Shape) -> Mapping[str, Weight]:
        """alpha (features,) of prelu, else nothing."""
        (shape,) = shapes
        return {"alpha": Weight(shape[-1:], constant(0.25))} if self.function == "prelu" else {}

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """a."""
        (z,) = inputs
        return activations.get(self.function).function(z, *weights.values()), {}
