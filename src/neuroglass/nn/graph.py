"""From layers as the user writes them to a graph of named nodes, each checked for its shape."""

from __future__ import annotations

import collections
import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, runtime_checkable

from neuroglass.errors import NetworkError
from neuroglass.nn.initializers import InitializerLike, default_initializer
from neuroglass.nn.layers import Activation, Embedding, Input, Layer, LogMel, Normalization, Output, Shape, Symbol


@dataclasses.dataclass(frozen=True)
class Node:
    """One named step of a network: a layer and the names of the nodes it reads."""

    name: str
    layer: Layer
    inputs: tuple[str, ...] = ()


def chain(layers: Sequence[Layer]) -> tuple[Node, ...]:
    """Nodes in which each layer reads the one before. The first one reads nothing until data is known."""
    if not layers:
        raise NetworkError("a network without layers", "at least one", 'Write Network([Dense(32, "relu"), Output()])')
    for position, layer in enumerate(layers):
        if not isinstance(layer, Layer):
            raise NetworkError(f"{layer!r} at place {position} of the network", "a layer, as Dense(32)")
        if position and isinstance(layer, Input):
            raise NetworkError(f"Input at place {position} of the network", "Input at its start, place 0")
    value: Symbol | Input = layers[0] if isinstance(layers[0], Input) else Symbol(layers[0], ())
    for layer in layers[1:]:
        value = Symbol(layer, (value,))
    return graph(value)


def graph(output: Symbol | Input) -> tuple[Node, ...]:
    """The nodes that ``output`` needs, each after those it reads."""
    values = list(_in_order(output))
    layers = [value.layer if isinstance(value, Symbol) else value for value in values]
    names = _Names({layer.name for layer in layers if layer.name is not None})
    named: dict[int, str] = {}
    nodes: list[Node] = []
    for value, layer in zip(values, layers, strict=True):
        reads = tuple(named[id(read)] for read in value.inputs) if isinstance(value, Symbol) else ()
        named[id(value)] = names.of(layer)
        nodes.append(Node(named[id(value)], layer.named(None), reads))
    return tuple(nodes)


def _in_order(output: Symbol | Input) -> Iterator[Symbol | Input]:
    """Depth first without recursion, so that a deep network does not exhaust the stack."""
    done: set[int] = set()
    stack: list[tuple[Symbol | Input, bool]] = [(output, False)]
    while stack:
        value, inputs_done = stack.pop()
        if id(value) in done:
            continue
        if inputs_done or isinstance(value, Input):
            done.add(id(value))
            yield value
        else:
            stack.append((value, True))
            stack.extend((read, False) for read in reversed(value.inputs))


@runtime_checkable
class _Activated(Protocol):
    """A layer that ends in an activation function, to which its kernel's start is fitted."""

    activation: str | None
    kernel_initializer: InitializerLike


def split(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """Two nodes for each layer with an activation function, z and a; whoever read the layer reads a."""
    ends: dict[str, str] = {}
    apart: list[Node] = []
    for node in nodes:
        reads = tuple(ends.get(name, name) for name in node.inputs)
        apart.append(dataclasses.replace(node, inputs=reads))
        if isinstance(node.layer, _Activated) and node.layer.activation is not None and not node.layer.recurrent:
            function = node.layer.activation
            start = node.layer.kernel_initializer or default_initializer(function)
            without = {"activation": None, "kernel_initializer": start}
            plain: Layer = dataclasses.replace(node.layer, **without)  # type: ignore[arg-type]
            apart[-1] = Node(node.name, plain, reads)
            if function != "linear":
                ends[node.name] = f"{node.name}.{function}"
                apart.append(Node(ends[node.name], Activation(function), (node.name,)))
    return tuple(apart)


class _Names:
    """Gives each node a name: its own, or dense_1, dense_2, ... without those that are ``taken``."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._count: collections.Counter[str] = collections.Counter()

    def of(self, layer: Layer) -> str:
        if layer.name is not None:
            return layer.name
        if isinstance(layer, Output):
            return "output"
        kind = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(layer).__name__).lower()
        while True:
            self._count[kind] += 1
            first = kind == "input" and self._count[kind] == 1
            name = kind if first else f"{kind}_{self._count[kind]}"
            if name not in self._taken:
                return name


def check_names(nodes: Sequence[Node]) -> None:
    """Refuse names used twice, unknown ones, and a node that reads itself or a later one: a cycle."""
    known = {node.name for node in nodes}
    seen: set[str] = set()
    for node in nodes:
        if node.name in seen:
            raise NetworkError(f"two nodes are named {node.name!r}", "each name once", "Give one of them another name")
        if not (isinstance(node.name, str) and node.name.isprintable() and node.name):
            raise NetworkError(f"a node is named {node.name!r}", "a text that can be printed")
        for read in node.inputs:
            if read not in known:
                raise NetworkError(f"{node.name} reads {read!r}, which is not a node of this network")
            if read not in seen:
                raise NetworkError(
                    f"{node.name} reads {read}, which stands after it or is itself", "a graph without cycles"
                )
        seen.add(node.name)


def check_used(nodes: Sequence[Node]) -> None:
    """Refuse a node whose value nobody reads: it would learn nothing; and an Output that is not the end."""
    read = {name for node in nodes for name in node.inputs}
    for node in nodes[:-1]:
        if isinstance(node.layer, Output):
            raise NetworkError(f"{node.name} stands before {nodes[-1].name}", "Output() at the end of the network")
        if node.name not in read:
            raise NetworkError(f"nothing reads {node.name}", "a network that ends in one node")


# What arrays of a dtype hold, and the layer that makes numbers of them.
READERS: dict[str, tuple[str, type[Layer]]] = {
    "int32": ("ids", Embedding),
    "uint8": ("pixels", Normalization),
    "int16": ("samples", LogMel),
}


def check_ids(nodes: Iterable[Node]) -> None:
    """Refuse ids, pixels and samples read as if they were numbers, and numbers looked up as ids."""
    inputs: dict[str, str] = {}
    for node in nodes:
        if isinstance(node.layer, Input):
            inputs[node.name] = node.layer.dtype
        for read in node.inputs:
            what, reader = READERS.get(inputs.get(read, ""), ("", None))
            if reader is not None and not isinstance(node.layer, reader):
                wanted = f"{'an' if reader is Embedding else 'a'} {reader.__name__} there"
                raise NetworkError(f"{node.name} reads the {what} of {read} as they are", wanted)
            if what != "ids" and isinstance(node.layer, Embedding):
                raise NetworkError(
                    f"{node.name} looks up ids in {read}, which holds numbers", 'ids, from Input(..., dtype="int32")'
                )


def shapes_of(nodes: Iterable[Node]) -> dict[str, Shape]:
    """The shape of one sample at every node; NetworkError names the node that does not fit."""
    shapes: dict[str, Shape] = {}
    for node in nodes:
        try:
            shapes[node.name] = node.layer.output_shape(*(shapes[read] for read in node.inputs))
        except NetworkError as error:
            place = f"{node.name} (after {', '.join(node.inputs) or 'nothing'})"
            raise NetworkError(f"{place}: {error.received}", error.expected, error.mend) from None
    return shapes
