"""States over time, compared with cells computed by hand in NumPy."""

from __future__ import annotations

import numpy as np
import pytest

from neuroglass.errors import NetworkError
from neuroglass.glass import Glass
from neuroglass.nn.layers import Bidirectional, SimpleRNN
from tests.glass import made
from tests.glass.made import seen


@pytest.fixture(scope="module")
def reading() -> Glass:
    return seen(made.reading(), made.texts(), len(made.texts().train))


def test_the_states_of_both_ways_are_those_of_the_formula_in_the_order_of_time() -> None:
    glass = seen(made.recurrent(Bidirectional(SimpleRNN(4))), made.waves())
    found = glass.over_time("bidirectional_1", sample=1)
    assert list(found.inside) == ["forward_candidate", "forward_hidden", "backward_candidate", "backward_hidden"]
    x = made.waves().train.x["features"][1].astype(np.float64)
    for way, order in (("forward", 1), ("backward", -1)):
        names = (f"{way}_{name}" for name in ("kernel", "recurrent_kernel", "bias"))
        kernel, recurrent, bias = (glass.weights["bidirectional_1"][name] for name in names)
        hidden = np.zeros(4)
        for step, values in list(enumerate(x))[::order]:
            hidden = np.tanh(values @ kernel + hidden @ recurrent + bias)
            np.testing.assert_allclose(found.inside[f"{way}_hidden"][step], hidden, rtol=1e-5, atol=1e-6)


def test_a_layer_that_walks_backwards_is_told_in_the_order_of_time() -> None:
    glass = seen(made.recurrent(SimpleRNN(4, go_backwards=True)), made.waves())
    found = glass.over_time("simple_rnn_1", sample=2)
    np.testing.assert_allclose(found.inside["hidden"][0], glass.values["simple_rnn_1"][2], rtol=1e-5, atol=1e-7)
    assert found.steps[0] == "0"


def test_padding_is_left_out_and_steps_are_named_by_their_tokens(reading: Glass) -> None:
    ids = reading.part.x["text"]
    lengths = (ids != 0).sum(axis=1)
    shortest = int(lengths.argmin())
    found = reading.over_time("lstm_1", sample=shortest)
    assert lengths[shortest] < ids.shape[1]
    assert {len(state) for state in found.inside.values()} == {len(found.steps)} == {lengths[shortest]}
    names = reading.model.spec.source.vocabulary.names  # type: ignore[union-attr]
    assert found.steps == tuple(names[token] for token in ids[shortest][: lengths[shortest]])


def test_the_last_real_step_of_an_lstm_is_what_it_hands_on(reading: Glass) -> None:
    for sample in range(2):
        found = reading.over_time("lstm_1", sample=sample)
        np.testing.assert_allclose(found.inside["hidden"][-1], reading.values["lstm_1"][sample], rtol=1e-5, atol=1e-7)
    assert list(found.inside) == ["input", "forget", "candidate", "output", "hidden", "cell"]


def test_the_steps_of_a_series_are_its_times() -> None:
    glass = seen(made.forecasting(), made.sales())
    found = glass.over_time("gru_1", sample=1)
    called = made.sales().train.names[1]
    clock = glass.model.spec.source.clock  # type: ignore[union-attr]
    coming = int(made.sales().train.beside["step"][1][0])
    assert clock.times(np.array([coming])) == [called.split(", ")[-1]]
    assert found.steps[-1] == clock.times(np.array([coming - 1]))[0]


def test_a_node_without_memory_is_told(reading: Glass) -> None:
    with pytest.raises(NetworkError, match=r"no recurrent node 'output' to look into\. Expected one of: lstm_1"):
        reading.over_time("output")
    with pytest.raises(NetworkError, match="sample 99 of the samples"):
        reading.over_time("lstm_1", sample=99)


def test_the_picture_has_a_map_for_each_gate_and_a_name_for_each_step(reading: Glass) -> None:
    found = reading.over_time("lstm_1")
    figure = found.plot()
    maps = [axes for axes in figure.axes if axes.get_images()]
    assert [axes.get_ylabel() for axes in maps] == list(found.inside)
    ticks = [label.get_text() for label in maps[-1].get_xticklabels()]
    assert set(ticks) <= set(found.steps)
    assert "moves most" in found.words()
