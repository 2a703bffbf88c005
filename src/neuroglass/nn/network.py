"""Network: a graph of named nodes that turns arrays into an answer, purely."""

from __future__ import annotations

import dataclasses
import functools
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from neuroglass.errors import NetworkError, nearest
from neuroglass.nn import initializers, layers, regularizers
from neuroglass.nn.beginnings import begun, of_ids
from neuroglass.nn.chains import layers_of
from neuroglass.nn.describe import describe, restore
from neuroglass.nn.graph import Node, chain, check_ids, check_names, check_used, graph, shapes_of, split
from neuroglass.nn.layers import (
    Embedding,
    Input,
    Layer,
    Moment,
    Output,
    Shape,
    Symbol,
    Weight,
)
from neuroglass.nn.layers.recurrent import Bidirectional, Recurrent
from neuroglass.nn.summary import Row, as_text, rows

Variables = dict[str, dict[str, dict[str, jax.Array]]]  # {"params" | "state": {node: {weight: array}}}
Tap = Callable[[str, jax.Array], jax.Array]
Carried = dict[str, dict[str, jax.Array]]  # {node: {name: (batch, units)}}

KNOWN: dict[str, type] = {
    name: kind
    for room in (layers, initializers, regularizers)
    for name, kind in vars(room).items()
    if isinstance(kind, type) and dataclasses.is_dataclass(kind)
}


class Applied(NamedTuple):
    """What one pass through a network gives.

    Args:
        value: the answer.
        state: the state after it, by node, of layers that keep one.
        carried: where each recurrent layer ended, by node: given to the next pass, it goes on from there.
        steps: (batch, time), which steps of the answer are real; None: all, or it has no time.
        real: the same of every node, by name.
    """

    value: jax.Array
    state: dict[str, dict[str, jax.Array]]
    carried: Carried
    steps: jax.Array | None
    real: dict[str, jax.Array | None]


