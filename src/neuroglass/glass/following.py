"""A neuron followed through what was seen: its inputs and weights backwards, what it gives forwards."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp
import numpy as np

from neuroglass.glass.gates import gates
from neuroglass.glass.neuron import Array, Neuron, Place
from neuroglass.glass.placing import placed
from neuroglass.glass.reading import sources
from neuroglass.glass.seen import Values, values_of
from neuroglass.nn import activations
from neuroglass.nn.compiling import QUICKLY
from neuroglass.nn.graph import Node
from neuroglass.nn.layers import Activation
from neuroglass.nn.network import Variables
from neuroglass.nn.objective import Objective

if TYPE_CHECKING:
    from neuroglass.glass.glass import Glass


def followed(glass: Glass, node: Node, unit: int, sample: int, at: Place | None) -> Neuron:
    """See ``Glass.neuron``."""
    before, after = _both_nodes(glass, node)
    place = placed(glass, before.name, glass.values[after.name], unit, sample, at)
    index = (sample, *place, unit)
    read = sources(glass, before, place, unit, sample)
    value, weights = glass.values[before.name], glass.weights.get(before.name, {})
    inside = gates(glass, before, unit, sample, place)
    return Neuron(
        before.name,
        unit,
        place,
        sample,
        read,
        "kernel" in weights and not inside.steps,
        float(value[index]) - sum(float(source.products.sum()) for source in read),
        _bias(weights, value.shape, place, unit),
        float(value[index]),
        after.layer.function if isinstance(after.layer, Activation) and after is not before else None,
        float(glass.values[after.name][index]),
        _derivative(before, after, glass, index),
        _at(glass.gradients, before.name, index),
        _at(glass.gradients, after.name, index),
        inside.values,
        inside.steps,
        inside.now,
        _contributed(glass, after.name, sample, (*place, unit)),
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


def _contributed(glass: Glass, node: str, sample: int, index: Place) -> dict[str, Array]:
    """What each node behind it would lose without it."""
    x = {name: array[sample : sample + 1] for name, array in glass.samples.x.items()}
    objective, variables = glass.model.objective, glass.model.variables
    given, silent = (_scaled(objective, node, variables, x, index, jnp.float32(factor)) for factor in (1, 0))
    names = [entry.name for entry in glass.model.network.nodes]
    lost = {name: np.asarray(given[name][0] - silent[name][0]) for name in names[names.index(node) + 1 :]}
    return {name: change for name, change in lost.items() if change.any()}


@functools.partial(jax.jit, static_argnums=(0, 1), compiler_options=QUICKLY)
def _scaled(
    objective: Objective, node: str, variables: Variables, x: Values, index: Place, factor: jax.Array
) -> Values:
    """What every node computes if one number of one of them is multiplied by ``factor``."""

    def tap(name: str, value: jax.Array) -> jax.Array:
        return value.at[(0, *index)].multiply(factor.astype(value.dtype)) if name == node else value

    return values_of(objective, variables, x, tap)


def _bias(weights: Mapping[str, Array], shape: Place, place: Place, unit: int) -> float | None:
    """What is added to z: one number for each unit, or for each unit of each member; gates have theirs elsewhere."""
    bias = weights.get("bias")
    if bias is None or bias.shape != shape[-bias.ndim :]:
        return None
    return float(bias[(*place, unit)[-bias.ndim :]])


def _derivative(before: Node, after: Node, glass: Glass, index: Place) -> float:
    if not isinstance(after.layer, Activation) or after is before:
        return 1.0
    row = glass.seen.values[after.inputs[0]][index[:-1]]
    slopes = activations.get(after.layer.function).derivative(
        row, *glass.model.variables["params"].get(after.name, {}).values()
    )
    return float(slopes[index[-1]])


def _at(arrays: Mapping[str, Array], name: str, index: Place) -> float | None:
    return float(arrays[name][index]) if name in arrays else None
