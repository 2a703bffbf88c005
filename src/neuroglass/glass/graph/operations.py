"""What a computation graph is made of."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroglass.glass.opened import summary

Array = NDArray[Any]
WHOLE = 64  # numbers of an array that is written out whole

WEIGHT, STATE, INPUT, TARGET, CONSTANT, READ = "weight", "state", "input", "target", "constant", "read"


@dataclasses.dataclass(frozen=True)
class Quantity:
    """An array at one place of the program.

    Args:
        shape: of it.
        dtype: as "float32".
        value: what stands there; None inside a loop, where it is another one in each round.
        gradient: the derivative of what was differentiated by each of its numbers; None where no way leads back: of
            whole numbers, of what is held fixed, and of what the number does not follow from.
    """

    shape: tuple[int, ...]
    dtype: str
    value: Array | None = None
    gradient: Array | None = None

    def to_json(self) -> dict[str, Any]:
        """Its numbers, or what they are like where they are many."""
        return {
            "shape": self.shape,
            "dtype": self.dtype,
            "value": brief(self.value),
            "gradient": brief(self.gradient),
        }


@dataclasses.dataclass(frozen=True)
class Leaf:
    """What the program is given.

    Args:
        name: as "dense_1/kernel".
        kind: "weight", "state", "input", "target", "constant", or, in the graph of one node, "read".
        result: what it is.
    """

    name: str
    kind: str
    result: Quantity

    def to_json(self) -> dict[str, Any]:
        """All of it."""
        return {"id": self.name, "kind": self.kind, **self.result.to_json()}


@dataclasses.dataclass(frozen=True)
class Operation:
    """One operation of the program.

    Args:
        name: its own, as "dense_1:add".
        primitive: what it does, as "add"; of a function with a derivative of its own the function, as "relu".
        node: the node of the network it belongs to; "loss" or "answer" where the number itself is computed.
        operands: the operations and leaves it takes, by name; a name that ends in "#1" is the second result of an
            operation, and what is neither is a number.
        handed: what it hands back to each operand: its part of the operand's gradient, or None.
        results: what it computes and anybody reads, nearly always one array.
        settings: what else belongs to it, as axes.
        inner: the operations it consists of, for those that can be opened: functions, and loops, whose operations have
            no values.
    """

    name: str
    primitive: str
    node: str
    operands: tuple[str, ...]
    handed: tuple[Array | None, ...]
    results: tuple[Quantity, ...]
    settings: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    inner: tuple[Operation, ...] = ()

    @property
    def result(self) -> Quantity:
        """What it computes, of several results the first."""
        return self.results[0]

    @property
    def value(self) -> Array | None:
        """The value of the result."""
        return self.result.value

    @property
    def gradient(self) -> Array | None:
        """The gradient of the result."""
        return self.result.gradient

    def to_json(self) -> dict[str, Any]:
        """All of it."""
        return {
            "id": self.name,
            "primitive": self.primitive,
            "node": self.node,
            "operands": self.operands,
            "handed": [brief(part) for part in self.handed],
            **self.result.to_json(),
            "more_results": [result.to_json() for result in self.results[1:]],
            "settings": dict(self.settings),
            "inner": [operation.to_json() for operation in self.inner],
        }


@dataclasses.dataclass(frozen=True)
class Group:
    """The operations that are one node of the network, or the number that was differentiated.

    Args:
        name: of the node.
        kind: its layer or loss, in a few words.
        reads: the groups whose results it takes.
        output: the operation or leaf that is its value. A node that only hands on, as Dropout does here, has that of
            the node it reads.
    """

    name: str
    kind: str
    reads: tuple[str, ...]
    output: str


def brief(array: Array | None) -> Any:
    """A few numbers as nested lists, many as a summary."""
    if array is None:
        return None
    if array.size <= WHOLE:
        return array.tolist()
    return summary(array.astype(np.float64))


def numbered(name: str, place: int) -> str:
    """The name of one result of an operation."""
    return f"{name}#{place}" if place else name
