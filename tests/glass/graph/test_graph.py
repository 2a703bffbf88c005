"""The computation graph, held against the pass that keeps nodes alone, closed forms, and finite differences."""

from __future__ import annotations

from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from neuroglass.data.parts import Data
from neuroglass.errors import NetworkError
from neuroglass.glass import Glass
from neuroglass.glass.graph import Graph, asking
from neuroglass.glass.graph.operations import INPUT, WEIGHT, numbered
from neuroglass.glass.graph.program import Program, traced
from neuroglass.glass.graph.running import Arrays, _run, differentiated
from neuroglass.glass.wanted import Wanted
from neuroglass.model import Model
from neuroglass.nn import losses
from neuroglass.nn.evaluation import Samples
from neuroglass.nn.layers import (
    Dense,
    Input,
)
from neuroglass.nn.network import Network
from neuroglass.nn.objective import Objective
from neuroglass.nn.regularizers import l2
from tests.glass import made

KINDS: dict[str, tuple[Callable[[], Model], Callable[[], Data]]] = {
    "dense": (made.dense, made.cars),
    "ensemble": (made.ensemble, made.cars),
    "convolutional": (made.convolutional, made.pictures),
    "reading": (made.reading, made.texts),
}


@pytest.fixture(scope="module")
def opened() -> Callable[[str], tuple[Glass, Graph]]:
    kept: dict[str, tuple[Glass, Graph]] = {}

    def open(kind: str) -> tuple[Glass, Graph]:
        if kind not in kept:
            model, data = KINDS[kind]
            glass = made.seen(model(), data(), 2)
            kept[kind] = glass, glass.graph()
        return kept[kind]

    return open


Opened = Callable[[str], tuple[Glass, Graph]]


