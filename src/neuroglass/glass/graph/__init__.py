"""The computation graph: the operations of the program that really runs, with their numbers."""

from neuroglass.glass.graph.folding import Folded
from neuroglass.glass.graph.graph import Graph
from neuroglass.glass.graph.operations import Group, Leaf, Operation, Quantity
from neuroglass.glass.graph.steps import Moment

__all__ = ["Folded", "Graph", "Group", "Leaf", "Moment", "Operation", "Quantity"]
