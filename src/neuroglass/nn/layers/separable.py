"""DepthwiseConv2D and SeparableConv2D: convolutions that look at one channel at a time."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import ClassVar

import jax

from neuroglass.nn.initializers import InitializerLike
from neuroglass.nn.layers.base import Arrays, Layer, Moment, Shape, Weight, positive
from neuroglass.nn.layers.convolution import convolve
from neuroglass.nn.layers.kernel import biased, check_kernel, kernel_and_bias, kernel_weight
from neuroglass.nn.layers.masks import in_time, only_real, slid
from neuroglass.nn.layers.window import Padding, Sizes, Window, check_moves, each, padding, spatial
from neuroglass.nn.regularizers import ConstraintLike, RegularizerLike


@dataclasses.dataclass(frozen=True)
class DepthwiseConv2D(Layer):
    """A convolution of each channel by itself: channel c becomes the channels c multiplier, c multiplier + 1, ...

    Args:
        kernel_size: height and width of what a neuron sees.
        depth_multiplier: how many neurons look at each channel.

    The other settings are those of Conv2D. Source: https://keras.io/api/layers/convolution_layers/depthwise_convolution2d/
    """

    dimensions: ClassVar[int] = 2

    kernel_size: Sizes
    strides: Sizes = 1
    padding: Padding = "valid"
    depth_multiplier: int = 1
    dilation_rate: Sizes = 1
    activation: str | None = None
    use_bias: bool = True
    kernel_initializer: InitializerLike = None
    bias_initializer: InitializerLike = "zeros"
    kernel_regularizer: RegularizerLike = None
    kernel_constraint: ConstraintLike = None

    def __post_init__(self) -> None:
        positive("DepthwiseConv2D", "depth_multiplier", self.depth_multiplier)
        check_moves("DepthwiseConv2D", self.window)
        check_kernel(self)

    @property
    def window(self) -> Window:
        """What slides."""
        return Window(each(self, "kernel_size"), each(self, "strides"), padding(self), each(self, "dilation_rate"))

    def output_shape(self, *shapes: Shape) -> Shape:
        """(rows, columns, in depth_multiplier)."""
        lengths, channels = spatial(self, shapes)
        return (*self.window.places("DepthwiseConv2D", lengths), channels * self.depth_multiplier)

    def weights(self, *shapes: Shape) -> Mapping[str, Weight]:
        """kernel (height, width, 1, in depth_multiplier) and bias (in depth_multiplier,)."""
        ((*_, channels),) = shapes
        filters = channels * self.depth_multiplier
        return kernel_and_bias(self, (*self.window.size, 1, filters), filters)

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """z."""
        x = only_real(inputs[0], moment.steps)
        window = in_time(self.window, moment.steps, x.shape[1:-1])
        return biased(convolve(x, weights["kernel"], window, x.shape[-1]), weights), {}

    def steps(self, known: Sequence[jax.Array | None], *inputs: jax.Array) -> jax.Array | None:
        """The rows at which it would stand without the padding."""
        return slid(known[0], self.window, inputs[0].shape[1:-1])


@dataclasses.dataclass(frozen=True)
class SeparableConv2D(Layer):
    """A convolution of each channel by itself, then of all channels at each place: Conv2D with far fewer weights.

    Args:
        filters: number of channels that come out.
        kernel_size: height and width of what a neuron of the first of the two sees.
        depth_multiplier: how many neurons look at each channel.

    The other settings are those of Conv2D. Source: Chollet 2017, arXiv:1610.02357
    """

    dimensions: ClassVar[int] = 2

    filters: int
    kernel_size: Sizes
    strides: Sizes = 1
    padding: Padding = "valid"
    depth_multiplier: int = 1
    dilation_rate: Sizes = 1
    activation: str | None = None
    use_bias: bool = True
    kernel_initializer: InitializerLike = None
    bias_initializer: InitializerLike = "zeros"
    kernel_regularizer: RegularizerLike = None
    kernel_constraint: ConstraintLike = None

    def __post_init__(self) -> None:
        positive("SeparableConv2D", "filters", self.filters)
        positive("SeparableConv2D", "depth_multiplier", self.depth_multiplier)
        check_moves("SeparableConv2D", self.window)
        check_kernel(self)

    @property
    def window(self) -> Window:
        """What slides."""
        return Window(each(self, "kernel_size"), each(self, "strides"), padding(self), each(self, "dilation_rate"))

    def output_shape(self, *shapes: Shape) -> Shape:
        """(rows, columns, filters)."""
        return (*self.window.places("SeparableConv2D", spatial(self, shapes)[0]), self.filters)

    def weights(self, *shapes: Shape) -> Mapping[str, Weight]:
        """depthwise (height, width, 1, in depth_multiplier), kernel (1, 1, in depth_multiplier, filters) and bias."""
        ((*_, channels),) = shapes
        between = channels * self.depth_multiplier
        depthwise = kernel_weight(self, (*self.window.size, 1, between))
        return {"depthwise": depthwise, **kernel_and_bias(self, (1, 1, between, self.filters), self.filters)}

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """z."""
        x = only_real(inputs[0], moment.steps)
        window = in_time(self.window, moment.steps, x.shape[1:-1])
        between = convolve(x, weights["depthwise"], window, x.shape[-1])
        return biased(convolve(between, weights["kernel"], Window((1, 1), (1, 1), "valid", (1, 1))), weights), {}

    def steps(self, known: Sequence[jax.Array | None], *inputs: jax.Array) -> jax.Array | None:
        """The rows at which it would stand without the padding."""
        return slid(known[0], self.window, inputs[0].shape[1:-1])
