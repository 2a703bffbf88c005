"""States over time, compared with cells computed by hand in NumPy."""

from __future__ import annotations

import numpy as np
import pytest

from neuroglass.errors import NetworkError
from neuroglass.nn.layers import GRU, SimpleRNN
from tests.glass import made
from tests.glass.made import seen


def test_the_hidden_state_of_a_plain_cell_is_that_of_its_formula() -> None:
    glass = seen(made.recurrent(SimpleRNN(4)), made.waves())
    found = glass.over_time("simple_rnn_1", sample=1)
    weights, hidden = glass.weights["simple_rnn_1"], np.zeros(4)
    for step, x in enumerate(made.waves().train.x["features"][1].astype(np.float64)):
        hidden = np.tanh(x @ weights["kernel"] + hidden @ weights["recurrent_kernel"] + weights["bias"])
        np.testing.assert_allclose(found.inside["hidden"][step], hidden, rtol=1e-5, atol=1e-6)


def test_a_layer_that_walks_backwards_is_told_in_the_order_of_time() -> None:
    glass = seen(made.recurrent(GRU(4, go_backwards=True)), made.waves())
    found = glass.over_time("gru_1", sample=2)
    np.testing.assert_allclose(found.inside["hidden"][0], glass.values["gru_1"][2], rtol=1e-6)
    assert found.steps[0] == "0"


@pytest.mark.parametrize(("model", "node"), [(made.reading, "lstm_1"), (made.both_ways, "bidirectional_1")])
def test_padding_is_left_out_and_steps_are_named_by_their_tokens(model, node) -> None:  # type: ignore[no-untyped-def]
    part = made.texts().train
    glass = seen(model(), made.texts(), len(part))
    lengths = (part.x["text"] != 0).sum(axis=1)
    shortest = int(lengths.argmin())
    found = glass.over_time(node, sample=shortest)
    assert lengths[shortest] < part.x["text"].shape[1]
    assert {len(state) for state in found.inside.values()} == {len(found.steps)} == {lengths[shortest]}
    names = glass.model.spec.source.vocabulary.names
    assert found.steps == tuple(names[token] for token in part.x["text"][shortest][: lengths[shortest]])


def test_the_last_real_step_of_an_lstm_is_what_it_hands_on() -> None:
    part = made.texts().train
    glass = seen(made.reading(), made.texts(), len(part))
    for sample in range(2):
        found = glass.over_time("lstm_1", sample=sample)
        np.testing.assert_allclose(found.inside["hidden"][-1], glass.values["lstm_1"][sample], rtol=1e-5, atol=1e-7)
    assert set(found.inside) == {"input", "forget", "candidate", "output", "hidden", "cell"}


def test_the_steps_of_a_series_are_its_times() -> None:
    glass = seen(made.forecasting(), made.sales())
    found = glass.over_time("gru_1", sample=1)
    called = made.sales().train.names[1]
    clock = glass.model.spec.source.clock  # type: ignore[union-attr]
    coming = int(made.sales().train.beside["step"][1][0])
    assert clock.times(np.array([coming])) == [called.split(", ")[-1]]
    assert found.steps[-1] == clock.times(np.array([coming - 1]))[0]


def test_a_node_without_memory_is_told() -> None:
    with pytest.raises(NetworkError, match=r"no recurrent node 'output' to look into\. Expected one of: lstm_1"):
        seen(made.reading(), made.texts()).over_time("output")
    with pytest.raises(NetworkError, match="sample 9 of the samples"):
        seen(made.reading(), made.texts()).over_time("lstm_1", sample=9)


def test_the_picture_has_a_map_for_each_gate_and_a_name_for_each_step() -> None:
    found = seen(made.reading(), made.texts()).over_time("lstm_1")
    figure = found.plot()
    maps = [axes for axes in figure.axes if axes.get_images()]
    assert [axes.get_ylabel() for axes in maps] == list(found.inside)
    ticks = [label.get_text() for label in maps[-1].get_xticklabels()]
    assert set(ticks) <= set(found.steps)
    assert "moves most" in found.words()
