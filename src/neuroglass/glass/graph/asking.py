"""What a graph is asked for: the whole number, a node, or a neuron."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from neuroglass.errors import NetworkError
from neuroglass.glass.between import found
from neuroglass.glass.gates import cells
from neuroglass.glass.graph.building import Built
from neuroglass.glass.graph.cell import cell_graph
from neuroglass.glass.graph.graph import Graph
from neuroglass.glass.graph.operations import Group
from neuroglass.glass.graph.program import Program, beyond, traced
from neuroglass.glass.graph.running import ran
from neuroglass.glass.graph.unit import unit_graph
from neuroglass.glass.neuron import Neuron
from neuroglass.glass.wanted import LOSS
from neuroglass.nn.summary import label

if TYPE_CHECKING:
    from neuroglass.glass.glass import Glass

MOST_NUMBERS = 1 << 26  # in all results of a program; each has a gradient and is handed on

Of = str | tuple[str, int] | None


def graph(glass: Glass, of: Of, sample: int, at: tuple[int, ...] | None) -> Graph:
    """See ``Glass.graph``."""
    if of is not None and not isinstance(of, str):
        return _of_neuron(glass, glass.neuron(*_named(of), sample=sample, at=at))
    everything = whole(glass)
    return everything if of is None else everything.of_node(of)


def _named(of: object) -> tuple[str, int]:
    if not isinstance(of, tuple | list) or len(of) != 2:
        raise NetworkError(f"a graph of {of!r}", 'a node, as "dense_1", or a neuron, as ("dense_1", 7)')
    return of[0], of[1]


def _of_neuron(glass: Glass, neuron: Neuron) -> Graph:
    """Through the cell that it comes out of, or else as a sum."""
    node = found(glass.model.network, neuron.node)
    among = cells(node, neuron.unit)
    return cell_graph(glass, node, among[0], neuron) if len(among) == 1 else unit_graph(neuron)


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
            "Look at fewer samples" if samples > 1 else "Look at single nodes and neurons",
        )
