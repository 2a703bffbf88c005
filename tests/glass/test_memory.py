"""Memory over time, against products of matrices by hand and the Jacobian of the whole layer."""

from __future__ import annotations

import math
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest

import neuroglass as ng
from neuroglass.errors import ConfigurationError, NetworkError
from neuroglass.glass.fading import fading
from neuroglass.glass.walks import walk, walked
from tests.glass import made
from tests.glass.made import on_waves

CELLS = [ng.LSTM(4), ng.GRU(4, go_backwards=True)]


def norms(slopes: np.ndarray) -> np.ndarray:
    """Of (outputs, time, features), at each step."""
    return np.asarray(np.sqrt((slopes.astype(np.float64) ** 2).sum(axis=(0, 2))))


def test_a_simple_cell_remembers_by_the_product_of_its_slopes_and_kernels() -> None:
    glass = on_waves(ng.SimpleRNN(4))
    kernel = glass.weights["simple_rnn_1"]["recurrent_kernel"].astype(np.float64)
    network = glass.model.network
    hidden = np.asarray(network.inside(glass.model.variables, glass.samples.x, "simple_rnn_1")["hidden"][0], float)
    so_far, expected = np.eye(4), []
    for state in hidden[::-1]:
        expected.append(np.linalg.norm(so_far))
        so_far = so_far @ ((1 - state**2)[:, None] * kernel.T)
    found = glass.memory("simple_rnn_1")
    np.testing.assert_allclose(found.norms["hidden"], expected[::-1], rtol=1e-5)


@pytest.mark.parametrize("layer", CELLS, ids=["lstm", "gru"])
def test_by_its_inputs_it_is_the_jacobian_of_the_layer_that_runs(layer: Any) -> None:
    glass = on_waves(layer)
    (name,) = (node for node in glass.weights if node != "output")
    found = glass.memory(name, sample=1)
    whole = norms(glass.jacobian(name, "features", sample=1).values)
    np.testing.assert_allclose(found.norms["input"], whole[found.steps], rtol=1e-4)
    assert found.steps.tolist() == (list(range(9))[::-1] if layer.go_backwards else list(range(9)))


@pytest.mark.parametrize("layer", CELLS, ids=["lstm", "gru"])
def test_the_states_that_are_walked_are_those_inside_the_layer(layer: Any) -> None:
    glass = on_waves(layer)
    node = next(node for node in glass.model.network.nodes if node.layer.recurrent)
    along = walk(glass, node, "forward", 0)
    zeros = tuple(jnp.zeros((9, 1, 4)) for _ in along.begin)
    states = walked(along.layer, along.weights, along.x, along.begin, zeros)
    inside = glass.model.network.inside(glass.model.variables, glass.samples.x, node.name)
    for name, steps in zip(along.layer.states, states, strict=True):
        np.testing.assert_allclose(steps[:, 0], inside[name][0], rtol=1e-5, atol=1e-6)


def test_padding_is_no_step() -> None:
    glass = made.glass(made.reading, made.texts)
    found = glass.memory("lstm_1")
    ids = glass.part.x["text"][0]
    assert found.steps.tolist() == np.flatnonzero(ids).tolist() != list(range(len(ids)))
    whole = norms(glass.jacobian("lstm_1", "embedding_1").values)
    np.testing.assert_allclose(found.norms["input"], whole[ids != 0], rtol=1e-4)
    assert whole[ids == 0].tolist() == [0] * int((ids == 0).sum())
    assert found.names[:3] == ("what", "a", "dreadful")


@pytest.mark.parametrize(
    "layer",
    [ng.LSTM(4, return_state=True), ng.LSTM(3, return_sequences=True, go_backwards=True)],
    ids=["state", "sequences"],
)
def test_of_the_number_it_is_the_gradient_that_came_back(layer: Any) -> None:
    model = made.model_of(
        made.waves(), [layer, ng.Flatten(), ng.Output()] if layer.return_sequences else [layer, ng.Output()]
    )
    glass = made.seen(model, made.waves())
    (name,) = (node for node in glass.weights if node != "output")
    found = glass.memory(name, of="number", sample=2)
    came_back = norms(glass.gradients["features"][2][None])
    np.testing.assert_allclose(found.norms["input"], came_back[found.steps], rtol=1e-4, atol=1e-8)
    assert list(found.norms) == ["input", *layer.states]


