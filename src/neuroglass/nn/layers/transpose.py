"""ConvTranspose2D: the way back of a convolution, from few places to many."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import operator
from collections.abc import Mapping, Sequence
from typing import ClassVar

import jax
import jax.numpy as jnp

from neuroglass.nn.initializers import InitializerLike
from neuroglass.nn.layers.base import Arrays, Layer, Moment, Shape, Weight, positive
from neuroglass.nn.layers.kernel import biased, check_kernel, kernel_and_bias
from neuroglass.nn.layers.masks import only_real, told
from neuroglass.nn.layers.window import Sizes, each, spatial
from neuroglass.nn.regularizers import ConstraintLike, RegularizerLike
from neuroglass.nn.settings import check_choice


@dataclasses.dataclass(frozen=True)
class ConvTranspose2D(Layer):
    """Every value is laid down times the kernel, ``strides`` apart; where kernels overlap they add up.

    z[p, f] = b[f] + sum over strides i + q = p + cut of x[i, c] kernel[q, c, f].

    Args:
        filters: number of channels that come out.
        kernel_size: height and width of what one value is spread over.
        strides: how far apart values are laid down.
        padding: "valid": all that was laid down; "same": the middle of it, strides times the size of x.

    The other settings are those of Conv2D. Source: https://keras.io/api/layers/convolution_layers/convolution2d_transpose/
    """

    dimensions: ClassVar[int] = 2

    filters: int
    kernel_size: Sizes
    strides: Sizes = 1
    padding: str = "valid"
    activation: str | None = None
    use_bias: bool = True
    kernel_initializer: InitializerLike = None
    bias_initializer: InitializerLike = "zeros"
    kernel_regularizer: RegularizerLike = None
    kernel_constraint: ConstraintLike = None

    def __post_init__(self) -> None:
        positive("ConvTranspose2D", "filters", self.filters)
        each(self, "kernel_size")
        each(self, "strides")
        check_choice(self, "padding", ("valid", "same"))
        check_kernel(self)

    def output_shape(self, *shapes: Shape) -> Shape:
        """(rows, columns, filters)."""
        moves = zip(spatial(self, shapes)[0], each(self, "strides"), self._overlaps(), strict=True)
        kept = self.padding == "valid"
        return (*(length * stride + kept * overlap for length, stride, overlap in moves), self.filters)

    def weights(self, *shapes: Shape) -> Mapping[str, Weight]:
        """kernel (height, width, in, filters) and bias (filters,)."""
        ((*_, channels),) = shapes
        return kernel_and_bias(self, (*each(self, "kernel_size"), channels, self.filters), self.filters)

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """z, a product of matrices and a sum: XLA's own transposed convolution takes ten times as long on a CPU."""
        x = only_real(inputs[0], moment.steps)
        height, width = each(self, "kernel_size")
        kernel = jnp.moveaxis(weights["kernel"], 2, 0).reshape(x.shape[-1], -1)
        laid = (x.reshape(-1, x.shape[-1]) @ kernel).reshape(*x.shape[:3], height, width, self.filters)
        places = itertools.product(range(height), range(width))
        z = functools.reduce(
            operator.add, (self._placed(laid[..., row, column, :], row, column) for row, column in places)
        )
        return biased(z, weights), {}

    def steps(self, known: Sequence[jax.Array | None], *inputs: jax.Array) -> jax.Array | None:
        """The rows on which something real is laid down."""
        (rows, *_), (stride, _), (overlap, _) = (
            self.output_shape(inputs[0].shape[1:]),
            each(self, "strides"),
            self._overlaps(),
        )
        beyond = overlap if self.padding == "valid" else 0
        return told(known[0], (jnp.arange(rows, dtype=jnp.int32) - beyond) // stride)

    def _placed(self, part: jax.Array, *offset: int) -> jax.Array:
        """What values give at one offset from their own places, on a ground of the output's size."""
        _, *lengths, _ = part.shape
        *wanted, _ = self.output_shape(part.shape[1:])
        edges = [(0, 0, 0)]
        for length, whole, stride, overlap, start in zip(
            lengths, wanted, each(self, "strides"), self._overlaps(), offset, strict=True
        ):
            low = start - (overlap // 2 if self.padding == "same" else 0)
            edges.append((low, whole - low - (length - 1) * stride - 1, stride - 1))
        return jax.lax.pad(part, jnp.zeros((), part.dtype), [*edges, (0, 0, 0)])

    def _overlaps(self) -> Shape:
        """By how much each kernel reaches over the next."""
        return tuple(max(a - b, 0) for a, b in zip(each(self, "kernel_size"), each(self, "strides"), strict=True))