class Network:
    """Layers in a chain, or a graph.

    Args:
        made_of: a sequence of layers, each reading the one before; or the last value of a graph, as
            ``Dense(3)(Dense(8, "relu")(Input(4)))`` returns it; or a chain in words, as ``"dense 8 relu, dense"``.

    Raises:
        NetworkError: shapes that do not fit, a name used twice, a cycle.

    >>> from neuroglass.nn import Dense
    >>> network = Network([Input(4), Dense(8, "relu"), Dense(3, "softmax")])
    >>> [node.name for node in network.nodes]
    ['input', 'dense_1', 'dense_1.relu', 'dense_2', 'dense_2.softmax']
    """

    def __init__(self, made_of: Sequence[Layer] | Symbol | Sequence[Node] | str):
        self.nodes: tuple[Node, ...] = split(
            _nodes(layers_of(made_of.split(",")) if isinstance(made_of, str) else made_of)
        )
        check_names(self.nodes)
        check_used(self.nodes)
        check_ids(self.nodes)
        self.shapes: dict[str, Shape] = shapes_of(self.nodes) if self.complete else {}

    @property
    def complete(self) -> bool:
        """Whether its inputs and outputs are known; if not, ``completed`` takes them from the data."""
        open_start = any(not node.inputs and not isinstance(node.layer, Input) for node in self.nodes)
        return not open_start and not any(isinstance(node.layer, Output) for node in self.nodes)

    @property
    def inputs(self) -> dict[str, Input]:
        """The arrays it takes in, by name."""
        return {node.name: node.layer for node in self.nodes if isinstance(node.layer, Input)}

    @property
    def output(self) -> str:
        """The name of its last node."""
        return self.nodes[-1].name

    @functools.cached_property
    def weights(self) -> dict[str, dict[str, Weight]]:
        """What each node owns, by node and weight name; nodes that own nothing are left out."""
        owned = {
            node.name: dict(node.layer.weights(*(self.shapes[read] for read in node.inputs))) for node in self.nodes
        }
        return {name: weights for name, weights in owned.items() if weights}

    @property
    def random(self) -> bool:
        """Whether training draws random numbers inside it."""
        return any(node.layer.random for node in self.nodes)

    @functools.cached_property
    def stateful(self) -> bool:
        """Whether what a layer remembers goes on from one batch to the next."""
        return any(_goes_on(node) for node in self.nodes)

    def rest(self, batch: int) -> Carried:
        """The states that are carried from batch to batch, at rest."""
        if not self.stateful:
            return {}
        given = {name: jnp.zeros((batch, *self.shapes[name]), layer.dtype) for name, layer in self.inputs.items()}
        variables = jax.eval_shape(self.init, jax.random.key(0))
        ended = jax.eval_shape(lambda held, x: self.apply(held, x).carried, variables, given)
        return jax.tree.map(lambda state: jnp.zeros(state.shape, state.dtype), self.kept(ended))

    def kept(self, carried: Carried) -> Carried:
        """Of the states that recurrent layers ended in, those that go on to the next batch."""
        return {node.name: carried[node.name] for node in self.nodes if node.name in carried and _goes_on(node)}

    def completed(
        self, inputs: Mapping[str, Input], stems: Mapping[str, Layer], units: int, activation: str | None
    ) -> Network:
        """The network with its ends settled by the data.

        Args:
            inputs: the arrays the data gives; an open chain reads them all, as ``begun`` joins them.
            stems: the layer that an input passes through first: ids an Embedding, pixels a Normalization.
            units: what ``Output()`` becomes.
            activation: what ``Output()`` becomes.
        """
        is_open = any(not node.inputs and not isinstance(node.layer, Input) for node in self.nodes)
        ids = next((stem for stem in stems.values() if isinstance(stem, Embedding)), None)
        nodes = begun(self.nodes, inputs, stems) if is_open else self.nodes
        settled = [of_ids(_answering(node.layer, units, activation), ids).named(None) for node in nodes]
        return Network([dataclasses.replace(node, layer=layer) for node, layer in zip(nodes, settled, strict=True)])

    def init(self, key: jax.Array) -> Variables:
        """Fresh weights. Each is drawn from a stream of its own name, so that adding a layer changes no other.

        Args:
            key: ``jax.random.key(seed)``.
        """
        variables: Variables = {"params": {}, "state": {}}
        for node, weights in self.weights.items():
            for name, weight in weights.items():
                stream = fold_name(key, f"{node}/{name}")
                array = weight.drawn(stream)
                variables["params" if weight.learnt else "state"].setdefault(node, {})[name] = array
        return variables

    def apply(
        self,
        variables: Variables,
        inputs: Mapping[str, jax.Array] | jax.Array,
        *,
        training: bool = False,
        key: jax.Array | None = None,
        rows: jax.Array | None = None,
        carried: Carried | None = None,
        tap: Tap | None = None,
        until: str | None = None,
    ) -> Applied:
        """One forward pass.

        Args:
            variables: as ``init`` gives them.
            inputs: arrays (batch, ...) by input name, or the only one.
            training: whether dropout, noise and batch statistics are on.
            key: the random stream of this pass; needed when training a network that draws random numbers.
            rows: (batch,), 0 for rows that are padding.
            carried: the states that recurrent layers begin in, by node; those that are left out begin at rest.
            tap: called with every node's name and value; what it returns is what the next nodes read.
            until: the node whose value is wanted; None means the last.
        """
        given = self._given(inputs, until)
        begun, ended = carried or {}, dict[str, dict[str, jax.Array]]()
        values: dict[str, jax.Array] = {}
        steps: dict[str, jax.Array | None] = {}
        state = dict(variables["state"])
        for node in self.nodes:
            read = [given[node.name]] if isinstance(node.layer, Input) else [values[name] for name in node.inputs]
            known = [steps[name] for name in node.inputs]
            stream = fold_name(key, node.name) if training and key is not None and node.layer.random else None
            owned = variables["params"].get(node.name, {}) | state.get(node.name, {})
            moment = Moment(training, stream, rows, known[0] if known else None, begun.get(node.name, {}))
            with jax.named_scope(node.name):
                value, changed = node.layer.compute(owned, moment, *read)
                value = _held(value, state.get(held_by(node.name)))
                steps[node.name] = node.layer.steps(known, *read)
            if changed:
                (ended if node.layer.recurrent else state)[node.name] = changed
            values[node.name] = tap(node.name, value) if tap else value
            if node.name == until:
                break
        return Applied(values[node.name], state, ended, steps[node.name], steps)

    def inside(
        self,
        variables: Variables,
        inputs: Mapping[str, jax.Array] | jax.Array,
        node: str,
        *,
        carried: Carried | None = None,
    ) -> dict[str, jax.Array]:
        """What happens inside a recurrent node at every step: its gates and states by name, (batch, time, units)."""
        opened = {
            entry.name: (entry.layer, entry.inputs)
            for entry in self.nodes
            if isinstance(entry.layer, Recurrent | Bidirectional)
        }
        if node not in opened:
            listed = ", ".join(opened) or "none in this network"
            raise NetworkError(f"there is no recurrent node {node!r} to look into", f"one of: {listed}")
        layer, reads = opened[node]
        read = [self.apply(variables, inputs, carried=carried, until=name) for name in reads]
        moment = Moment(steps=read[0].steps, carried=(carried or {}).get(node, {}))
        return layer.inside(variables["params"][node], moment, *(before.value for before in read))

    def _given(self, inputs: Mapping[str, jax.Array] | jax.Array, until: str | None) -> Mapping[str, jax.Array]:
        """The arrays by input name, each looked at before anything is computed."""
        if not self.complete:
            raise NetworkError(f"{self} still has to meet its data", "a network with Input and without Output()")
        if until is not None and until not in self.shapes:
            raise NetworkError(f"there is no node {until!r}", "", nearest(until, self.shapes))
        wanted = self.inputs
        given = inputs if isinstance(inputs, Mapping) else dict.fromkeys(list(wanted)[:1], inputs)
        for name in wanted:
            if name not in given:
                raise NetworkError(f"the input {name!r} is missing", f"arrays named {', '.join(wanted)}")
            if given[name].ndim == 0 or given[name].shape[1:] != self.shapes[name]:
                axes = ", ".join(["batch", *map(str, self.shapes[name])])
                raise NetworkError(f"the input {name!r} has the shape {given[name].shape}", f"({axes})")
        return given

    def penalty(self, params: Mapping[str, Mapping[str, jax.Array]]) -> jax.Array:
        """The sum of what the regularizers ask for these weights."""
        held = [
            regularizers.get(weight.regularizer)(params[node][name])
            for node, weights in self.weights.items()
            for name, weight in weights.items()
            if weight.regularizer is not None
        ]
        return sum(held, jnp.float32(0))

    def constrained(self, params: dict[str, dict[str, jax.Array]]) -> dict[str, dict[str, jax.Array]]:
        """The weights, each brought back to what its constraint allows."""
        return {
            node: {name: self.weights[node][name].held(array) for name, array in arrays.items()}
            for node, arrays in params.items()
        }

    def to_json(self) -> list[dict[str, Any]]:
        """Plain data that ``from_json`` turns back into the same network."""
        return [{"name": node.name, "layer": describe(node.layer), "reads": list(node.inputs)} for node in self.nodes]

    @staticmethod
    def from_json(description: object) -> Network:
        """The network that ``to_json`` described. Nothing is imported and nothing is run."""
        if not isinstance(description, list) or not all(isinstance(entry, dict) for entry in description):
            raise NetworkError("the description of the network is not a list of nodes")
        return Network([_node(entry) for entry in description])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Network) and self.nodes == other.nodes

    def __hash__(self) -> int:
        return hash(self.nodes)

    def __repr__(self) -> str:
        return f"Network({', '.join(node.name for node in self.nodes)})"

    def summary(self) -> str:
        """Nodes, shapes, parameters, multiply-adds and bytes, as a table."""
        if not self.complete:
            return "\n".join([*(node.name for node in self.nodes), "shapes are known once the network meets its data"])
        return as_text(self.rows())

    def rows(self) -> list[Row]:
        """The summary as data, a row a node."""
        return rows(self.nodes, self.shapes)


