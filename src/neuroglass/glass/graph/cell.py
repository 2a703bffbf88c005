"""The graph of one unit of a recurrent layer at one step: the layer's own step, for a cell of this unit alone."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp
import numpy as np

from neuroglass.errors import NetworkError
from neuroglass.glass.gates import Cell
from neuroglass.glass.graph.building import Built
from neuroglass.glass.graph.graph import Graph
from neuroglass.glass.graph.operations import READ, WEIGHT, Array, Group, Operation
from neuroglass.glass.graph.program import flat
from neuroglass.glass.graph.running import differentiated
from neuroglass.glass.neuron import Neuron
from neuroglass.glass.over_time import over_time
from neuroglass.nn.graph import Node
from neuroglass.nn.layers.recurrent import Recurrent

if TYPE_CHECKING:
    from neuroglass.glass.glass import Glass

Given = dict[str, Array]  # what a unit reads and its weights, by name


def cell_graph(glass: Glass, node: Node, cell: Cell, neuron: Neuron) -> Graph:
    """The operations of one unit at one step: its place, or where there is none the last step of the cell's walk.

    Gradients are what comes back through this neuron at this step alone.

    Raises:
        NetworkError: no step is real.
    """
    layer = cell.layer
    owned = {name: array for name, array in glass.weights[node.name].items() if name.startswith(cell.prefix)}
    read = _read(glass, node, cell, neuron)
    given = read | {f"{neuron.name}/{name}": _of_unit(array, layer, cell.unit) for name, array in owned.items()}

    def computed(given: dict[str, jax.Array]) -> jax.Array:
        held = {name.removeprefix(cell.prefix): given[f"{neuron.name}/{name}"] for name in owned}
        alone = dataclasses.replace(layer, units=1)
        hidden, *others = (given[f"{name} before"] for name in layer.states)
        projected = alone.projected(given["x"] @ held["kernel"], held)
        own = hidden[cell.unit : cell.unit + 1]
        _, states = alone.step(projected, hidden @ held["recurrent_kernel"], (own, *others))
        return states[layer.states.index(cell.state)].reshape(())

    called = [(name, READ if name in read else WEIGHT) for name in sorted(given)]  # as JAX orders a dict
    program = flat(jax.make_jaxpr(computed)(given), called, [""], set(), neuron.name)
    slots = {entry.name: entry.slot for entry in program.given}
    ran = differentiated(program, {slots[name]: jnp.asarray(array) for name, array in given.items()})
    back = neuron.gradient_a or 0.0
    gradients, handed = jax.tree.map(lambda array: array * back, (ran.gradients, ran.handed))
    built = Built(program, ran._replace(gradients=gradients, handed=handed))
    group = Group(neuron.name, neuron.node, (), built.output(""))
    return Graph(neuron.name, _leading_to(group.output, built.operations), built.leaves, (group,))


def _read(glass: Glass, node: Node, cell: Cell, neuron: Neuron) -> Given:
    """The input of the step; the hidden state before it, of all units; of this unit the other states before it."""
    if not neuron.steps:
        raise NetworkError(f"sample {neuron.sample} has no real step, and {neuron.node} walks none", "one at least")
    x = glass.seen.values[node.inputs[0]][neuron.sample]
    step, walk = neuron.now[f"{cell.prefix}{cell.state}"], cell.walk(neuron.steps)
    states = _before(glass, node, cell, neuron, walk[: walk.index(step)])
    hidden, *others = (f"{name} before" for name in cell.layer.states)
    own = {name: state[cell.unit : cell.unit + 1] for name, state in zip(others, states[1:], strict=True)}
    return {"x": np.asarray(x[step]), hidden: states[0], **own}


def _before(glass: Glass, node: Node, cell: Cell, neuron: Neuron, earlier: tuple[int, ...]) -> list[Array]:
    """The states, of all units, after the steps before; without such those that it begins in."""
    layer = cell.layer
    if earlier:
        inside = over_time(glass, node.name, neuron.sample).inside
        return [inside[f"{cell.prefix}{name}"][neuron.steps.index(earlier[-1])] for name in layer.states]
    if len(node.inputs) == 2:
        return np.split(glass.values[node.inputs[1]][neuron.sample], len(layer.states))
    return [np.zeros(layer.units, glass.values[node.inputs[0]].dtype)] * len(layer.states)


def _of_unit(array: Array, layer: Recurrent, unit: int) -> Array:
    """The columns of one unit, a number a block."""
    return np.asarray(array).reshape(*array.shape[:-1], -1, layer.units)[..., unit]


def _leading_to(output: str, operations: tuple[Operation, ...]) -> tuple[Operation, ...]:
    """Those without which the output would not be what it is."""
    wanted, found = {output}, []
    for operation in reversed(operations):
        if operation.name in {name.split("#")[0] for name in wanted}:
            found.append(operation)
            wanted.update(operation.operands)
    return tuple(reversed(found))
