"""The graph of one unit of a recurrent layer at one step: the layer's own step, for a cell of this unit alone."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp
import numpy as np

from neuroglass.errors import NetworkError
from neuroglass.glass.graph.building import Built
from neuroglass.glass.graph.graph import Graph
from neuroglass.glass.graph.operations import READ, WEIGHT, Array, Group, Operation
from neuroglass.glass.graph.program import flat
from neuroglass.glass.graph.running import differentiated
from neuroglass.glass.neuron import Neuron
from neuroglass.glass.real_steps import real_steps
from neuroglass.nn.graph import Node
from neuroglass.nn.layers.recurrent import Recurrent

if TYPE_CHECKING:
    from neuroglass.glass.glass import Glass

Given = dict[str, Array]  # what a unit reads and its weights, by name


def cell_graph(glass: Glass, node: Node, layer: Recurrent, neuron: Neuron) -> Graph:
    """The operations of one unit at one step: its place, or where there is none the last real step.

    Gradients are what comes back through this neuron at this step alone.

    Raises:
        NetworkError: the step is padding.
    """
    weights, unit = glass.weights[node.name], neuron.unit % layer.units
    read = _read(glass, node, layer, neuron)
    given = read | {f"{neuron.name}/{name}": _of_unit(array, layer, unit) for name, array in weights.items()}

    def computed(given: dict[str, jax.Array]) -> jax.Array:
        held = {name: given[f"{neuron.name}/{name}"] for name in weights}
        alone = dataclasses.replace(layer, units=1)
        hidden, *others = (given[f"{name} before"] for name in layer.states)
        projected = alone.projected(given["x"] @ held["kernel"], held)
        _, states = alone.step(projected, hidden @ held["recurrent_kernel"], (hidden[unit : unit + 1], *others))
        return states[neuron.unit // layer.units].reshape(())

    called = [(name, READ if name in read else WEIGHT) for name in sorted(given)]  # as JAX orders a dict
    program = flat(jax.make_jaxpr(computed)(given), called, [""], set(), neuron.name)
    slots = {entry.name: entry.slot for entry in program.given}
    ran = differentiated(program, {slots[name]: jnp.asarray(array) for name, array in given.items()})
    back = neuron.gradient_a or 0.0
    gradients, handed = jax.tree.map(lambda array: array * back, (ran.gradients, ran.handed))
    built = Built(program, ran._replace(gradients=gradients, handed=handed))
    group = Group(neuron.name, neuron.node, (), built.output(""))
    return Graph(neuron.name, _leading_to(group.output, built.operations), built.leaves, (group,))


def _read(glass: Glass, node: Node, layer: Recurrent, neuron: Neuron) -> Given:
    """The input of the step; the hidden state before it, of all units; of this unit the other states before it."""
    sample, unit = neuron.sample, neuron.unit % layer.units
    x = glass.seen.values[node.inputs[0]][sample]
    backwards = slice(None, None, -1 if layer.go_backwards else 1)
    order, walk = np.arange(len(x))[backwards], list(real_steps(glass, node.inputs[0], sample)[backwards])
    at = order[neuron.at[0]] if neuron.at else walk[-1]
    if at not in walk:
        raise NetworkError(f"step {at} of sample {sample} is padding, and {neuron.node} passes it over", "a real step")
    earlier = walk[: walk.index(at)]
    given = {name: array[sample : sample + 1] for name, array in glass.samples.x.items()}
    inside = glass.model.network.inside(glass.model.variables, given, node.name)
    if earlier:
        place = int(np.flatnonzero(order == earlier[-1])[0])
        states = [np.asarray(inside[name][0, place]) for name in layer.states]
    elif len(node.inputs) == 2:
        states = np.split(glass.seen.values[node.inputs[1]][sample], len(layer.states))
    else:
        states = [np.zeros(layer.units, x.dtype)] * len(layer.states)
    hidden, *others = (f"{name} before" for name in layer.states)
    own = {name: state[unit : unit + 1] for name, state in zip(others, states[1:], strict=True)}
    return {"x": np.asarray(x[at]), hidden: states[0], **own}


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
