"""How weights start: frozen records that draw an array from a key.

``fan_in`` is the number of inputs one unit reads, ``fan_out`` the number of units one input reaches. Kernels are
(in, out) or (height, width, in, out). The definitions are Keras's: https://keras.io/api/layers/initializers/
"""

from __future__ import annotations

import abc
import dataclasses
import math
from typing import Literal

import jax
import jax.numpy as jnp
from jax.typing import DTypeLike

from neuroglass.errors import ConfigurationError, NetworkError
from neuroglass.nn.activations import ACTIVATIONS
from neuroglass.nn.settings import check_choice, check_number, named

__all__ = [
    "Constant",
    "INITIALIZERS",
    "Initializer",
    "Normal",
    "Orthogonal",
    "TruncatedNormal",
    "Uniform",
    "VarianceScaling",
    "constant",
    "default_initializer",
    "fans",
    "get",
    "glorot_normal",
    "glorot_uniform",
    "he_normal",
    "he_uniform",
    "lecun_normal",
    "lecun_uniform",
    "normal",
    "ones",
    "orthogonal",
    "truncated_normal",
    "uniform",
    "zeros",
]

Shape = tuple[int, ...]


class Initializer(abc.ABC):
    """Draws one array: ``initializer(key, shape, dtype)``."""

    @abc.abstractmethod
    def __call__(self, key: jax.Array, shape: Shape, dtype: DTypeLike = jnp.float32) -> jax.Array:
        """An array of that shape and dtype; the same for the same key."""


InitializerLike = str | Initializer | None


@dataclasses.dataclass(frozen=True)
class Constant(Initializer):
    """Every weight is ``value``."""

    value: float = 0.0

    def __post_init__(self) -> None:
        check_number(self, "value", "a number")

    def __call__(self, key: jax.Array, shape: Shape, dtype: DTypeLike = jnp.float32) -> jax.Array:
        """An array filled with the value; the key is not used."""
        return jnp.full(shape, self.value, dtype)


@dataclasses.dataclass(frozen=True)
class Normal(Initializer):
    """Independent draws from N(mean, stddev²)."""

    mean: float = 0.0
    stddev: float = 0.05

    def __post_init__(self) -> None:
        check_number(self, "mean", "a number")
        check_number(self, "stddev", "a number, 0 or above")

    def __call__(self, key: jax.Array, shape: Shape, dtype: DTypeLike = jnp.float32) -> jax.Array:
        """An array of draws."""
        return self.mean + self.stddev * jax.random.normal(key, shape, dtype)


@dataclasses.dataclass(frozen=True)
class TruncatedNormal(Initializer):
    """Normal draws, drawn again beyond mean ± 2 stddev; their own standard deviation is 0.88 stddev."""

    mean: float = 0.0
    stddev: float = 0.05

    def __post_init__(self) -> None:
        check_number(self, "mean", "a number")
        check_number(self, "stddev", "a number, 0 or above")

    def __call__(self, key: jax.Array, shape: Shape, dtype: DTypeLike = jnp.float32) -> jax.Array:
        """An array of draws."""
        return self.mean + self.stddev * jax.random.truncated_normal(key, -2.0, 2.0, shape, dtype)


@dataclasses.dataclass(frozen=True)
class Uniform(Initializer):
    """Independent draws, equally likely from minval up to maxval."""

    minval: float = -0.05
    maxval: float = 0.05

    def __post_init__(self) -> None:
        check_number(self, "minval", "a number")
        check_number(self, "maxval", "a number")
        if self.minval >= self.maxval:
            raise ConfigurationError(f"Uniform({self.minval}, {self.maxval})", "minval to be below maxval")

    def __call__(self, key: jax.Array, shape: Shape, dtype: DTypeLike = jnp.float32) -> jax.Array:
        """An array of draws."""
        return jax.random.uniform(key, shape, dtype, self.minval, self.maxval)


STDDEV_OF_TRUNCATED_NORMAL = 0.87962566103423978  # of N(0, 1) cut at ±2


@dataclasses.dataclass(frozen=True)
class VarianceScaling(Initializer):
    """Draws with mean 0 and variance scale / fan, so that signals keep their size from layer to layer.

    Args:
        scale: the variance of a sum over one fan.
        mode: which fan: "fan_in", "fan_out", or their mean "fan_avg".
        distribution: "truncated_normal" (at 2 standard deviations) or "uniform".
    """

    scale: float = 1.0
    mode: Literal["fan_in", "fan_out", "fan_avg"] = "fan_in"
    distribution: Literal["truncated_normal", "uniform"] = "truncated_normal"

    def __post_init__(self) -> None:
        check_number(self, "scale", "a number above 0")
        check_choice(self, "mode", ("fan_in", "fan_out", "fan_avg"))
        check_choice(self, "distribution", ("truncated_normal", "uniform"))

    def __call__(self, key: jax.Array, shape: Shape, dtype: DTypeLike = jnp.float32) -> jax.Array:
        """An array of draws."""
        fan_in, fan_out = fans(shape)
        fan = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}[self.mode]
        stddev = math.sqrt(self.scale / fan)
        if self.distribution == "uniform":
            limit = math.sqrt(3) * stddev
            return jax.random.uniform(key, shape, dtype, -limit, limit)
        draws = jax.random.truncated_normal(key, -2.0, 2.0, shape, dtype)
        return draws * (stddev / STDDEV_OF_TRUNCATED_NORMAL)


