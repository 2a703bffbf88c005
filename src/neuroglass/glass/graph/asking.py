"""What a graph is asked for: the whole number, a node, or a neuron."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from neuroglass.errors import NetworkError
from neuroglass.glass.graph.building import Built
from neuroglass.glass.graph.cell import cell_graph
from neuroglass.glass.graph.graph import Graph
from neuroglass.glass.graph.operations import Group
from neuroglass.glass.graph.program import Program, beyond, traced
from neuroglass.glass.graph.running import ran
from neuroglass.glass.graph.unit import unit_graph
from neuroglass.glass.wanted import LOSS
from neuroglass.nn.layers.recurrent import Recurrent
from neuroglass.nn.summary import label

if TYPE_CHECKING:
    from neuroglass.glass.glass import Glass

MOST_NUMBERS = 1 << 26  # in all results of a program; each has a gradient and is handed on

Of = str | tuple[str, int] | None


def graph(glass: Glass, of: Of, sample: int, at: tuple[int, ...] | None) -> Graph:
    """See ``Glass.graph``."""
    if isinstance(of, tuple):
        name, unit = of
        neuron = glass.neuron(name, unit, sample=sample, at=at)
        node = next(node for node in glass.model.network.nodes if node.name == neuron.node)
        if isinstance(node.layer, Recurrent):
            return cell_graph(glass, node, node.layer, neuron)
        return unit_graph(neuron)
    everything = whole(glass)
    return everything if of is None else everything.of_node(of)


def whole(glass: Glass) -> Graph:
    """The graph of what was differentiated."""
    model = glass.model
    program = traced(model.objective, glass.wanted, model.variables, glass.samples)
    _check_size(program, len(glass.part))
    built = Built(program, ran(model.objective, glass.wanted, model.variables, glass.samples))
    number = beyond(model.objective, glass.wanted)
    kind = model.objective.loss.name if glass.wanted.kind == LOSS else "what speaks for the answer"
    groups = [Group(node.name, label(node.layer), node.inputs, built.output(node.name)) for node in model.network.nodes]
    last = Group(number, kind, (model.objective.node,), built.output(""))
    names = {group.output: group.name for group in reversed(groups)}  # of nodes with one value the first
    return Graph(number, built.operations, built.leaves, (*groups, last), names)


def _check_size(program: Program, samples: int) -> None:
    size = sum(math.prod(type.shape) for type in program.types)
    if size > MOST_NUMBERS:
        raise NetworkError(
            f"the operations compute {size:,} numbers for {samples} sample(s)",
            f"at most {MOST_NUMBERS:,}",
            "Look at fewer samples" if samples > 1 else "Look at single nodes: glass.node, glass.neuron",
        )
