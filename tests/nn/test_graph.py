"""From layers to named nodes, and the graphs that are refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast

import pytest

from neuroglass.errors import NetworkError
from neuroglass.nn.layers import (
    Activation,
    Add,
    BatchNorm,
    Concatenate,
    Dense,
    Dropout,
    Embedding,
    Flatten,
    Input,
    Output,
)
from neuroglass.nn.network import Network


def names(network: Network) -> list[str]:
    return [node.name for node in network.nodes]


def node(name: Any, layer: dict[str, Any], *reads: Any) -> dict[str, Any]:
    return {"name": name, "layer": layer, "reads": list(reads)}


INPUT = node("input", {"is": "Input", "shape": [3]})
DENSE = {"is": "Dense", "units": 3}


def test_a_chain_names_its_nodes_by_kind_and_number() -> None:
    network = Network([Input((4,)), Dense(8, "relu"), Dropout(0.1), BatchNorm(), Dense(3, "softmax")])
    assert names(network) == [
        "input",
        "dense_1",
        "dense_1.relu",
        "dropout_1",
        "batch_norm_1",
        "dense_2",
        "dense_2.softmax",
    ]
    assert [node.inputs for node in network.nodes][1:] == [(name,) for name in names(network)[:-1]]


def test_a_name_that_was_given_is_kept_also_for_its_activation() -> None:
    assert names(Network([Input((4,)), Dense(8, "relu", name="first hidden")]))[1:] == [
        "first hidden",
        "first hidden.relu",
    ]


def test_names_that_were_given_are_not_given_again() -> None:
    network = Network([Input(4), Dense(3, name="dense_2"), Dense(3), Dense(3), Dense(3, name="dense_1")])
    assert names(network) == ["input", "dense_2", "dense_3", "dense_4", "dense_1"]
    assert names(Network(Add()(Dense(2)(Input(4)), Dense(2)(Input(4, name="input")))))[:3:2] == ["input_2", "input"]


def test_a_graph_lists_each_node_once_and_after_what_it_reads() -> None:
    left, right = Input((4,), name="left"), Input((2,), name="right")
    shared = Dense(3, "tanh", name="shared")(left)
    network = Network(Concatenate()(Add()(shared, Dense(3)(right)), shared, right))
    assert names(network) == ["left", "shared", "shared.tanh", "right", "dense_1", "add_1", "concatenate_1"]
    assert network.shapes["concatenate_1"] == (8,)
    assert network.nodes[-1].inputs == ("add_1", "shared.tanh", "right")


def test_a_chain_is_the_graph_that_calls_each_layer_on_the_one_before() -> None:
    chain = Network([Input((4,)), Dense(8, "relu"), Dense(3)])
    assert chain == Network(Dense(3)(Dense(8, "relu")(Input((4,)))))
    assert hash(chain) == hash(Network([Input((4,)), Dense(8, "relu"), Dense(3)]))
    assert chain != Network([Input((4,)), Dense(8, "tanh"), Dense(3)])


def test_one_layer_called_twice_is_two_nodes_with_weights_of_their_own() -> None:
    layer, x = Dense(3), Input((4,))
    assert list(Network(Add()(layer(x), layer(x))).weights) == ["dense_1", "dense_2"]


def test_a_linear_activation_is_no_node() -> None:
    assert names(Network([Input((4,)), Dense(8, "linear")])) == ["input", "dense_1"]


def test_the_kernel_starts_as_fits_the_activation_it_was_written_with() -> None:
    """The node z no longer knows its activation; he_normal is for relu, Lecun's for selu."""
    for function, fitting in (("relu", "he_normal"), ("selu", "lecun_normal"), (None, "glorot_uniform")):
        kernel = Network([Input((4,)), Dense(8, function)]).weights["dense_1"]["kernel"]
        assert kernel.initializer == fitting


def test_a_chain_of_2000_layers_and_a_diamond_of_60_are_built_without_recursion_or_repetition() -> None:
    deep = Network([Input((2,)), *[Dense(2, "tanh")] * 2000])
    assert len(deep.nodes) == 4001
    assert Network.from_json(deep.to_json()) == deep
    value: Any = Input((2,))
    for _ in range(60):
        value = Add()(value, value)
    assert len(Network(value).nodes) == 61


REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "no layers": (lambda: Network([]), "a network without layers. Expected at least one."),
    "no list": (lambda: Network(3), "Network(3). Expected a list of layers, what the last layer returned, or a text."),  # type: ignore[arg-type]
    "a word": (
        lambda: Network(cast(Any, [Input((2,)), "dense"])),
        "'dense' at place 1 of the network. Expected a layer",
    ),
    "a name twice": (
        lambda: Network([Input((2,)), Dense(3, name="a"), Dense(3, name="a")]),
        "two nodes are named 'a'. Expected each name once. Give one of them another name.",
    ),
    "an empty name": (lambda: Network([Input((2,)), Dense(3, name="")]), "a node is named ''."),
    "a name of control characters": (
        lambda: Network([Input((2,)), Dense(3, name="\x1b[2J")]),
        "a node is named '\\x1b[2J'. Expected a text that can be printed.",
    ),
    "a number for a name": (lambda: Network([Input((2,)), Dense(3, name=5)]), "a node is named 5."),  # type: ignore[arg-type]
    "shapes that do not add": (
        lambda: Network(Add(name="sum")(Dense(3, name="a")(x := Input((2,))), Dense(4, name="b")(x))),
        "sum (after a, b): Add got (3,) and (4,). Expected inputs of one shape.",
    ),
    "an input in the middle": (
        lambda: Network([Input((2,)), Dense(3), Input((3,))]),
        "Input at place 2 of the network. Expected Input at its start, place 0.",
    ),
    "an input at the end": (lambda: Network([Dense(3), Input(3)]), "Input at place 1 of the network."),
    "an output in the middle": (
        lambda: Network([Output(), Dense(3)]),
        "output stands before dense_1. Expected Output() at the end of the network.",
    ),
    "a layer on nothing": (
        lambda: Network(Dense(3)()),
        "Dense was called on nothing. Expected an Input. Write Dense(...)(Input(4)).",
    ),
    "dense on one number": (
        lambda: Network([Input(()), Dense(3)]),
        "dense_1 (after input): Dense got one number a sample, shape (). Expected at least one axis of features.",
    ),
    "ids as numbers": (
        lambda: Network([Input((3,), "int32"), Dense(3)]),
        "dense_1 reads the ids of input as they are. Expected an Embedding there.",
    ),
    "pixels as numbers": (
        lambda: Network([Input((3, 3, 1), "uint8"), Flatten()]),
        "flatten_1 reads the pixels of input as they are. Expected a Normalization there.",
    ),
    "samples as numbers": (
        lambda: Network([Input((90,), "int16"), Dense(3)]),
        "dense_1 reads the samples of input as they are. Expected a LogMel there.",
    ),
    "numbers as ids": (
        lambda: Network([Input((3,)), Embedding(5, 2)]),
        'embedding_1 looks up ids in input, which holds numbers. Expected ids, from Input(..., dtype="int32").',
    ),
    "a cycle": (
        lambda: Network.from_json([INPUT, node("a", DENSE, "b"), node("b", DENSE, "a")]),
        "a reads b, which stands after it or is itself. Expected a graph without cycles.",
    ),
    "itself": (
        lambda: Network.from_json([INPUT, node("a", DENSE, "a")]),
        "a reads a, which stands after it or is itself.",
    ),
    "what is not there": (
        lambda: Network.from_json([INPUT, node("a", DENSE, "b")]),
        "a reads 'b', which is not a node of this network.",
    ),
    "two ends": (
        lambda: Network.from_json([INPUT, node("a", DENSE, "input"), node("b", DENSE, "input")]),
        "nothing reads a. Expected a network that ends in one node.",
    ),
    "no list of nodes": (lambda: Network.from_json({"a": 1}), "the description of the network is not a list of nodes."),
    "no node": (lambda: Network.from_json([{}]), "a node described as {}. Expected its name, layer and reads."),
    "no node at all": (lambda: Network.from_json([]), "a network without layers."),
    "a name that is none": (lambda: Network.from_json([node(3, DENSE)]), "a node described as {'name': 3"),
    "a reading that is none": (lambda: Network.from_json([INPUT, node("a", DENSE, 3)]), "node 'a' is described as"),
    "a layer that is none": (lambda: Network.from_json([node("a", {}, "a")]), "node 'a' is described as"),
    "an initializer for a layer": (
        lambda: Network.from_json([node("a", {"is": "Constant", "value": 1.0})]),
        "node 'a' is described as",
    ),
    "an unknown layer": (
        lambda: Network.from_json([INPUT, node("a", {"is": "Dence", "units": 3}, "input")]),
        "the layer 'Dence' is not known here. Did you mean Dense?",
    ),
    "an unknown field": (
        lambda: Network.from_json([INPUT, node("a", {"is": "Dense", "unit": 3}, "input")]),
        "the layer Dense has no setting 'unit'. Did you mean units?",
    ),
}


@pytest.mark.parametrize(("make", "text"), REFUSED.values(), ids=REFUSED)
def test_a_network_that_cannot_be_is_refused_when_it_is_built(make: Callable[[], Any], text: str) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(text)) as refusal:
        make()
    assert "neuroglass" in type(refusal.value).__module__


def test_an_open_chain_says_that_it_waits_for_data() -> None:
    network = Network([Dense(3, "relu"), Output()])
    assert not network.complete
    with pytest.raises(NetworkError, match="still has to meet its data"):
        network.apply({"params": {}, "state": {}}, {})


def test_the_data_completes_an_open_chain_embedding_its_ids() -> None:
    inputs = {"features": Input((5,)), "marital status": Input((), "int32"), "a/b": Input((), "int32")}
    stems = {"marital status": Embedding(7, 4), "a/b": Embedding(30, 8)}
    network = Network([Dense(4, "relu"), Output()]).completed(inputs, stems, 3, "softmax")
    assert names(network) == [
        "features",
        "marital status",
        "a/b",
        "marital status.embedding",
        "a/b.embedding",
        "joined",
        "dense_1",
        "dense_1.relu",
        "output",
        "output.softmax",
    ]
    assert network.shapes["joined"] == (5 + 4 + 8,)
    assert network.shapes["output.softmax"] == (3,)
    assert network.inputs == inputs


def test_a_chain_on_one_input_reads_it_as_it_is() -> None:
    network = Network([Dense(4), Activation("relu"), Output(2, "sigmoid")]).completed(
        {"x": Input((5,))}, {}, 3, "softmax"
    )
    assert names(network) == ["x", "dense_1", "activation_1", "output", "output.sigmoid"]
    assert network.shapes["output"] == (2,)
