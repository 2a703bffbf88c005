"""The graph of one neuron, number by number: a = activation(Σ inputs · weights + bias), or Σ inputs · slopes."""

from __future__ import annotations

import numpy as np

from neuroglass.errors import NetworkError
from neuroglass.glass.graph.graph import Graph
from neuroglass.glass.graph.operations import CONSTANT, READ, WEIGHT, Array, Group, Leaf, Operation, Quantity
from neuroglass.glass.neuron import Neuron, Term


def unit_graph(neuron: Neuron) -> Graph:
    """The operations of a neuron of a layer that multiplies and adds, or whose slopes here say all, as of a pooling.

    Gradients of inputs are what comes back through this neuron alone.

    Raises:
        NetworkError: a neuron of another layer.
    """
    if not neuron.sources or not neuron.adds_up:
        raise NetworkError(
            f"{neuron.name} is no sum of inputs times weights",
            "a neuron of a layer that multiplies and adds, as Dense and convolutions do",
            f"Open all of its node, {neuron.node}, without the number of a neuron",
        )
    made = _Made(neuron)
    group = Group(neuron.name, neuron.node, (), made.operations[-1].name)
    return Graph(neuron.name, tuple(made.operations), tuple(made.leaves), (group,), products=tuple(made.products))


class _Made:
    """The operations of a neuron as they come about."""

    def __init__(self, neuron: Neuron):
        self.neuron, self.back = neuron, neuron.gradient_z
        self.operations: list[Operation] = []
        self.leaves: list[Leaf] = []
        self.weight_names = neuron.weight_names
        self.products = [self._product(place, term) for place, term in enumerate(neuron.terms())]
        total = self._sum()
        z = total if neuron.bias is None else self._biased(total)
        if neuron.activation is not None:
            self._add(neuron.activation, [z], neuron.a, neuron.gradient_a, [self.back])

    def _product(self, place: int, term: Term) -> str:
        """A slope is no weight: nothing comes back to it."""
        is_weight = self.neuron.weighted
        called = self.weight_names[term.name] if is_weight else f"slope by {term.name}"
        factor = f"{self.neuron.name}/{called}"
        handed = [_times(self.back, term.weight), _times(self.back, term.value) if is_weight else None]
        self._give(term.name, READ, term.value, handed[0])
        self._give(factor, WEIGHT if is_weight else CONSTANT, term.weight, handed[1])
        return self._add("mul", [term.name, factor], term.product, self.back, handed, place)

    def _sum(self) -> str:
        total = sum(term.product for term in self.neuron.terms())
        return self._add("sum", self.products, total, self.back, [self.back] * len(self.products))

    def _biased(self, total: str) -> str:
        bias = f"{self.neuron.name}/bias"
        self._give(bias, WEIGHT, float(self.neuron.bias or 0), self.back)
        return self._add("add", [total, bias], self.neuron.z, self.back, [self.back, self.back])

    def _give(self, name: str, kind: str, value: float, gradient: float | None) -> None:
        self.leaves.append(Leaf(name, kind, _scalar(value, gradient)))

    def _add(
        self,
        primitive: str,
        operands: list[str],
        value: float,
        gradient: float | None,
        handed: list[float | None],
        place: int = 0,
    ) -> str:
        name = f"{self.neuron.name}:{primitive}" + (f"_{place + 1}" if place else "")
        back = tuple(_array(part) for part in handed)
        result = _scalar(value, gradient)
        self.operations.append(Operation(name, primitive, self.neuron.name, tuple(operands), back, (result,)))
        return name


def _times(one: float | None, other: float) -> float | None:
    return None if one is None else one * other


def _array(number: float | None) -> Array | None:
    return None if number is None else np.asarray(number, np.float32)


def _scalar(value: float, gradient: float | None) -> Quantity:
    return Quantity((), "float32", _array(value), _array(gradient))
