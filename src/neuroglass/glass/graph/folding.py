"""A graph with some of its nodes opened and the others folded."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING, Any

from neuroglass.errors import NetworkError, nearest
from neuroglass.glass.graph.boxes import Box, boxes
from neuroglass.glass.graph.dot import dot

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from neuroglass.glass.graph.graph import Graph


@dataclasses.dataclass(frozen=True)
class Folded:
    """The nodes of a network as boxes, the operations inside those that are open.

    Args:
        graph: all of it.
        open: the nodes whose operations are seen.
    """

    graph: Graph
    open: tuple[str, ...]

    @functools.cached_property
    def boxes(self) -> tuple[Box, ...]:
        """What is drawn, in the order in which it is computed."""
        return boxes(self.graph, frozenset(self.open))

    def to_json(self) -> dict[str, Any]:
        """The nodes, what they hand on and what comes back, and the operations of those that are open."""
        return {"of": self.graph.of, "nodes": [self._node(group.name) for group in self.graph.groups]}

    def to_dot(self) -> str:
        """As a text for Graphviz; a cluster for each node that is open."""
        return dot(self.graph.of, self.boxes)

    def plot(self) -> Figure:
        """A drawing, from the inputs to what was differentiated."""
        from neuroglass.glass.figures.graph import draw

        return draw(self.boxes, flow="right" if self.graph.products else "down")

    def _node(self, name: str) -> dict[str, Any]:
        group = next(group for group in self.graph.groups if group.name == name)
        inside = [entry.to_json() for entry in self.graph.operations if entry.node == name and name in self.open]
        value = self.graph.quantities[group.output].to_json()
        return {**dataclasses.asdict(group), **value, "open": name in self.open, "operations": inside}


def folded(graph: Graph, open: tuple[str, ...]) -> Folded:
    """See ``Graph.folded``."""
    names = [group.name for group in graph.groups]
    for name in open:
        if name not in names:
            raise NetworkError(f"there is no node {name!r} to open", "", nearest(name, names))
    return Folded(graph, open)