def held_by(node: str) -> str:
    """Where, among the states, it stands which numbers of a node are held and at what, as {"where": ..., "at": ...}."""
    return f"{node} held"


def _held(value: jax.Array, held: Mapping[str, jax.Array] | None) -> jax.Array:
    """The value, or what an edit holds in its place. Both are arrays, so that another edit compiles nothing."""
    if held is None:
        return value
    where, at = (jnp.broadcast_to(held[name], value.shape) for name in ("where", "at"))
    return jnp.where(where, at, value)


def _goes_on(node: Node) -> bool:
    return bool(getattr(node.layer, "stateful", False))


def fold_name(key: jax.Array, name: str) -> jax.Array:
    """The random stream called ``name`` below ``key``."""
    return jax.random.fold_in(key, zlib.crc32(name.encode()))


def _nodes(made_of: Sequence[Layer] | Symbol | Sequence[Node]) -> tuple[Node, ...]:
    if isinstance(made_of, Symbol):
        return graph(made_of)
    if not isinstance(made_of, Sequence):
        raise NetworkError(f"Network({made_of!r})", "a list of layers, what the last layer returned, or a text")
    nodes = tuple(entry for entry in made_of if isinstance(entry, Node))
    return nodes or chain([entry for entry in made_of if not isinstance(entry, Node)])


def _node(entry: dict[str, Any]) -> Node:
    name, reads = entry.get("name"), entry.get("reads")
    if entry.keys() != {"name", "layer", "reads"} or not isinstance(name, str) or not isinstance(reads, list):
        raise NetworkError(f"a node described as {str(entry)[:80]}", "its name, layer and reads")
    layer = restore(entry["layer"], KNOWN, "the layer")
    if not isinstance(layer, Layer) or not all(isinstance(read, str) for read in reads):
        raise NetworkError(f"node {name!r} is described as {str(entry)[:80]}", "a layer and the names of nodes")
    return Node(name, layer, tuple(reads))


def _answering(layer: Layer, units: int, activation: str | None) -> Layer:
    return layer.settled(units, activation) if isinstance(layer, Output) else layer
