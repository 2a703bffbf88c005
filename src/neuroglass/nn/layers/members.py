"""An ensemble inside one network: members that learn side by side, each with weights of its own, and answer together.

Values of the members have an axis of their own, the last but one: (batch, members, features).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import jax
import jax.numpy as jnp

from neuroglass.errors import NetworkError
from neuroglass.nn import activations
from neuroglass.nn.initializers import InitializerLike, default_initializer
from neuroglass.nn.layers.base import Arrays, Layer, Moment, Shape, Weight, Weightless, positive, single
from neuroglass.nn.regularizers import ConstraintLike, RegularizerLike


@dataclasses.dataclass(frozen=True)
class Members(Weightless):
    """Gives each member of an ensemble the same input: (batch, features) to (batch, members, features)."""

    members: int

    def __post_init__(self) -> None:
        positive("Members", "members", self.members)

    def output_shape(self, *shapes: Shape) -> Shape:
        """(members, features)."""
        return (self.members, *_vector("Members", shapes))

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """The input, repeated."""
        (x,) = inputs
        return jnp.broadcast_to(x[:, None, :], (x.shape[0], self.members, x.shape[1])), {}


@dataclasses.dataclass(frozen=True)
class MemberDense(Layer):
    """Dense for each member: z[m] = x[m] W[m] + b[m].

    x (batch, members, in), W (members, in, units), b (members, units). Settings as Dense has them.
    Source: the packed ensemble of Gorishniy et al. 2024, TabM, arXiv:2410.24210
    """

    units: int
    activation: str | None = None
    kernel_initializer: InitializerLike = None
    kernel_regularizer: RegularizerLike = None
    kernel_constraint: ConstraintLike = None

    def __post_init__(self) -> None:
        positive("MemberDense", "units", self.units)
        activations.get(self.activation or "linear")
        Weight((), self.kernel_initializer or "zeros", self.kernel_regularizer, self.kernel_constraint)

    def output_shape(self, *shapes: Shape) -> Shape:
        """(members, units)."""
        return (_members("MemberDense", shapes)[0], self.units)

    def weights(self, *shapes: Shape) -> Mapping[str, Weight]:
        """kernel (members, in, units) and bias (members, units)."""
        ((members, features),) = shapes
        start = self.kernel_initializer or default_initializer(self.activation)
        kernel = Weight(
            (members, features, self.units), start, self.kernel_regularizer, self.kernel_constraint, members=True
        )
        return {"kernel": kernel, "bias": Weight((members, self.units), "zeros")}

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """z."""
        (x,) = inputs
        z = jnp.einsum("bmi,mio->bmo", x, weights["kernel"])
        return z + jnp.broadcast_to(weights["bias"], z.shape), {}


@dataclasses.dataclass(frozen=True)
class MemberSteps(Weightless):
    """Each member's answer step by step: (batch, members, steps * features) to (batch, steps, members, features)."""

    count: int

    def __post_init__(self) -> None:
        positive("MemberSteps", "count", self.count)

    def output_shape(self, *shapes: Shape) -> Shape:
        """(steps, members, features)."""
        members, numbers = _members("MemberSteps", shapes)
        if numbers % self.count:
            raise NetworkError(f"MemberSteps({self.count}) got {shapes[0]}", f"a multiple of {self.count} features")
        return (self.count, members, numbers // self.count)

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """The same numbers, the steps first."""
        (x,) = inputs
        return jnp.swapaxes(x.reshape(*x.shape[:2], self.count, -1), 1, 2), {}


@dataclasses.dataclass(frozen=True)
class MemberMean(Weightless):
    """What the members answer together: the mean of their answers, (batch, members, features) to (batch, features), or
    at each step, (batch, steps, members, features) to (batch, steps, features).

    At the end of a network the loss is taken from each member's own answer, so that each learns by itself.
    """

    def output_shape(self, *shapes: Shape) -> Shape:
        """(features,), or (steps, features)."""
        *steps, _, features = _answers("MemberMean", shapes)
        return (*steps, features)

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """The mean."""
        (x,) = inputs
        return jnp.mean(x, axis=-2), {}


def _vector(kind: str, shapes: tuple[Shape, ...]) -> Shape:
    shape = single(kind, shapes)
    if len(shape) != 1:
        raise NetworkError(f"{kind} got {shape}", "one vector a sample", "Put Flatten before it")
    return shape


def _members(kind: str, shapes: tuple[Shape, ...]) -> Shape:
    return _answers(kind, shapes, (2,))


def _answers(kind: str, shapes: tuple[Shape, ...], axes: tuple[int, ...] = (2, 3)) -> Shape:
    shape = single(kind, shapes)
    if len(shape) not in axes:
        raise NetworkError(f"{kind} got {shape}", "(members, features)", "Put Members(8) before it")
    return shape
