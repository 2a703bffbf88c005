"""A convolution as arrays: kernels slide over space, on the road that is fastest for their size."""

from __future__ import annotations

import functools
import itertools
import math
import operator
from collections.abc import Iterator

import jax
import jax.numpy as jnp

from neuroglass.nn.layers.base import Shape, spread
from neuroglass.nn.layers.kernel import product
from neuroglass.nn.layers.window import Window

FEW = 32  # values a kernel takes in; with more, writing out the patches costs more than it saves
LETTERS = {1: ("NWC", "WIO", "NWC"), 2: ("NHWC", "HWIO", "NHWC"), 3: ("NDHWC", "DHWIO", "NDHWC")}


@functools.partial(jax.jit, static_argnames=("window", "groups"))
def convolve(x: jax.Array, kernel: jax.Array, window: Window, groups: int = 1) -> jax.Array:
    """z[n, p, f] = sum over q, c of x[n, strides p + dilation q - padding, c] kernel[q, c, f].

    Args:
        x: (batch, *space, in).
        kernel: (*size, in / groups, filters); a group of filters sees its own group of channels.

    Returns:
        z, (batch, *places, filters).
    """
    roads = {"xla": _by_xla, "patches": _by_patches, "shifts": _by_shifts, "groups": _by_groups}
    return roads[road_of(kernel.shape, groups)](x, kernel, window, groups)


def road_of(kernel: Shape, groups: int) -> str:
    """How to compute it. On a GPU as XLA does; on a CPU its way is slow where

    - a kernel takes in few values, as one over the 3 channels of pixels does, or a single place: one product of
      matrices, of all patches and the kernel, takes half the time;
    - there are groups: each on its own takes a thirtieth, and groups of one channel, as shifted arrays, a third.
    """
    if jax.default_backend() != "cpu":
        return "xla"
    *size, channels, _ = kernel
    if groups > 1:
        return "shifts" if channels == 1 else "groups"
    return "patches" if math.prod(size) * channels <= FEW or math.prod(size) == 1 else "xla"


def _by_xla(x: jax.Array, kernel: jax.Array, window: Window, groups: int) -> jax.Array:
    ends = window.ends(x.shape[1:-1])
    return jax.lax.conv_general_dilated(
        x, kernel, window.strides, ends, None, window.dilation, LETTERS[x.ndim - 2], groups
    )


def _by_patches(x: jax.Array, kernel: jax.Array, window: Window, groups: int) -> jax.Array:
    patches = jnp.concatenate(list(_shifted(x, window)), -1)
    return product(patches, kernel.reshape(-1, kernel.shape[-1]))


def _by_shifts(x: jax.Array, kernel: jax.Array, window: Window, groups: int) -> jax.Array:
    filters = kernel.shape[-1]
    parts = (jnp.repeat(part, filters // groups, -1) for part in _shifted(x, window))
    scaled = (part * spread(scale, part) for part, scale in zip(parts, kernel.reshape(-1, filters), strict=True))
    return functools.reduce(operator.add, scaled)


def _by_groups(x: jax.Array, kernel: jax.Array, window: Window, groups: int) -> jax.Array:
    pairs = zip(jnp.split(x, groups, -1), jnp.split(kernel, groups, -1), strict=True)
    return jnp.concatenate([convolve(part, own, window) for part, own in pairs], -1)


def _shifted(x: jax.Array, window: Window) -> Iterator[jax.Array]:
    """For each value the window takes in, what it is at every place."""
    lengths = x.shape[1:-1]
    places = window.places("convolution", lengths)
    padded = jnp.pad(x, ((0, 0), *window.ends(lengths), (0, 0)))
    for offsets in itertools.product(*map(range, window.size)):
        starts = [offset * apart for offset, apart in zip(offsets, window.dilation, strict=True)]
        slices = [
            slice(start, start + (count - 1) * stride + 1, stride)
            for start, count, stride in zip(starts, places, window.strides, strict=True)
        ]
        yield padded[(slice(None), *slices)]