def near(found: object, wanted: object) -> None:
    np.testing.assert_allclose(np.asarray(found), np.asarray(wanted), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_each_node_ends_in_the_value_and_gradient_that_the_glass_keeps_of_it(opened: Opened, kind: str) -> None:
    glass, graph = opened(kind)
    for group in graph.groups[:-1]:
        quantity = graph.quantities[group.output]
        near(quantity.value, glass.values[group.name])
        assert (quantity.gradient is None) == (group.name not in glass.gradients)
        if quantity.gradient is not None:
            near(quantity.gradient, glass.gradients[group.name])
    near(graph.quantities[graph.groups[-1].output].value, glass.number)


@pytest.mark.parametrize("kind", KINDS)
def test_weights_have_the_gradients_that_the_glass_gives_them(opened: Opened, kind: str) -> None:
    glass, graph = opened(kind)
    weights = {leaf.name: leaf.result for leaf in graph.leaves if leaf.kind == WEIGHT}
    assert set(weights) == {f"{node}/{name}" for node, owned in glass.weights.items() for name in owned}
    for name, quantity in weights.items():
        node, weight = name.split("/")
        near(quantity.value, glass.weights[node][weight])
        near(quantity.gradient, glass.weight_gradients[node][weight])


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_handed_back_to_a_result_adds_up_to_its_gradient(opened: Opened, kind: str) -> None:
    graph = opened(kind)[1]
    number = graph.groups[-1].output
    for name, quantity in graph.quantities.items():
        if quantity.gradient is not None and name != number:
            parts = [
                part
                for operation in graph.operations
                for operand, part in zip(operation.operands, operation.handed, strict=True)
                if operand == name and part is not None
            ]
            near(sum(parts, np.zeros(quantity.shape)), quantity.gradient)


@pytest.mark.parametrize("kind", KINDS)
def test_an_operation_reads_only_what_stands_before_it(opened: Opened, kind: str) -> None:
    graph = opened(kind)[1]
    known = {leaf.name for leaf in graph.leaves}
    for operation in graph.operations:
        assert all(operand in known or np.isreal(float(operand)) for operand in operation.operands)
        known |= {numbered(operation.name, place) for place in range(len(operation.results))}
    assert len(known) == len(graph.quantities)


def test_at_z_of_a_softmax_with_cross_entropy_stands_p_minus_y(opened: Opened) -> None:
    glass, graph = opened("dense")
    answers = np.eye(3)[glass.part.y.astype(int)]
    near(graph.operation("output:add").gradient, (glass.values["output.softmax"] - answers) / len(answers))


def test_behind_a_folded_softmax_is_no_gradient(opened: Opened) -> None:
    graph = opened("dense")[1]
    assert graph.operation("output.softmax:div").gradient is None
    assert graph.operation("output.softmax:div").handed == (None, None)


def test_a_function_is_one_operation_and_shows_the_numbers_inside(opened: Opened) -> None:
    relu = opened("dense")[1].operation("dense_2.relu:relu")
    (inside,) = relu.inner
    assert (relu.primitive, inside.primitive) == ("relu", "max")
    np.testing.assert_array_equal(inside.value, relu.value)


def test_a_loop_over_steps_is_one_operation_whose_inside_has_no_numbers(opened: Opened) -> None:
    loop = opened("reading")[1].operation("lstm_1:run")
    (rounds,) = [operation for operation in loop.inner if operation.primitive in ("scan", "while")]
    assert {"dot_general", "logistic", "tanh"} <= {operation.primitive for operation in rounds.inner}
    assert all(operation.value is None for operation in rounds.inner)


def test_which_steps_are_real_is_computed_in_the_node_that_tells_it(opened: Opened) -> None:
    graph = opened("reading")[1]
    (told,) = [operation for operation in graph.operations if operation.primitive == "reduce_and"]
    assert told.node == "embedding_1"
    boxes = {box.name: box for box in graph.folded(["embedding_1", "lstm_1"]).boxes}
    assert any(told.name in box.reads for box in boxes.values() if box.within == "lstm_1")
    assert graph.operations[-1].node == "loss"


def test_each_gradient_is_a_central_difference_in_float64() -> None:
    layers = [Input(3), Dense(4, "gelu", kernel_regularizer=l2(0.1)), Dense(3, "softmax")]
    with jax.enable_x64(True), jax.numpy_dtype_promotion("standard"):
        program, given = doubled(Network(layers))
        gradients = jax.jit(lambda given: differentiated(program, given).gradients)(given)
        end = program.outputs[""]
        assert isinstance(end, int)
        number = jax.jit(lambda added: _run(program, given, added, {})[0][end])
        slots = sorted(moving(program) & set(gradients))
        assert {program.types[slot].dtype for slot in slots} == {jnp.dtype("float64")}
        still = {slot: jnp.zeros_like(gradients[slot]) for slot in slots}
        for slot in slots:
            check_slope(lambda added: number(still | added), slot, gradients[slot])


def moving(program: Program) -> set[int]:
    """What follows from weights and inputs; one-hot targets jump."""
    found = {entry.slot for entry in program.given if entry.kind in (WEIGHT, INPUT)}
    for entry in program.steps:
        if found & {slot for slot in entry.reads if isinstance(slot, int)}:
            found |= {slot for slot in entry.writes if slot is not None}
    return found


def doubled(network: Network) -> tuple[Program, Arrays]:
    objective = Objective(network, losses.get("sparse_categorical_crossentropy"))
    drawn = objective.network.init(jax.random.key(1))
    variables = jax.tree.map(lambda array: array.astype(jnp.float64), drawn)
    x = np.random.default_rng(2).normal(size=(2, 3))
    samples = Samples({"input": jnp.asarray(x)}, jnp.asarray([0, 2]))
    program = traced(objective, Wanted("loss"), variables, samples)
    leaves = jax.tree.leaves((variables, samples))
    return program, {entry.slot: leaf for entry, leaf in zip(program.given, leaves, strict=True)}


def check_slope(number: Callable[[Arrays], jax.Array], slot: int, gradient: jax.Array) -> None:
    """Add a little to one result, and see what becomes of the number."""
    step = jnp.asarray(np.random.default_rng(slot).normal(size=gradient.shape)) * 1e-6
    ends = number({slot: step}), number({slot: -step})
    np.testing.assert_allclose(jnp.vdot(gradient, 2 * step), ends[0] - ends[1], rtol=1e-5, atol=1e-13)


def test_a_node_has_its_own_operations_and_reads_others_as_leaves(opened: Opened) -> None:
    graph = opened("dense")[0].graph("dense_2")
    assert [operation.name for operation in graph.operations] == [
        "dense_2:dot_general",
        "dense_2:broadcast_in_dim",
        "dense_2:add",
    ]
    assert {leaf.name: leaf.kind for leaf in graph.leaves} == {
        "dense_1.tanh:tanh": "read",
        "dense_2/bias": "weight",
        "dense_2/kernel": "weight",
    }


def test_what_cannot_be_asked_for_is_told(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    glass, graph = opened("dense")
    with pytest.raises(NetworkError, match=r"there is no node 'dense_9'\. Did you mean dense_"):
        glass.graph("dense_9")
    with pytest.raises(NetworkError, match=r"there is no operation 'dense_1:ad'\. Did you mean dense_1:add"):
        graph.operation("dense_1:ad")
    monkeypatch.setattr(asking, "MOST_NUMBERS", 100)
    with pytest.raises(NetworkError, match=r"compute [\d,]+ numbers for 2 sample.* at most 100\. Look at fewer"):
        glass.graph()


def test_json_is_plain_and_gives_few_numbers_whole_and_many_as_a_summary(opened: Opened) -> None:
    told = opened("convolutional")[1].to_json()
    by_name = {operation["id"]: operation for operation in told["operations"]}
    assert set(by_name["conv2d_1:add"]["value"]) >= {"mean", "std", "min", "max"}
    assert np.shape(by_name["output:add"]["value"]) == (2, 1)
    assert told["nodes"][-1]["name"] == "loss"
