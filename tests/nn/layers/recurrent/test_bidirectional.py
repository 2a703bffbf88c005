"""Bidirectional against keras with padding, and against its two layers one by one."""

from __future__ import annotations

import dataclasses
import operator
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np
import pytest

from neuroglass.nn.layers import GRU, LSTM, Bidirectional, Moment
from tests.nn.layers.recurrent.walking import BATCH, FEATURES, REAL, TIME, UNITS, answer, drawn, weights_of

X = drawn(7, BATCH, TIME, FEATURES)


@pytest.mark.usefixtures("lenient_promotion")
@pytest.mark.parametrize("sequences", [False, True], ids=["the end", "every step"])
def test_with_padding_answers_are_those_of_keras(sequences: bool) -> None:
    layer = Bidirectional(LSTM(UNITS, return_sequences=sequences))
    peer = keras.layers.Bidirectional(keras.layers.LSTM(UNITS, return_sequences=sequences))
    peer.build((BATCH, TIME, FEATURES))
    weights = weights_of(layer)
    state = [variable.value for variable in peer.non_trainable_variables]
    expected, _ = peer.stateless_call(list(weights.values()), state, X, mask=REAL)
    expected = jnp.where(REAL[..., None], expected, 0) if sequences else expected
    np.testing.assert_allclose(answer(layer, weights, X, real=REAL), expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    ("merge", "join"),
    [("sum", operator.add), ("mul", operator.mul), ("ave", lambda forward, backward: (forward + backward) / 2)],
    ids=["sum", "mul", "ave"],
)
def test_two_answers_become_one_as_merge_says(merge: str, join: Callable[[Any, Any], Any]) -> None:
    layer = Bidirectional(GRU(UNITS), merge)
    weights = weights_of(layer)
    ahead, back = (
        {name.removeprefix(way): array for name, array in weights.items() if name.startswith(way)}
        for way in ("forward_", "backward_")
    )
    forward = answer(layer.layer, ahead, X)
    backward = answer(dataclasses.replace(layer.layer, go_backwards=True), back, X)
    np.testing.assert_allclose(answer(layer, weights, X), join(forward, backward), rtol=1e-6)
    assert layer.output_shape((TIME, FEATURES)) == (UNITS,)


def test_inside_stands_in_the_order_of_time_for_both_ways() -> None:
    layer = Bidirectional(LSTM(UNITS, return_sequences=True))
    weights, moment = weights_of(layer), Moment(steps=REAL)
    inside = layer.inside(weights, moment, X)
    both = jnp.concatenate([inside["forward_hidden"], inside["backward_hidden"]], -1)
    np.testing.assert_array_equal(both, answer(layer, weights, X, real=REAL))
    assert set(inside) == {
        f"{way}_{name}"
        for way in ("forward", "backward")
        for name in ("input", "forget", "candidate", "output", "hidden", "cell")
    }


def test_the_two_ways_drop_apart_from_each_other() -> None:
    layer = Bidirectional(GRU(40, dropout=0.5))
    weights = weights_of(layer, 40)
    twins = {name: weights[f"forward_{name.partition('_')[2]}"] for name in weights}

    def dropped(key: jax.Array) -> jax.Array:
        return layer.compute(twins, Moment(training=True, key=key), jnp.ones((BATCH, 1, 40)))[0]

    value = jax.jit(dropped)(jax.random.key(0))
    assert not bool((value[:, :40] == value[:, 40:]).all())
    assert layer.random
