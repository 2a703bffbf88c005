"""ZeroPadding2D, Cropping2D and UpSampling2D: pictures made larger or smaller by rule."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import ClassVar

import jax
import jax.numpy as jnp

from neuroglass.errors import NetworkError
from neuroglass.nn.layers.base import Arrays, Moment, Shape, Weightless
from neuroglass.nn.layers.masks import only_real, told
from neuroglass.nn.layers.window import Pair, Sizes, each, ends, spatial
from neuroglass.nn.settings import check_choice


@dataclasses.dataclass(frozen=True)
class ZeroPadding2D(Weightless):
    """Zeros around a picture.

    Args:
        padding: how many rows and columns at each side: 1, (1, 2), or ((top, bottom), (left, right)).
    """

    dimensions: ClassVar[int] = 2

    padding: int | tuple[int | Pair, ...] = 1

    def __post_init__(self) -> None:
        ends(self, "padding")

    def output_shape(self, *shapes: Shape) -> Shape:
        """(height + top + bottom, width + left + right, channels)."""
        (height, width), channels = spatial(self, shapes)
        vertical, horizontal = ends(self, "padding")
        return (height + sum(vertical), width + sum(horizontal), channels)

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """The picture in its frame."""
        x = only_real(inputs[0], moment.steps)
        return jnp.pad(x, ((0, 0), *ends(self, "padding"), (0, 0))), {}

    def steps(self, known: Sequence[jax.Array | None], *inputs: jax.Array) -> jax.Array | None:
        """Those up to the frame's end, were the padding not there."""
        (added, _) = map(sum, ends(self, "padding"))
        return told(known[0], jnp.arange(inputs[0].shape[1] + added, dtype=jnp.int32) - added)


@dataclasses.dataclass(frozen=True)
class Cropping2D(Weightless):
    """A picture without its edges.

    Args:
        cropping: how many rows and columns go at each side: 1, (1, 2), or ((top, bottom), (left, right)).
    """

    dimensions: ClassVar[int] = 2

    cropping: int | tuple[int | Pair, ...] = 1

    def __post_init__(self) -> None:
        ends(self, "cropping")

    def output_shape(self, *shapes: Shape) -> Shape:
        """(height - top - bottom, width - left - right, channels)."""
        (height, width), channels = spatial(self, shapes)
        vertical, horizontal = ends(self, "cropping")
        left = (height - sum(vertical), width - sum(horizontal), channels)
        if min(left) < 1:
            raise NetworkError(f"Cropping2D(cropping={self.cropping}) leaves nothing of {height} by {width}")
        return left

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """The middle."""
        (x,) = inputs
        (top, _), (left, _) = ends(self, "cropping")
        height, width, _ = self.output_shape(x.shape[1:])
        return x[:, top : top + height, left : left + width], {}

    def steps(self, known: Sequence[jax.Array | None], *inputs: jax.Array) -> jax.Array | None:
        """Those that would be left, were the padding not there."""
        (cut, _) = map(sum, ends(self, "cropping"))
        return told(known[0], jnp.arange(cut, inputs[0].shape[1], dtype=jnp.int32))


@dataclasses.dataclass(frozen=True)
class UpSampling2D(Weightless):
    """A picture ``size`` times as large.

    Args:
        size: by how much height and width grow: 2, or (2, 3).
        interpolation: "nearest": each value is repeated; "bilinear": values in between are drawn on straight lines.

    Source: https://keras.io/api/layers/reshaping_layers/up_sampling2d/
    """

    dimensions: ClassVar[int] = 2

    size: Sizes = 2
    interpolation: str = "nearest"

    def __post_init__(self) -> None:
        each(self, "size")
        check_choice(self, "interpolation", ("nearest", "bilinear"))

    def output_shape(self, *shapes: Shape) -> Shape:
        """(height size, width size, channels)."""
        (height, width), channels = spatial(self, shapes)
        down, across = each(self, "size")
        return (height * down, width * across, channels)

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """The larger picture."""
        (x,) = inputs
        if self.interpolation == "bilinear":
            return jax.image.resize(x, (x.shape[0], *self.output_shape(x.shape[1:])), "linear"), {}
        down, across = each(self, "size")
        return jnp.repeat(jnp.repeat(x, down, 1), across, 2), {}

    def steps(self, known: Sequence[jax.Array | None], *inputs: jax.Array) -> jax.Array | None:
        """Those that come from a real one."""
        (down, _) = each(self, "size")
        return told(known[0], jnp.arange(inputs[0].shape[1] * down, dtype=jnp.int32) // down)
