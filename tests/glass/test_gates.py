"""Gates and states of a neuron, held against what the network hands on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import neuroglass as ng
from tests.glass import made


def test_gates_end_at_the_last_real_step() -> None:
    glass = made.glass(made.reading, made.texts)
    neuron = glass.neuron("lstm_1", 1)
    assert neuron.steps == tuple(range(7))  # of eight
    assert set(neuron.now.values()) == {6}
    assert {len(steps) for steps in neuron.gates.values()} == {7}
    assert neuron.gates["hidden"][-1] == pytest.approx(neuron.a, abs=1e-6)


@pytest.mark.parametrize("unit", [1, 5])
@pytest.mark.parametrize("at", [(0,), (4,)])
def test_of_two_ways_side_by_side_a_unit_has_the_gates_of_its_own(unit: int, at: tuple[int, ...]) -> None:
    neuron = made.glass(made.both_ways, made.texts).neuron("bidirectional_1", unit, at=at)
    way = "forward" if unit < 4 else "backward"
    assert set(neuron.gates) == {f"{way}_{name}" for name in ("update", "reset", "candidate", "memory", "hidden")}
    assert neuron.gates[f"{way}_hidden"][at[0]] == pytest.approx(neuron.a, abs=1e-6)


def test_two_ways_that_are_summed_both_tell_their_gates() -> None:
    neuron = made.on_waves(ng.Bidirectional(ng.SimpleRNN(3), "sum")).neuron("bidirectional_1", 2)
    forward, backward = neuron.gates["forward_hidden"], neuron.gates["backward_hidden"]
    assert (neuron.now["forward_hidden"], neuron.now["backward_hidden"]) == (8, 0)
    assert forward[8] + backward[0] == pytest.approx(neuron.a, abs=1e-6)


@pytest.mark.parametrize("settings", [{}, {"return_sequences": True}, {"return_state": True}])
def test_a_layer_that_walks_backwards_ends_at_the_first_step(settings: dict[str, Any]) -> None:
    layers = [ng.LSTM(3, go_backwards=True, **settings), ng.Flatten(), ng.Output()]
    glass = made.seen(made.model_of(made.waves(), layers), made.waves(), 1)
    at = (2,) if "return_sequences" in settings else None
    neuron = glass.neuron("lstm_1", 1, at=at)
    step = 6 if at else 0
    assert set(neuron.now.values()) == {step}
    np.testing.assert_allclose(neuron.gates["hidden"][step], neuron.a, atol=1e-6)
