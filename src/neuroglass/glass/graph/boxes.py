"""What is drawn of a graph: boxes with a few words in them, each with the boxes it reads."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from neuroglass.glass.graph.formulas import called, formula, handed_to_factors, with_numbers
from neuroglass.glass.graph.numbers import short, slope, slopes, valued
from neuroglass.glass.graph.operations import CONSTANT, READ, STATE, WEIGHT, Group, Leaf, Operation
from neuroglass.nn.activations import ACTIVATIONS

if TYPE_CHECKING:
    from neuroglass.glass.graph.graph import Graph

MOST_PRODUCTS = 20  # of a neuron that are drawn, the largest ones
LAYER, OPERATION, GIVEN, MORE = "layer", "operation", "given", "more"


@dataclasses.dataclass(frozen=True)
class Box:
    """One box.

    Args:
        name: what it stands for, unique.
        kind: "layer", "operation", "given" or "more".
        title: its heading.
        lines: formula and value.
        gradient: what comes back, in a few numbers; empty where nothing does.
        reads: the boxes with an arrow to it.
        within: the opened node it is part of, or nothing.
    """

    name: str
    kind: str
    title: str
    lines: tuple[str, ...]
    gradient: str
    reads: tuple[str, ...] = ()
    within: str = ""


def boxes(graph: Graph, open: frozenset[str]) -> tuple[Box, ...]:
    """Everything that is seen when these nodes are open."""
    if graph.products:
        return _neuron(graph)
    return _Folding(graph, open).boxes()


class _Folding:
    """Which box stands for what, with these nodes open."""

    def __init__(self, graph: Graph, open: frozenset[str]):
        self.graph = graph
        filled = {operation.node for operation in graph.operations}
        self.open = open & filled
        self.groups = {group.name: group for group in graph.groups}
        self.leaves = {leaf.name: leaf for leaf in graph.leaves}
        self.node_of = {operation.name: operation.node for operation in graph.operations}

    def boxes(self) -> tuple[Box, ...]:
        made = [box for group in self.graph.groups for box in self._of(group)]
        there = {box.name for box in made}
        wanted = dict.fromkeys(name for box in made for name in box.reads if name not in there)
        return (*(self._leaf(self.leaves[name]) for name in wanted), *made)

    def _of(self, group: Group) -> list[Box]:
        if group.name in self.open:
            return [self._operation(entry, group) for entry in self.graph.operations if entry.node == group.name]
        quantity = self.graph.quantities[group.output]
        reads = [self._end(name) for name in group.reads]
        return [Box(group.name, LAYER, group.name, (group.kind, valued(quantity)), slope(quantity.gradient), (*reads,))]

    def _operation(self, operation: Operation, group: Group) -> Box:
        reads = dict.fromkeys(self._source(operand, group) for operand in operation.operands)
        return Box(
            operation.name,
            OPERATION,
            called(operation.name, group.name),
            (formula(operation, self.graph.names), with_numbers(operation, self.graph.quantities)),
            slopes(operation.results),
            tuple(name for name in reads if name),
            group.name,
        )

    def _leaf(self, leaf: Leaf) -> Box:
        owner = self._owner(leaf)
        title = called(leaf.name, owner) if owner else self.graph.names.get(leaf.name, leaf.name)
        lines = (leaf.kind if leaf.kind not in (READ, title) else "", valued(leaf.result))
        return Box(leaf.name, GIVEN, title, tuple(filter(None, lines)), slope(leaf.result.gradient), (), owner)

    def _owner(self, leaf: Leaf) -> str:
        """The opened node that a weight is drawn in."""
        owners = (name for name in self.open if leaf.name.startswith(f"{name}/"))
        return next(owners, "") if leaf.kind in (WEIGHT, STATE) else self._reader(leaf)

    def _reader(self, leaf: Leaf) -> str:
        readers = [entry.node for entry in self.graph.operations if leaf.name in entry.operands]
        return readers[0] if leaf.kind == CONSTANT and readers[0] in self.open else ""

    def _source(self, operand: str, reader: Group) -> str:
        """The box that an arrow to an operation comes from; none for a number."""
        operation = operand.partition("#")[0]
        if self.node_of.get(operation) == reader.name:
            return operation
        read = next((name for name in reader.reads if name in self.groups and self._is_value(operand, name)), None)
        if read is not None:
            return self._end(read)
        if operand in self.leaves:
            return operand if operand not in self.groups else self._end(operand)
        node = self.node_of.get(operation, "")
        return operation if node in self.open else node

    def _is_value(self, operand: str, node: str) -> bool:
        return self.groups[node].output == operand

    def _end(self, node: str) -> str:
        """The box that a node's value comes out of."""
        return self.groups[node].output.partition("#")[0] if node in self.open else node


def _neuron(graph: Graph) -> tuple[Box, ...]:
    """One box for each of the largest products, and one for all others together."""
    made = {operation.name: operation for operation in graph.operations}
    products = [made[name] for name in graph.products]
    drawn = [_product(graph, operation) for operation in products[:MOST_PRODUCTS]]
    rest = [float(operation.result.value or 0) for operation in products[MOST_PRODUCTS:]]
    if rest:
        name = f"{graph.of}:more"
        drawn.append(Box(name, MORE, f"... and {len(rest):,} more", (f"their sum {short(sum(rest))}",), ""))
    first, *behind = (operation for operation in graph.operations if operation.name not in graph.products)
    total = _step(graph, first, tuple(box.name for box in drawn))
    others = [_step(graph, entry, tuple(name for name in entry.operands if name in made)) for entry in behind]
    return tuple(dataclasses.replace(box, within=graph.of) for box in (*drawn, total, *others))


def _product(graph: Graph, operation: Operation) -> Box:
    told, back = with_numbers(operation, graph.quantities), handed_to_factors(operation, graph.quantities)
    return Box(operation.name, OPERATION, operation.operands[0], (told,), back)


def _step(graph: Graph, operation: Operation, reads: tuple[str, ...]) -> Box:
    title = f"a = {operation.primitive}(z)" if operation.primitive in ACTIVATIONS else operation.primitive
    lines = [formula(operation, graph.names), with_numbers(operation, graph.quantities)]
    told = lines[1:] if operation.primitive == "sum" else lines
    return Box(operation.name, OPERATION, title, tuple(told), slope(operation.gradient), reads)
