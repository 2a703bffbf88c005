"""Dense: every neuron sees every input."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import jax

from neuroglass.errors import NetworkError
from neuroglass.nn.initializers import InitializerLike
from neuroglass.nn.layers.base import Arrays, Layer, Moment, Shape, Weight, featured, positive
from neuroglass.nn.layers.kernel import biased, check_kernel, kernel_and_bias, product, product_in_time
from neuroglass.nn.regularizers import ConstraintLike, RegularizerLike


@dataclasses.dataclass(frozen=True)
class Dense(Layer):
    """A layer of neurons, each connected to every input.

    z = x W + b, a = activation(z), with x (..., in), W (in, units), b (units,), z and a (..., units). On a sequence
    (time, in) it is the same at every step, which other tools write as TimeDistributed.

    Args:
        units: number of neurons.
        activation: by name; a network shows z and a as two nodes. None: a = z.
        use_bias: whether b is there.
        kernel_initializer: how W starts; None fits it to the activation.
        bias_initializer: how b starts.
        kernel_regularizer: penalty on W, as ``regularizers.l2(1e-4)``.
        kernel_constraint: what W is brought back to after each step, as ``regularizers.max_norm(3)``.

    Source: https://keras.io/api/layers/core_layers/dense/
    """

    units: int
    activation: str | None = None
    use_bias: bool = True
    kernel_initializer: InitializerLike = None
    bias_initializer: InitializerLike = "zeros"
    kernel_regularizer: RegularizerLike = None
    kernel_constraint: ConstraintLike = None

    def __post_init__(self) -> None:
        positive("Dense", "units", self.units)
        check_kernel(self)

    def output_shape(self, *shapes: Shape) -> Shape:
        """(..., units)."""
        return (*featured("Dense", shapes)[:-1], self.units)

    def weights(self, *shapes: Shape) -> Mapping[str, Weight]:
        """kernel (in, units) and bias (units,)."""
        (shape,) = shapes
        return kernel_and_bias(self, (shape[-1], self.units), self.units)

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """z."""
        (x,) = inputs
        if moment.steps is None:
            return biased(product(x, weights["kernel"]), weights), {}
        z = product_in_time(x.swapaxes(0, 1), weights["kernel"], moment)
        return biased(z.swapaxes(0, 1), weights), {}


@dataclasses.dataclass(frozen=True)
class Output(Layer):
    """The last layer of a network that is still to meet its data: Dense with what the target asks for.

    Classes make it ``Dense(classes, "softmax")``, two classes ``Dense(1, "sigmoid")``, numbers ``Dense(width)``.
    """

    units: int | None = None
    activation: str | None = None

    def settled(self, units: int, activation: str | None) -> Dense:
        """The Dense layer it stands for, given what the target needs."""
        return Dense(self.units or units, self.activation or activation, name=self.name or "output")

    def output_shape(self, *shapes: Shape) -> Shape:
        """(..., units), once units are known."""
        if self.units is None:
            raise NetworkError("Output() does not know its units yet", "data", "Give units, or pass the network to fit")
        return self.settled(self.units, None).output_shape(*shapes)

    def weights(self, *shapes: Shape) -> Mapping[str, Weight]:
        """Those of the Dense layer."""
        return self.settled(1, None).weights(*shapes)

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """z of the Dense layer."""
        return self.settled(1, None).compute(weights, moment, *inputs)
