"""The computation graph of what was differentiated, of one node, or of one neuron."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from neuroglass.errors import NetworkError, nearest
from neuroglass.glass.graph.operations import READ, Group, Leaf, Operation, Quantity, numbered

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from neuroglass.glass.graph.folding import Folded


@dataclasses.dataclass(frozen=True)
class Graph:
    """Operations, each with what it computed and what came back to it.

    Args:
        of: what it is the graph of: "loss" or "answer", a node, or a neuron.
        operations: in the order in which they run.
        leaves: what they are given: weights, inputs, targets, constants.
        groups: the nodes of the network that they belong to, and last the number itself.
        names: of operations and leaves that are the value of a node: the node's.
        products: of a neuron, the operations that multiply an input by its weight.
    """

    of: str
    operations: tuple[Operation, ...]
    leaves: tuple[Leaf, ...]
    groups: tuple[Group, ...]
    names: Mapping[str, str] = dataclasses.field(default_factory=dict)
    products: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Graph of {self.of}: {len(self.operations)} operations, {len(self.leaves)} leaves>"

    def operation(self, name: str) -> Operation:
        """One operation.

        Raises:
            NetworkError: there is no such operation.
        """
        found = {operation.name: operation for operation in self.operations}
        if name not in found:
            raise NetworkError(f"there is no operation {name!r}", "", nearest(name, found))
        return found[name]

    @functools.cached_property
    def quantities(self) -> dict[str, Quantity]:
        """What stands behind each name that an operand can have."""
        leaves = {leaf.name: leaf.result for leaf in self.leaves}
        return leaves | {
            numbered(operation.name, place): result
            for operation in self.operations
            for place, result in enumerate(operation.results)
        }

    def of_node(self, name: str) -> Graph:
        """The operations of one node; what it reads of others are leaves.

        Raises:
            NetworkError: there is no such node, or it computes nothing.
        """
        groups = {group.name: group for group in self.groups}
        if name not in groups:
            raise NetworkError(f"there is no node {name!r}", "", nearest(name, groups))
        own = tuple(operation for operation in self.operations if operation.node == name)
        if not own:
            raise NetworkError(f"{name} computes nothing here: it hands on {groups[name].output}", "another node")
        read = {operand for operation in own for operand in operation.operands}
        made = {numbered(operation.name, place) for operation in own for place in range(len(operation.results))}
        given = {leaf.name: leaf for leaf in self.leaves}
        leaves = tuple(
            given.get(operand, Leaf(operand, READ, quantity))
            for operand, quantity in self.quantities.items()
            if operand in read - made
        )
        return Graph(name, own, leaves, (groups[name],), self.names)

    def folded(self, open: Iterable[str] = ()) -> Folded:
        """The nodes as boxes, with the operations of some of them inside.

        Args:
            open: the names of these.

        Raises:
            NetworkError: there is no such node.
        """
        from neuroglass.glass.graph.folding import folded

        return folded(self, tuple(open))

    def to_json(self) -> dict[str, Any]:
        """All of it as plain data; arrays of many numbers as summaries."""
        return {
            "of": self.of,
            "nodes": [dataclasses.asdict(group) for group in self.groups],
            "leaves": [leaf.to_json() for leaf in self.leaves],
            "operations": [operation.to_json() for operation in self.operations],
        }

    def to_dot(self) -> str:
        """As a text for Graphviz, with all of it opened."""
        return self.folded(group.name for group in self.groups).to_dot()

    def plot(self) -> Figure:
        """A drawing: of a whole network folded, of a node or a neuron opened."""
        return self.folded([self.of] if len(self.groups) == 1 else []).plot()