def test_both_ways_end_at_opposite_ends() -> None:
    glass = made.glass(made.both_ways, made.texts)
    there, back = (glass.memory("bidirectional_1", way=way) for way in ("forward", "backward"))
    assert there.steps.tolist() == back.steps[::-1].tolist()
    for memory, way, last in ((there, slice(0, 4), there.steps[-1]), (back, slice(4, 8), 0)):
        whole = glass.jacobian("bidirectional_1", "embedding_1").values[last, way]
        np.testing.assert_allclose(memory.norms["input"], norms(whole)[memory.steps], rtol=1e-4)


def test_what_is_not_recurrent_remembers_by_its_jacobian() -> None:
    glass = made.glass(made.patterns, made.texts)
    real = np.flatnonzero(glass.part.x["text"][0])
    found = glass.memory("conv1d_1.relu")
    whole = glass.jacobian("conv1d_1.relu", "embedding_1").values[real[-1]]
    np.testing.assert_allclose(found.norms["input"], norms(whole)[real], rtol=1e-5)
    pooled = glass.memory("global_max_pool1d_1").norms["input"]
    expected = norms(glass.jacobian("global_max_pool1d_1", "embedding_1").values)[real]
    np.testing.assert_allclose(pooled, expected, rtol=1e-5)


@pytest.mark.parametrize(
    ("factor", "verdict", "half_life"),
    [
        (0.5, "vanishes", 1.0),
        (0.9, "fades", math.log(0.5) / math.log(0.9)),
        (1.0, "holds", math.inf),
        (1.1, "grows", math.inf),
        (2.0, "explodes", math.inf),
    ],
)
def test_the_half_life_of_a_geometric_row_is_known(factor: float, verdict: str, half_life: float) -> None:
    found = fading(3.0 * factor ** np.arange(20.0)[::-1])
    assert found.verdict == verdict
    assert found.half_life == pytest.approx(half_life) or found.half_life > 1e6
    assert found.start == pytest.approx(3)
    assert found.left == pytest.approx(factor**19)
    assert verdict in found.words()


def test_what_the_end_is_by_itself_is_left_out() -> None:
    row = np.array([1.0, 2.0, 4.0, 100.0])
    assert fading(row, skipped=1).factor == pytest.approx(0.5)
    found = on_waves(ng.LSTM(4)).memory("lstm_1")
    assert found.norms["hidden"][-1] == pytest.approx(2)  # the identity of four units
    earlier = np.log(found.norms["hidden"][:-1])
    assert found.fading("hidden").factor == pytest.approx(np.exp(-np.polyfit(range(8), earlier, 1)[0]))


def test_an_end_that_no_earlier_step_reaches_has_forgotten_all() -> None:
    found = fading(np.array([0.0, 0.0, 1.0]))
    assert (found.verdict, found.half_life) == ("vanishes", 0)
    assert found.words() == "vanishes: no earlier step reaches it at all"


@pytest.mark.parametrize(
    ("asked", "error", "sentence"),
    [
        ({"of": "start"}, ConfigurationError, "of='start'. Expected end or number."),
        ({"way": "backward"}, ConfigurationError, "way='backward'. Expected forward, or of a bidirectional layer"),
        ({"sample": 3}, NetworkError, "sample 3 of the samples. Expected a number from 0 to 2."),
    ],
)
def test_what_cannot_be_asked_is_told(asked: dict[str, Any], error: type[Exception], sentence: str) -> None:
    with pytest.raises(error, match=sentence):
        on_waves(ng.SimpleRNN(4)).memory("simple_rnn_1", **asked)


def test_a_table_has_no_memory() -> None:
    with pytest.raises(
        NetworkError, match=r"dense_2 follows from no sequence. Expected a recurrent node, or one behind"
    ):
        made.glass(made.dense, made.cars).memory("dense_2")


def test_the_picture_draws_each_row_of_norms() -> None:
    found = on_waves(ng.LSTM(4)).memory("lstm_1")
    (axes,) = found.plot().axes
    drawn = [line for line in axes.lines if line.get_marker() == "o"]
    assert [str(line.get_label()).split(":")[0] for line in drawn] == ["by input", "by hidden", "by cell"]
    np.testing.assert_array_equal(np.asarray(drawn[1].get_ydata()), found.norms["hidden"])
    assert all("halves every" in sentence or "holds" in sentence for sentence in found.words())