@dataclasses.dataclass(frozen=True)
class Orthogonal(Initializer):
    """A random rotation times gain: columns (or rows, when those are fewer) have length gain and stand at right angles.

    A kernel of more than two axes is one matrix (product of all axes but the last, last).

    Source: Saxe et al. 2014, arXiv:1312.6120.
    """

    gain: float = 1.0

    def __post_init__(self) -> None:
        check_number(self, "gain", "a number")

    def __call__(self, key: jax.Array, shape: Shape, dtype: DTypeLike = jnp.float32) -> jax.Array:
        """An array of draws."""
        if len(shape) < 2:
            raise NetworkError(
                f"Orthogonal got the shape {shape}", "a kernel of at least two axes", "Use normal or zeros"
            )
        draw = jax.nn.initializers.orthogonal(self.gain)
        return draw(key, shape, jnp.float32).astype(dtype)  # LAPACK has no half precision


def fans(shape: Shape) -> tuple[int, int]:
    """(fan_in, fan_out) of a weight; of a vector both are its length.

    >>> fans((3, 3, 16, 32))
    (144, 288)
    """
    if len(shape) < 2:
        return math.prod(shape), math.prod(shape)
    return math.prod(shape[:-1]), math.prod(shape[:-2]) * shape[-1]


def zeros() -> Constant:
    """Every weight is 0."""
    return Constant(0.0)


def ones() -> Constant:
    """Every weight is 1."""
    return Constant(1.0)


def glorot_normal() -> VarianceScaling:
    """Variance 2 / (fan_in + fan_out). Source: Glorot and Bengio 2010, proceedings.mlr.press/v9/glorot10a."""
    return VarianceScaling(1.0, "fan_avg", "truncated_normal")


def glorot_uniform() -> VarianceScaling:
    """As glorot_normal, drawn uniformly."""
    return VarianceScaling(1.0, "fan_avg", "uniform")


def he_normal() -> VarianceScaling:
    """Variance 2 / fan_in. Source: He et al. 2015, arXiv:1502.01852."""
    return VarianceScaling(2.0, "fan_in", "truncated_normal")


def he_uniform() -> VarianceScaling:
    """As he_normal, drawn uniformly."""
    return VarianceScaling(2.0, "fan_in", "uniform")


def lecun_normal() -> VarianceScaling:
    """Variance 1 / fan_in. Source: LeCun et al. 1998, Efficient BackProp."""
    return VarianceScaling(1.0, "fan_in", "truncated_normal")


def lecun_uniform() -> VarianceScaling:
    """As lecun_normal, drawn uniformly."""
    return VarianceScaling(1.0, "fan_in", "uniform")


constant = Constant
normal = Normal
truncated_normal = TruncatedNormal
uniform = Uniform
orthogonal = Orthogonal

INITIALIZERS: dict[str, Initializer] = {
    "zeros": zeros(),
    "ones": ones(),
    "constant": constant(),
    "normal": normal(),
    "uniform": uniform(),
    "truncated_normal": truncated_normal(),
    "glorot_normal": glorot_normal(),
    "glorot_uniform": glorot_uniform(),
    "he_normal": he_normal(),
    "he_uniform": he_uniform(),
    "lecun_normal": lecun_normal(),
    "lecun_uniform": lecun_uniform(),
    "orthogonal": orthogonal(),
}

# Half of what reaches a unit of the relu family is cut off, so its weights need twice the variance.
_RELU_FAMILY = {"relu", "leaky_relu", "prelu", "elu", "gelu", "silu", "mish", "softplus"}
_FITTING = {name: "he_normal" if name in _RELU_FAMILY else "glorot_uniform" for name in ACTIVATIONS}
_FITTING["selu"] = "lecun_normal"


def get(initializer: InitializerLike) -> Initializer:
    """The initializer of that name; one that is given is returned as it is.

    Raises:
        NetworkError: an unknown name, with the nearest known one.

    >>> get("he_normal")
    VarianceScaling(scale=2.0, mode='fan_in', distribution='truncated_normal')
    """
    return initializer if isinstance(initializer, Initializer) else named(initializer, INITIALIZERS, "initializer")


def default_initializer(activation: str | None) -> str:
    """The name of the initializer that fits kernels in front of an activation; None stands for linear.

    >>> default_initializer("relu"), default_initializer("selu"), default_initializer(None)
    ('he_normal', 'lecun_normal', 'glorot_uniform')
    """
    return named(activation or "linear", _FITTING, "activation")
