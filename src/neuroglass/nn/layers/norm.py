"""BatchNorm, LayerNorm and GroupNorm: values brought to mean 0 and variance 1, then to a learnt scale and offset."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import jax
import jax.numpy as jnp

from neuroglass.errors import NetworkError
from neuroglass.nn.layers.base import Arrays, Layer, Moment, Shape, Weight, featured, positive, spread
from neuroglass.nn.layers.masks import every, mean, over
from neuroglass.nn.settings import check_number


@dataclasses.dataclass(frozen=True)
class BatchNorm(Layer):
    """Normalises each feature (the last axis) over the batch and all other axes.

    y = gamma (x - mean) / sqrt(variance + epsilon) + beta. Training uses the batch's mean and (biased) variance, of
    real rows and steps only, and moves the running ones, running = momentum running + (1 - momentum) batch;
    prediction uses them.

    Source: Ioffe & Szegedy 2015, arXiv:1502.03167; momentum and epsilon as keras has them.
    """

    momentum: float = 0.99
    epsilon: float = 1e-3

    def __post_init__(self) -> None:
        check_number(self, "momentum", "a number from 0 to 1")
        check_number(self, "epsilon", "a number above 0")

    def output_shape(self, *shapes: Shape) -> Shape:
        """The input's."""
        return featured("BatchNorm", shapes)

    def weights(self, *shapes: Shape) -> Mapping[str, Weight]:
        """gamma, beta, learnt; moving_mean, moving_variance, not. All (features,)."""
        features = shapes[0][-1:]
        return {
            "gamma": Weight(features, "ones"),
            "beta": Weight(features, "zeros"),
            "moving_mean": Weight(features, "zeros", learnt=False),
            "moving_variance": Weight(features, "ones", learnt=False),
        }

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """y, and while training the moved mean and variance."""
        (x,) = inputs
        if not moment.training:
            return self._normal(weights, x, weights["moving_mean"], weights["moving_variance"]), {}
        centre, variance = _moments(x, moment)
        keep = self.momentum
        moved = {
            "moving_mean": keep * weights["moving_mean"] + (1 - keep) * centre,
            "moving_variance": keep * weights["moving_variance"] + (1 - keep) * variance,
        }
        return self._normal(weights, x, centre, variance), moved

    def _normal(self, weights: Arrays, x: jax.Array, mean: jax.Array, variance: jax.Array) -> jax.Array:
        scale = weights["gamma"] * jax.lax.rsqrt(variance + self.epsilon)
        return (x - spread(mean, x)) * spread(scale, x) + spread(weights["beta"], x)


def _moments(x: jax.Array, moment: Moment) -> tuple[jax.Array, jax.Array]:
    axes = tuple(range(x.ndim - 1))
    rows = None if moment.rows is None else moment.rows[:, None] > 0
    real = every([over(rows, x), over(moment.steps, x)])
    centre = mean(x, axes, real)
    return centre, mean(jnp.square(x - spread(centre, x)), axes, real)


@dataclasses.dataclass(frozen=True)
class LayerNorm(Layer):
    """Normalises each sample over its features (the last axis).

    y = gamma (x - mean) / sqrt(variance + epsilon) + beta, gamma and beta (features,).
    Source: Ba, Kiros & Hinton 2016, arXiv:1607.06450; epsilon as keras has it.
    """

    epsilon: float = 1e-3

    def __post_init__(self) -> None:
        check_number(self, "epsilon", "a number above 0")

    def output_shape(self, *shapes: Shape) -> Shape:
        """The input's."""
        return featured("LayerNorm", shapes)

    def weights(self, *shapes: Shape) -> Mapping[str, Weight]:
        """gamma and beta, both (features,)."""
        features = shapes[0][-1:]
        return {"gamma": Weight(features, "ones"), "beta": Weight(features, "zeros")}

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """y."""
        (x,) = inputs
        centred = x - jnp.mean(x, -1, keepdims=True)
        variance = jnp.mean(jnp.square(centred), -1, keepdims=True)
        normal = centred * jax.lax.rsqrt(variance + self.epsilon)
        return normal * spread(weights["gamma"], x) + spread(weights["beta"], x), {}


@dataclasses.dataclass(frozen=True)
class GroupNorm(Layer):
    """Normalises each sample over space and a group of its channels (the last axis), whatever the batch holds.

    Steps that are padding do not count.

    y = gamma (x - mean) / sqrt(variance + epsilon) + beta, gamma and beta (features,).

    Args:
        groups: the channels are cut into so many groups of neighbours; they must divide them.

    Source: Wu & He 2018, arXiv:1803.08494; defaults as keras has them.
    """

    groups: int = 32
    epsilon: float = 1e-3

    def __post_init__(self) -> None:
        positive("GroupNorm", "groups", self.groups)
        check_number(self, "epsilon", "a number above 0")

    def output_shape(self, *shapes: Shape) -> Shape:
        """The input's."""
        shape = featured("GroupNorm", shapes)
        if shape[-1] % self.groups:
            raise NetworkError(
                f"GroupNorm(groups={self.groups}) got {shape[-1]} channels", "channels that groups divide"
            )
        return shape

    def weights(self, *shapes: Shape) -> Mapping[str, Weight]:
        """gamma and beta, both (features,)."""
        features = shapes[0][-1:]
        return {"gamma": Weight(features, "ones"), "beta": Weight(features, "zeros")}

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """y."""
        (x,) = inputs
        grouped = x.reshape(x.shape[0], -1, self.groups, x.shape[-1] // self.groups)
        steps = over(moment.steps, x)
        real = None if steps is None else steps.reshape(grouped.shape)
        centred = grouped - mean(grouped, (1, 3), real, keepdims=True)
        variance = mean(jnp.square(centred), (1, 3), real, keepdims=True)
        normal = (centred * jax.lax.rsqrt(variance + self.epsilon)).reshape(x.shape)
        return normal * spread(weights["gamma"], x) + spread(weights["beta"], x), {}
