"""How much padding follows a sequence changes no answer, in networks that are compiled as they are used."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from neuroglass.nn.layers import (
    GRU,
    LSTM,
    AveragePool1D,
    Bidirectional,
    Conv1D,
    Dense,
    Input,
    LastStep,
    Layer,
    Masking,
    MaxPool1D,
    SimpleRNN,
)
from neuroglass.nn.network import Network
from tests.compiling import quickly

quick_compilation = pytest.fixture(quickly, autouse=True, scope="module")
REAL, FOLLOWS = 7, (0, 13, 30)
X = np.random.default_rng(0).normal(size=(3, REAL, 2)).astype(np.float32) + 3


def answers(*layers: Layer, padded: tuple[int, ...] = FOLLOWS) -> list[np.ndarray[Any, Any]]:
    """At the real steps, with more and more padding behind them."""
    found = []
    for follows in padded:
        network = Network([Input((REAL + follows, 2)), Masking(), *layers])
        variables = network.init(jax.random.key(0))
        x = jnp.asarray(np.pad(X, ((0, 0), (0, follows), (0, 0))))
        applied = jax.jit(network.apply)(variables, x)
        value = np.asarray(applied.value)
        found.append(value if applied.steps is None else value[:, np.asarray(applied.steps)[0]])
    return found


@pytest.mark.parametrize(
    "layers",
    [
        [SimpleRNN(5, return_sequences=True)],
        [LSTM(5, return_sequences=True)],
        [GRU(5)],
        [GRU(5, go_backwards=True)],
        [Bidirectional(LSTM(4))],
        [Dense(6, "tanh"), LSTM(4, return_sequences=True), GRU(3), Dense(2)],
        [Dense(6, "relu"), LastStep()],
    ],
    ids=lambda layers: ", ".join(type(layer).__name__ for layer in layers),
)
def test_an_answer_is_the_same_to_the_byte_however_much_padding_follows(layers: list[Layer]) -> None:
    first, *others = answers(*layers)
    assert np.abs(first).max() > 0
    assert [other.tobytes() == first.tobytes() for other in others] == [True] * len(others)


@pytest.mark.parametrize("size", [3, 4])
@pytest.mark.parametrize("kind", [Conv1D, MaxPool1D, AveragePool1D])
def test_a_window_with_strides_stands_at_the_same_steps_however_much_padding_follows(kind: Any, size: int) -> None:
    named = {"filters": 4, "kernel_size": size} if kind is Conv1D else {"pool_size": size}
    first, one_more = answers(kind(**named, strides=2, padding="same"), GRU(3), padded=(0, 1))
    np.testing.assert_allclose(one_more, first, rtol=1e-5, atol=1e-6)
