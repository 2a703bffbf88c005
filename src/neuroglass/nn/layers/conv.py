"""Conv1D, Conv2D and Conv3D: the same small neuron at every place of a series, a picture or a volume."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import ClassVar

import jax

from neuroglass.errors import NetworkError
from neuroglass.nn.initializers import InitializerLike
from neuroglass.nn.layers.base import Arrays, Layer, Moment, Shape, Weight, positive
from neuroglass.nn.layers.convolution import convolve
from neuroglass.nn.layers.kernel import biased, check_kernel, kernel_and_bias
from neuroglass.nn.layers.masks import in_time, only_real, slid
from neuroglass.nn.layers.window import Padding, Sizes, Window, check_moves, each, padding, spatial
from neuroglass.nn.regularizers import ConstraintLike, RegularizerLike


@dataclasses.dataclass(frozen=True)
class Convolution(Layer):
    """What convolutions share whatever the number of axes they slide along. Steps that are padding are zeros to them.

    z[p, f] = b[f] + sum over q, c of x[strides p + dilation_rate q - padding, c] kernel[q, c, f], a = activation(z).

    Args:
        filters: number of neurons at each place.
        kernel_size: how many values along each axis of space a neuron sees; one number for all axes or one an axis.
        strides: how far apart the places are.
        padding: "valid": none; "same": zeros at the ends so that strides of 1 keep the size, as keras adds them; or how
            many: 1, (1, 2) for each axis, ((0, 1), (2, 2)) for both ends of each axis.
        dilation_rate: how far apart the values are that a neuron sees.
        groups: channels and filters are cut into so many groups, each blind to the others.
        activation: by name; a network shows z and a as two nodes. None: a = z.
        use_bias: whether b is there.
        kernel_initializer: how the kernel (*kernel_size, in / groups, filters) starts; None fits it to the activation.
        bias_initializer: how b starts.
        kernel_regularizer: penalty on the kernel.
        kernel_constraint: what the kernel is brought back to after each step.

    Source: https://keras.io/api/layers/convolution_layers/
    """

    dimensions: ClassVar[int]

    filters: int
    kernel_size: Sizes
    strides: Sizes = 1
    padding: Padding = "valid"
    dilation_rate: Sizes = 1
    groups: int = 1
    activation: str | None = None
    use_bias: bool = True
    kernel_initializer: InitializerLike = None
    bias_initializer: InitializerLike = "zeros"
    kernel_regularizer: RegularizerLike = None
    kernel_constraint: ConstraintLike = None

    def __post_init__(self) -> None:
        kind = type(self).__name__
        positive(kind, "filters", self.filters)
        positive(kind, "groups", self.groups)
        check_moves(kind, self.window)
        check_kernel(self)
        if self.filters % self.groups:
            raise NetworkError(f"{kind}(filters={self.filters}, groups={self.groups})", "filters that groups divide")

    @property
    def window(self) -> Window:
        """What slides."""
        return Window(each(self, "kernel_size"), each(self, "strides"), padding(self), each(self, "dilation_rate"))

    def output_shape(self, *shapes: Shape) -> Shape:
        """(*places, filters)."""
        kind = type(self).__name__
        lengths, channels = spatial(self, shapes)
        if channels % self.groups:
            raise NetworkError(f"{kind}(groups={self.groups}) got {channels} channels", "channels that groups divide")
        return (*self.window.places(kind, lengths), self.filters)

    def weights(self, *shapes: Shape) -> Mapping[str, Weight]:
        """kernel (*kernel_size, in / groups, filters) and bias (filters,)."""
        ((*_, channels),) = shapes
        return kernel_and_bias(self, (*self.window.size, channels // self.groups, self.filters), self.filters)

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """z."""
        x = only_real(inputs[0], moment.steps)
        window = in_time(self.window, moment.steps, x.shape[1:-1])
        return biased(convolve(x, weights["kernel"], window, self.groups), weights), {}

    def steps(self, known: Sequence[jax.Array | None], *inputs: jax.Array) -> jax.Array | None:
        """The places at which it would stand without the padding."""
        return slid(known[0], self.window, inputs[0].shape[1:-1])


@dataclasses.dataclass(frozen=True)
class Conv1D(Convolution):
    """A convolution along time, (time, channels) to (places, filters); for its settings see Convolution."""

    dimensions = 1


@dataclasses.dataclass(frozen=True)
class Conv2D(Convolution):
    """A convolution over a picture, (height, width, channels) to (rows, columns, filters); see Convolution.

    >>> Conv2D(32, 3, padding="same").output_shape((28, 28, 1))
    (28, 28, 32)
    """

    dimensions = 2


@dataclasses.dataclass(frozen=True)
class Conv3D(Convolution):
    """A convolution in a volume, (depth, height, width, channels) to places and filters; see Convolution."""

    dimensions = 3
