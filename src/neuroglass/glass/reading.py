"""What a neuron reads: values, and what each is multiplied by."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp
import numpy as np

from neuroglass.glass.naming import place_names
from neuroglass.glass.neuron import Array, Place, Source
from neuroglass.glass.real_steps import real_steps
from neuroglass.glass.seen import Values
from neuroglass.nn.compiling import QUICKLY
from neuroglass.nn.graph import Node
from neuroglass.nn.layers import Dense, MemberDense
from neuroglass.nn.layers.conv import Convolution
from neuroglass.nn.layers.globalpool import GlobalPool
from neuroglass.nn.layers.pool import Pool
from neuroglass.nn.network import Variables
from neuroglass.nn.objective import Objective

if TYPE_CHECKING:
    from neuroglass.glass.glass import Glass

Cut = tuple[slice, ...]


def sources(glass: Glass, node: Node, at: Place, unit: int, sample: int) -> tuple[Source, ...]:
    """What one neuron reads, by node; ids and pixels are no numbers that it could be differentiated by."""
    read = {name: glass.seen.values[name][sample : sample + 1] for name in node.inputs}
    floats = {name: array for name, array in read.items() if jnp.issubdtype(array.dtype, jnp.floating)}
    if not floats:
        return ()
    x = {name: array[sample : sample + 1] for name, array in glass.samples.x.items()}
    slopes = _slopes(glass.model.objective, node.name, glass.model.variables, x, floats, (*at, unit))
    found = []
    for name, array in floats.items():
        values, weights = np.asarray(array[0]), np.asarray(slopes[name][0])
        cut = _cut(node, at, unit, weights, functools.partial(real_steps, glass, name, sample))
        kernel = _kernel_place(node, at, unit, cut, values.shape)
        start = tuple(along.start for along in cut)
        found.append(Source(name, start, values[cut], weights[cut], place_names(glass.model, name), kernel))
    return tuple(source for source in found if source.values.size)


@functools.partial(jax.jit, static_argnums=(0, 1), compiler_options=QUICKLY)
def _slopes(objective: Objective, node: str, variables: Variables, x: Values, read: Values, index: Place) -> Values:
    """The derivative of one number of a node by all that it reads."""

    def number(given: Values) -> jax.Array:
        applied = objective.network.apply(variables, x, tap=given.get, until=node)
        return applied.value[0][index]

    return jax.grad(number)(read)


def _cut(node: Node, at: Place, unit: int, weights: Array, real: Callable[[], Array]) -> Cut:
    """Where the neuron looks; of a layer that does not say so, where its slopes are not 0."""
    layer = node.layer
    if isinstance(layer, Dense | MemberDense):
        return (*(slice(place, place + 1) for place in at), slice(0, weights.shape[-1]))
    if isinstance(layer, Pool | GlobalPool | Convolution):
        steps = real()
        return _window(layer, at, unit, weights.shape, int(steps[-1]) + 1 if len(steps) else 0)
    used = np.argwhere(weights)
    first, last = (used.min(axis=0), used.max(axis=0) + 1) if len(used) else (np.zeros(weights.ndim, int),) * 2
    return tuple(slice(int(low), int(high)) for low, high in zip(first, last, strict=True))


def _window(layer: Pool | GlobalPool | Convolution, at: Place, unit: int, shape: Place, length: int) -> Cut:
    """Places, of the first axis below ``length``, and channels: a pooling looks at one alone."""
    lengths = (length, *shape[1:-1])
    channels = slice(0, shape[-1]) if isinstance(layer, Convolution) else slice(unit, unit + 1)
    if isinstance(layer, GlobalPool):
        return (*(slice(0, most) for most in lengths), channels)
    ends = zip(_first(layer, at, shape), layer.window.reach, lengths, strict=True)
    return (*(slice(max(first, 0), max(min(first + reach, most), 0)) for first, reach, most in ends), channels)


def _first(layer: Pool | Convolution, at: Place, shape: Place) -> list[int]:
    """Where its window begins, which can be in the padding."""
    ends = zip(at, layer.window.strides, layer.window.ends(shape[:-1]), strict=True)
    return [place * stride - before for place, stride, (before, _) in ends]


def _kernel_place(node: Node, at: Place, unit: int, cut: Cut, shape: Place) -> Place | None:
    """The entry of the kernel that the first value is multiplied by; None where the kernel is no such array."""
    layer = node.layer
    if isinstance(layer, Dense):
        return (0, unit)
    if isinstance(layer, MemberDense):
        return (*at, 0, unit)
    if not isinstance(layer, Convolution) or layer.groups > 1 or max(layer.window.dilation) > 1:
        return None
    offsets = (along.start - first for along, first in zip(cut[:-1], _first(layer, at, shape), strict=True))
    return (*offsets, 0, unit)
