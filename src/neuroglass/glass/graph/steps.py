"""A graph step by step: forward, one operation at a time, then backward, in words with the numbers in them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from neuroglass.glass.graph.formulas import called, formula, handed_back, with_numbers
from neuroglass.glass.graph.numbers import slope, valued
from neuroglass.glass.graph.operations import INPUT, READ, WEIGHT, Array, Operation, brief, numbered
from neuroglass.glass.graph.templates import SPLIT

if TYPE_CHECKING:
    from neuroglass.glass.graph.graph import Graph

FORWARD, BACKWARD = "forward", "backward"


@dataclasses.dataclass(frozen=True)
class Moment:
    """One step.

    Args:
        direction: "forward" or "backward".
        operation: whose turn it is.
        node: the one it belongs to.
        words: what happens, in sentences with the numbers in them.
        value: forward, what it computes.
        gradient: backward, the derivative of what was differentiated by that.
        handed: backward, what it hands back, by operand.
    """

    direction: str
    operation: str
    node: str
    words: tuple[str, ...]
    value: Array | None = None
    gradient: Array | None = None
    handed: Mapping[str, Array] = dataclasses.field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """All of it; arrays of many numbers as summaries."""
        return {
            **{field.name: getattr(self, field.name) for field in dataclasses.fields(self)},
            "value": brief(self.value),
            "gradient": brief(self.gradient),
            "handed": {name: brief(part) for name, part in self.handed.items()},
        }


def steps(graph: Graph) -> Iterator[Moment]:
    """Every operation forward, then those that the gradient comes back through, from the last to the first."""
    for operation in graph.operations:
        yield Moment(FORWARD, operation.name, operation.node, _computed(graph, operation), operation.value)
    varied = _varied(graph)
    for operation in reversed(graph.operations):
        if operation.name in varied and any(part is not None for part in operation.handed):
            yield _back(graph, operation, varied)


def _varied(graph: Graph) -> set[str]:
    """What follows from weights and inputs, and not from constants alone: a gradient is wanted of nothing else."""
    found = {leaf.name for leaf in graph.leaves if leaf.kind in (WEIGHT, INPUT, READ)}
    for operation in graph.operations:
        if found & set(operation.operands):
            found |= {numbered(operation.name, place) for place in range(len(operation.results))}
    return found


def _computed(graph: Graph, operation: Operation) -> tuple[str, ...]:
    own = called(operation.name, operation.node)
    lines = [f"{own} = {formula(operation, graph.names)}", with_numbers(operation, graph.quantities)]
    if operation.primitive != SPLIT:
        lines += [f"also {valued(result)}" for result in operation.results[1:]]
    if operation.name in graph.names:
        lines.append(f"this is the value of {graph.names[operation.name]}")
    return tuple(lines)


def _back(graph: Graph, operation: Operation, varied: set[str]) -> Moment:
    handed: dict[str, Array] = {}
    words = [_arrived(operation)]
    for place, (operand, part) in enumerate(zip(operation.operands, operation.handed, strict=True)):
        if part is not None and operand in varied:
            handed[operand] = handed[operand] + part if operand in handed else part
            words.append(_handed(graph, operation, place))
    return Moment(BACKWARD, operation.name, operation.node, tuple(words), None, operation.gradient, handed)


def _arrived(operation: Operation) -> str:
    arrived = [
        f"to {called(numbered(operation.name, place), operation.node)} comes back g = {slope(result.gradient)}"
        for place, result in enumerate(operation.results)
        if result.gradient is not None
    ]
    return ", ".join(arrived)


def _handed(graph: Graph, operation: Operation, place: int) -> str:
    operand = operation.operands[place]
    name = graph.names.get(operand, called(operand, operation.node))
    return f"to {name} it hands {handed_back(operation, place, graph.names)} = {slope(operation.handed[place])}"
