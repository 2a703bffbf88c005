"""A neuron followed through what was seen: its inputs and weights backwards, what it gives forwards."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp
import numpy as np

from neuroglass.errors import NetworkError
from neuroglass.glass.naming import place_names
from neuroglass.glass.neuron import Array, Neuron, Place, Source
from neuroglass.glass.seen import Values, values_of
from neuroglass.nn import activations
from neuroglass.nn.compiling import QUICKLY
from neuroglass.nn.graph import Node
from neuroglass.nn.layers import Activation
from neuroglass.nn.layers.recurrent import Bidirectional, Recurrent
from neuroglass.nn.network import Variables
from neuroglass.nn.objective import Objective

if TYPE_CHECKING:
    from neuroglass.glass.glass import Glass


def followed(glass: Glass, node: Node, unit: int, sample: int, at: Place | None) -> Neuron:
    """See ``Glass.neuron``."""
    before, after = _both_nodes(glass, node)
    value = glass.values[before.name]
    _check(before.name, "unit", unit, value.shape[-1])
    _check("the samples", "sample", sample, len(value))
    place = _place(before.name, glass.values[after.name][sample, ..., unit], at)
    index = (sample, *place, unit)
    read = {name: glass.seen.values[name][sample : sample + 1] for name in before.inputs}
    floats = {name: array for name, array in read.items() if jnp.issubdtype(array.dtype, jnp.floating)}
    x = {name: array[sample : sample + 1] for name, array in glass.samples.x.items()}
    objective, variables = glass.model.objective, glass.model.variables
    slopes = _slopes(objective, before.name, variables, x, floats, (*place, unit))
    sources = tuple(
        _source(name, np.asarray(floats[name][0]), np.asarray(slopes[name][0]), place_names(glass.model, name))
        for name in floats
    )
    z, a = float(value[index]), float(glass.values[after.name][index])
    given, silent = (
        _scaled(objective, after.name, variables, x, (*place, unit), jnp.float32(factor)) for factor in (1, 0)
    )
    names = [entry.name for entry in glass.model.network.nodes]
    behind = names[names.index(after.name) + 1 :]
    return Neuron(
        before.name,
        unit,
        place,
        sample,
        sources,
        z - sum(float(source.products.sum()) for source in sources),
        _bias(glass.weights.get(before.name, {}), value.shape, place, unit),
        z,
        after.layer.function if isinstance(after.layer, Activation) else None,
        a,
        _derivative(after, glass, index),
        _at(glass.gradients, before.name, index),
        _at(glass.gradients, after.name, index),
        _gates(glass, before, unit, sample),
        _lost(given, silent, behind),
    )


def _both_nodes(glass: Glass, node: Node) -> tuple[Node, Node]:
    """The node of z and that of a; the same one, where there is no activation function."""
    nodes = {entry.name: entry for entry in glass.model.network.nodes}
    if isinstance(node.layer, Activation) and node.name.startswith(f"{node.inputs[0]}."):
        return nodes[node.inputs[0]], node
    behind = [
        entry for entry in nodes.values() if entry.name.startswith(f"{node.name}.") and entry.inputs == (node.name,)
    ]
    return node, next((entry for entry in behind if isinstance(entry.layer, Activation)), node)


def _check(what: str, kind: str, number: int, count: int) -> None:
    if not 0 <= number < count:
        raise NetworkError(f"{kind} {number} of {what}", f"a number from 0 to {count - 1}")


def _place(node: str, values: Array, at: Place | None) -> Place:
    """Where: as asked for, or where the neuron is most active."""
    if at is None:
        return (
            tuple(int(axis) for axis in np.unravel_index(np.abs(values).argmax(), values.shape)) if values.ndim else ()
        )
    if len(at) != values.ndim or not all(0 <= place < size for place, size in zip(at, values.shape, strict=True)):
        raise NetworkError(f"the place {at} of {node}", f"one below {values.shape}" if values.ndim else "no place")
    return tuple(at)


@functools.partial(jax.jit, static_argnums=(0, 1), compiler_options=QUICKLY)
def _slopes(objective: Objective, node: str, variables: Variables, x: Values, read: Values, index: Place) -> Values:
    """The derivative of one number of a node by all that it reads."""

    def number(given: Values) -> jax.Array:
        applied = objective.network.apply(variables, x, tap=given.get, until=node)
        return applied.value[0][index]

    return jax.grad(number)(read)


@functools.partial(jax.jit, static_argnums=(0, 1), compiler_options=QUICKLY)
def _scaled(
    objective: Objective, node: str, variables: Variables, x: Values, index: Place, factor: jax.Array
) -> Values:
    """What every node computes if one number of one of them is multiplied by ``factor``."""

    def tap(name: str, value: jax.Array) -> jax.Array:
        return value.at[(0, *index)].multiply(factor) if name == node else value

    return values_of(objective, variables, x, tap)


def _source(node: str, values: Array, weights: Array, names: tuple[str, ...]) -> Source:
    """What is read, cut to the places that anything is read from."""
    used = np.argwhere(np.abs(weights).sum(axis=-1) > 0) if weights.ndim > 1 else np.empty((0, 0), int)
    if not used.size:
        return Source(node, (0,) * values.ndim, values, weights, names)
    first, last = used.min(axis=0), used.max(axis=0) + 1
    window = tuple(slice(low, high) for low, high in zip(first, last, strict=True))
    return Source(node, (*map(int, first), 0), values[window], weights[window], names)


def _bias(weights: Mapping[str, Array], shape: Place, place: Place, unit: int) -> float | None:
    """What is added to z: one number for each unit, or for each unit of each member; gates have theirs elsewhere."""
    bias = weights.get("bias")
    if bias is None or bias.shape != shape[-bias.ndim :]:
        return None
    return float(bias[(*place, unit)[-bias.ndim :]])


def _derivative(after: Node, glass: Glass, index: Place) -> float:
    if not isinstance(after.layer, Activation):
        return 1.0
    row = glass.seen.values[after.inputs[0]][index[:-1]]
    slopes = activations.get(after.layer.function).derivative(
        row, *glass.model.variables["params"].get(after.name, {}).values()
    )
    return float(slopes[index[-1]])


def _at(arrays: Mapping[str, Array], name: str, index: Place) -> float | None:
    return float(arrays[name][index]) if name in arrays else None


def _gates(glass: Glass, node: Node, unit: int, sample: int) -> dict[str, Array]:
    """Each gate and state of a recurrent cell's unit, (time,)."""
    if not isinstance(node.layer, Recurrent | Bidirectional):
        return {}
    x = {name: array[sample : sample + 1] for name, array in glass.samples.x.items()}
    inside = glass.model.network.inside(glass.model.variables, x, node.name)
    return {name: np.asarray(steps[0, :, unit]) for name, steps in inside.items() if unit < steps.shape[-1]}


def _lost(given: Values, silent: Values, nodes: Sequence[str]) -> dict[str, Array]:
    lost = {name: np.asarray(given[name][0] - silent[name][0]) for name in nodes}
    return {name: change for name, change in lost.items() if change.any()}
