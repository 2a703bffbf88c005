"""The graph of a unit of a recurrent cell, held against what the network hands on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from neuroglass.data import arrays
from neuroglass.errors import NetworkError
from neuroglass.glass.graph.formulas import called, formula, with_numbers
from neuroglass.glass.graph.operations import WEIGHT
from neuroglass.glass.graph.steps import steps
from neuroglass.glass.real_steps import real_steps
from neuroglass.nn.layers import GRU, LSTM, Bidirectional, Embedding, Flatten, LastStep, Output, SimpleRNN
from tests.glass import made


def near(found: object, wanted: object) -> None:
    np.testing.assert_allclose(np.asarray(found), np.asarray(wanted), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("kind", [SimpleRNN, LSTM, GRU])
@pytest.mark.parametrize("settings", [{}, {"return_state": True}, {"go_backwards": True}])
def test_a_unit_of_a_cell_computes_what_the_network_did(kind: Any, settings: dict[str, Any]) -> None:
    glass = made.on_waves(kind(3, **settings))
    node = glass.model.network.nodes[1].name
    for unit in range(glass.values[node].shape[-1]):
        graph = glass.graph((node, unit), sample=2)
        near(graph.operations[-1].result.value, glass.values[node][2, unit])
        near(graph.operations[-1].result.gradient, glass.gradients[node][2, unit])


def test_a_unit_of_a_cell_is_opened_at_any_step() -> None:
    model = made.model_of(made.waves(), [LSTM(3, return_sequences=True), LastStep(), Output()])
    glass = made.seen(model, made.waves(), 2)
    for step in range(9):
        graph = glass.graph(("lstm_1", 2), sample=1, at=(step,))
        near(graph.operations[-1].result.value, glass.values["lstm_1"][1, step, 2])
        near(next(leaf.result.value for leaf in graph.leaves if leaf.name == "x"), glass.samples.x["features"][1, step])


def test_padding_is_passed_over_and_has_no_graph() -> None:
    glass = made.glass(made.reading, made.texts)
    assert list(real_steps(glass, "embedding_1", 0)) == list(range(7))  # of eight
    near(glass.graph(("lstm_1", 1)).operations[-1].result.value, glass.values["lstm_1"][0, 1])
    layers = [Embedding(None, 4, mask_zero=True), LSTM(5, return_sequences=True), LastStep(), Output()]
    glass = made.seen(made.model_of(made.texts(), layers), made.texts(), 1)
    with pytest.raises(NetworkError, match="step 7 of sample 0 is padding, and lstm_1 passes it over"):
        glass.graph(("lstm_1", 1), at=(7,))


@pytest.mark.parametrize("kind", [SimpleRNN, LSTM, GRU])
def test_over_one_step_a_cells_gradients_are_the_columns_of_the_weight_gradients(kind: Any) -> None:
    chance = np.random.default_rng(0)
    data = arrays(chance.normal(size=(20, 1, 2)).astype(np.float32), np.arange(20) % 2)
    glass = made.seen(made.model_of(data, [kind(3, name="cell"), Output()]), data, 1)
    leaves = {leaf.name: leaf.result.gradient for leaf in glass.graph(("cell", 1)).leaves if leaf.kind == WEIGHT}
    for name, gradient in glass.weight_gradients["cell"].items():
        near(leaves[f"cell[1]/{name}"], gradient.reshape(*gradient.shape[:-1], -1, 3)[..., 1])


@pytest.mark.parametrize(
    ("kind", "settings"), [(SimpleRNN, {}), (GRU, {"return_sequences": True}), (LSTM, {"return_state": True})]
)
def test_a_unit_of_two_ways_is_opened_in_the_cell_it_comes_out_of(kind: Any, settings: dict[str, Any]) -> None:
    layers = [Bidirectional(kind(2, **settings)), Flatten(), Output()]
    glass = made.seen(made.model_of(made.waves(), layers), made.waves(), 2)
    for unit in (1, glass.values["bidirectional_1"].shape[-1] - 2):
        at = (3,) if "return_sequences" in settings else None
        graph, neuron = glass.graph(("bidirectional_1", unit), at=at), glass.neuron("bidirectional_1", unit, at=at)
        near(graph.operations[-1].result.value, neuron.a)
        near(graph.operations[-1].result.gradient, neuron.gradient_a)


def test_what_is_laid_side_by_side_is_told_by_its_numbers() -> None:
    graph = made.on_waves(GRU(3)).graph(("gru_1", 1))
    joined = next(operation for operation in graph.operations if operation.primitive == "concatenate")
    told = joined.value
    assert told is not None
    names = ", ".join(called(operand, "gru_1[1]") for operand in joined.operands)
    assert formula(joined, graph.names) == f"[{names}]"
    assert with_numbers(joined, graph.quantities) == f"[{', '.join(f'{number:.4g}' for number in told)}]"
    put = next(operation for operation in graph.operations if operation.primitive == "scatter")
    assert " put in at " in formula(put, graph.names)
    assert with_numbers(graph.operations[-1], graph.quantities) == f"{float(graph.operations[-1].value or 0):.4g}"


def test_all_pieces_of_a_split_are_told_with_what_comes_back_to_each() -> None:
    graph = made.on_waves(GRU(3)).graph(("gru_1", 1))
    split = next(operation for operation in graph.operations if operation.primitive == "split")
    assert len(split.results) > 1
    pieces = ", ".join(f"{float(result.value[0]):.4g}" for result in split.results if result.value is not None)
    assert with_numbers(split, graph.quantities) == pieces
    backs = [float(result.gradient[0]) for result in split.results if result.gradient is not None]
    box = next(box for box in graph.folded([graph.of]).boxes if box.name == split.name)
    assert box.gradient == ", ".join(f"{back:.4g}" for back in backs)
    _, told, *others = next(moment.words for moment in steps(graph) if moment.operation == split.name)
    assert (told, others) == (pieces, [])


def test_two_ways_that_are_added_are_no_one_cell() -> None:
    glass = made.on_waves(Bidirectional(SimpleRNN(3), "sum"))
    with pytest.raises(NetworkError, match=r"bidirectional_1\[2\] is no sum of inputs times weights"):
        glass.graph(("bidirectional_1", 2))
