"""The settings that all layers with a kernel and a bias share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import jax

from neuroglass.errors import NetworkError
from neuroglass.nn import activations
from neuroglass.nn.initializers import InitializerLike, default_initializer
from neuroglass.nn.layers.base import Arrays, Moment, Shape, Weight, spread
from neuroglass.nn.regularizers import ConstraintLike, RegularizerLike


class Kernelled(Protocol):
    """A layer that multiplies by a kernel, adds a bias and ends in an activation function."""

    @property
    def activation(self) -> str | None: ...
    @property
    def use_bias(self) -> bool: ...
    @property
    def kernel_initializer(self) -> InitializerLike: ...
    @property
    def bias_initializer(self) -> InitializerLike: ...
    @property
    def kernel_regularizer(self) -> RegularizerLike: ...
    @property
    def kernel_constraint(self) -> ConstraintLike: ...


def check_kernel(layer: Kernelled) -> None:
    """Refuse what none of these settings may be."""
    activations.get(layer.activation or "linear")
    if not isinstance(layer.use_bias, bool):
        raise NetworkError(f"{type(layer).__name__}(use_bias={layer.use_bias!r})", "True or False")
    Weight((), layer.bias_initializer)
    Weight((), layer.kernel_initializer or "zeros", layer.kernel_regularizer, layer.kernel_constraint)


def kernel_and_bias(layer: Kernelled, shape: Shape, units: int) -> Mapping[str, Weight]:
    """kernel of that shape and, where it is used, bias (units,)."""
    bias = {"bias": Weight((units,), layer.bias_initializer)} if layer.use_bias else {}
    return {"kernel": kernel_weight(layer, shape), **bias}


def kernel_weight(layer: Kernelled, shape: Shape) -> Weight:
    """A kernel whose start fits the activation, unless the layer says otherwise."""
    start = layer.kernel_initializer or default_initializer(layer.activation)
    return Weight(shape, start, layer.kernel_regularizer, layer.kernel_constraint)


def biased(z: jax.Array, weights: Arrays) -> jax.Array:
    """z + b, where there is a bias."""
    return z + spread(weights["bias"], z) if "bias" in weights else z


def product(x: jax.Array, kernel: jax.Array) -> jax.Array:
    """x (..., in) times kernel (in, out), as two matrices: with more axes XLA takes twice as long for the gradient."""
    return (x.reshape(-1, kernel.shape[0]) @ kernel).reshape(*x.shape[:-1], kernel.shape[1])


def product_in_time(x: jax.Array, kernel: jax.Array, moment: Moment) -> jax.Array:
    """x (time, ..., in) times kernel. Where padding may follow, an answer is computed step by step: the numbers of
    a product of matrices depend, in their last digits, on how many rows it has."""
    if moment.training or moment.steps is None:
        return product(x, kernel)
    return jax.lax.map(lambda step: product(step, kernel), x)
