"""Where a neuron stands, and what is no neuron, no place and no graph."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import neuroglass as ng
from neuroglass.errors import NetworkError
from neuroglass.glass import Glass
from neuroglass.glass.placing import placed
from tests.glass import made


@pytest.fixture(scope="module")
def reads() -> Glass:
    """A text of seven tokens in eight steps."""
    layers = [ng.Embedding(None, 4, mask_zero=True), ng.LSTM(5, return_sequences=True), ng.LastStep(), ng.Output()]
    return made.seen(made.model_of(made.texts(), layers), made.texts(), 1)


def test_the_most_active_place_is_a_real_step(reads: Glass) -> None:
    values = reads.values["embedding_1"].copy()
    values[0, 7] = 1000  # behind the end
    assert placed(reads, "embedding_1", values, 2, 0, None) == (int(np.abs(values[0, :7, 2]).argmax()),)


ASKED: dict[str, tuple[Callable[[Any], Any], str]] = {
    "ids": (
        lambda glass: glass.neuron("text", 0),
        "a neuron of text, which holds ids. Expected numbers. Take one of embedding_1, their vectors.",
    ),
    "graph of ids": (lambda glass: glass.graph(("text", 0)), "a neuron of text, which holds ids"),
    "padding": (lambda glass: glass.neuron("lstm_1", 0, at=(7,)), "step 7 of sample 0 is padding, and lstm_1 passes"),
    "unit 1.5": (lambda glass: glass.neuron("lstm_1", 1.5), "unit 1.5 of lstm_1. Expected a number from 0 to 4."),
    "unit 1 as text": (lambda glass: glass.neuron("lstm_1", "1"), "unit '1' of lstm_1. Expected a number from 0"),
    "unit True": (lambda glass: glass.neuron("lstm_1", True), "unit True of lstm_1. Expected a number from 0"),
    "sample 0.5": (lambda glass: glass.neuron("lstm_1", 1, sample=0.5), "sample 0.5 of the samples. Expected a number"),
    "place 3": (lambda glass: glass.neuron("lstm_1", 1, at=3), "the place 3 of lstm_1. Expected one below (8,)."),
    "place 1.5": (lambda glass: glass.neuron("lstm_1", 1, at=(1.5,)), "the place (1.5,) of lstm_1. Expected one below"),
    "no place": (lambda glass: glass.neuron("output", 0, at=(0,)), "the place (0,) of output. Expected no place."),
    "graph 3": (
        lambda glass: glass.graph(3),
        'a graph of 3. Expected a node, as "dense_1", or a neuron, as ("dense_1"',
    ),
    "graph of three": (lambda glass: glass.graph(("lstm_1", 1, 2)), "a graph of ('lstm_1', 1, 2). Expected a node"),
    "node 3": (lambda glass: glass.node(3), "there is no node 3. Known: embedding_1, "),
}


@pytest.mark.parametrize("kind", ASKED)
def test_what_is_no_neuron_is_told(reads: Glass, kind: str) -> None:
    ask, message = ASKED[kind]
    with pytest.raises(NetworkError) as told:
        ask(reads)
    assert message in str(told.value)
