"""Recurrent layers against keras, forward and gradient, and against their formulas in float64 numpy."""

from __future__ import annotations

import dataclasses
import functools
from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np
import pytest

from neuroglass.nn.layers import GRU, LSTM, Dense, Embedding, Input, Moment, SimpleRNN
from neuroglass.nn.layers.recurrent import Recurrent
from neuroglass.nn.network import Network
from tests.nn.layers.recurrent.walking import (
    BATCH,
    CELLS,
    FEATURES,
    LENGTHS,
    ORDER,
    REAL,
    TIME,
    UNITS,
    answer,
    drawn,
    pull,
    weights_of,
)

PEERS = {"simple": keras.layers.SimpleRNN, "lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
EACH = pytest.mark.parametrize("cell", CELLS)
X = drawn(7, BATCH, TIME, FEATURES)
SETTINGS: dict[str, tuple[str, dict[str, Any]]] = {
    "simple, every step": ("simple", {"return_sequences": True}),
    "lstm, every step": ("lstm", {"return_sequences": True}),
    "gru, every step": ("gru", {"return_sequences": True}),
    "lstm, backwards": ("lstm", {"go_backwards": True}),
    "gru, other functions": ("gru", {"activation": "relu", "recurrent_activation": "hard_sigmoid", "use_bias": False}),
}


def slopes(f: Any, *given: Any) -> Any:
    def pulled(*given: Any) -> Any:
        value = f(*given)
        return jnp.vdot(pull(value), value), value

    return jax.jit(jax.grad(pulled, tuple(range(len(given))), has_aux=True))(*given)


def same(ours: Any, theirs: Any) -> None:
    jax.tree.map(functools.partial(np.testing.assert_allclose, rtol=1e-4, atol=2e-6), ours, theirs)


@pytest.mark.usefixtures("lenient_promotion")
@pytest.mark.parametrize(("cell", "settings"), SETTINGS.values(), ids=SETTINGS)
def test_with_padding_answers_and_gradients_are_those_of_keras(cell: str, settings: dict[str, Any]) -> None:
    layer, peer = CELLS[cell](UNITS, **settings), PEERS[cell](UNITS, **settings)
    weights = weights_of(layer)
    peer.build((BATCH, TIME, FEATURES))

    def real_only(value: jax.Array) -> jax.Array:
        return jnp.where(REAL[..., None], value, 0) if value.ndim == 3 else value

    def theirs(weights: Any, x: jax.Array) -> jax.Array:
        given = [weights[name] for name in ORDER if name in weights]
        state = [variable.value for variable in peer.non_trainable_variables]
        return real_only(peer.stateless_call(given, state, x, mask=REAL)[0])

    same(slopes(lambda w, x: answer(layer, w, x, real=REAL), weights, X), slopes(theirs, weights, X))


@pytest.mark.usefixtures("lenient_promotion")
@EACH
def test_a_state_given_and_a_state_returned_are_those_of_keras(cell: str) -> None:
    layer, peer = CELLS[cell](UNITS, return_state=True), PEERS[cell](UNITS, return_state=True)
    weights, begin = weights_of(layer), drawn(8, BATCH, layer.width)
    peer.build((BATCH, TIME, FEATURES))

    def theirs(weights: Any, x: jax.Array, begin: jax.Array) -> jax.Array:
        given, state = [weights[name] for name in ORDER], [v.value for v in peer.non_trainable_variables]
        parts = jnp.split(begin, len(layer.states), -1)
        (_, *states), _ = peer.stateless_call(given, state, x, initial_state=parts)
        return jnp.concatenate(states, -1)

    same(slopes(lambda w, x, b: answer(layer, w, x, b), weights, X, begin), slopes(theirs, weights, X, begin))


@EACH
def test_what_stands_in_the_padding_changes_no_byte(cell: str) -> None:
    layer = CELLS[cell](UNITS, return_sequences=True)
    weights = weights_of(layer)
    compiled = jax.jit(functools.partial(slopes, lambda w, x: answer(layer, w, x, real=REAL)))
    ours = compiled(weights, X)
    other = compiled(weights, jnp.where(REAL[..., None], X, 1e3))
    for one, another in zip(jax.tree.leaves(ours), jax.tree.leaves(other), strict=True):
        assert np.asarray(one).tobytes() == np.asarray(another).tobytes()


@EACH
def test_a_padded_sequence_ends_where_it_would_end_alone(cell: str) -> None:
    layer = CELLS[cell](UNITS, return_state=True, go_backwards=True)
    weights = weights_of(layer)
    together, alone = answer(layer, weights, X, real=REAL), answer(layer, weights, X[:, : LENGTHS[1]])
    np.testing.assert_allclose(together[1], alone[1], rtol=1e-5, atol=1e-6)


def test_padding_in_front_or_between_is_passed_over_too() -> None:
    layer = LSTM(UNITS, return_sequences=True)
    weights, real = weights_of(layer), jnp.asarray([[False, True, False, True, True, False]] * BATCH)
    value = answer(layer, weights, X, real=real)
    np.testing.assert_allclose(value[:, [1, 3, 4]], answer(layer, weights, X[:, [1, 3, 4]]), rtol=1e-5, atol=1e-6)
    np.testing.assert_array_equal(value[:, [0, 2, 5]], jnp.zeros((BATCH, 3, UNITS)))


def test_two_halves_with_the_state_carried_are_the_whole() -> None:
    stack = [kind(UNITS, return_sequences=True) for kind in CELLS.values()]
    network, half = (Network([Input((time, FEATURES)), *stack, Dense(2)]) for time in (TIME, TIME // 2))
    shapes = {node: {name: weight.shape for name, weight in owned.items()} for node, owned in network.weights.items()}
    params = {node: {name: drawn(3, *shape) for name, shape in owned.items()} for node, owned in shapes.items()}
    variables = {"params": params, "state": {}}
    whole = jax.jit(network.apply)(variables, X)
    first = jax.jit(half.apply)(variables, X[:, : TIME // 2])
    second = jax.jit(half.apply)(variables, X[:, TIME // 2 :], carried=first.carried)
    np.testing.assert_allclose(jnp.concatenate([first.value, second.value], 1), whole.value, rtol=1e-5, atol=1e-6)
    same(second.carried, whole.carried)


def sigmoid(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-z))


@EACH
def test_what_happens_inside_is_the_formula_computed_by_hand(cell: str) -> None:
    network = Network([Input((TIME, FEATURES)), CELLS[cell](UNITS, return_sequences=True)])
    (name,) = network.weights
    weights = weights_of(network.nodes[1].layer)
    inside = network.inside({"params": {name: weights}, "state": {}}, X, name)
    kernel, recurrent, bias = (np.asarray(weights[each], np.float64) for each in ORDER)
    hidden = memory = np.zeros((BATCH, UNITS))
    for time in range(TIME):
        x = np.asarray(X[:, time], np.float64)
        if cell == "simple":
            hidden = np.tanh(x @ kernel + hidden @ recurrent + bias)
            expected = {"candidate": hidden, "hidden": hidden}
        elif cell == "lstm":
            i, f, g, o = np.split(x @ kernel + hidden @ recurrent + bias, 4, -1)
            memory = sigmoid(f) * memory + sigmoid(i) * np.tanh(g)
            hidden = sigmoid(o) * np.tanh(memory)
            expected = {"input": sigmoid(i), "forget": sigmoid(f), "candidate": np.tanh(g), "output": sigmoid(o)}
            expected |= {"cell": memory, "hidden": hidden}
        else:
            (pz, pr, pn), (qz, qr, qn) = (
                np.split(value @ w + b, 3, -1) for value, w, b in ((x, kernel, bias[0]), (hidden, recurrent, bias[1]))
            )
            candidate = np.tanh(pn + sigmoid(pr + qr) * qn)
            hidden = sigmoid(pz + qz) * hidden + (1 - sigmoid(pz + qz)) * candidate
            expected = {"update": sigmoid(pz + qz), "reset": sigmoid(pr + qr), "memory": qn}
            expected |= {"candidate": candidate, "hidden": hidden}
        same({key: value[:, time] for key, value in inside.items()}, expected)


def test_inside_knows_padding_carried_states_and_what_stands_before() -> None:
    network = Network(
        [Input((TIME,), "int32"), Embedding(5, FEATURES, mask_zero=True), GRU(UNITS, return_sequences=True, name="gru")]
    )
    gru, ids = network.nodes[-1].layer, jnp.where(REAL, 3, 0)
    variables = {"params": {"embedding_1": {"embeddings": drawn(4, 5, FEATURES)}, "gru": weights_of(gru)}, "state": {}}
    carried = {"gru": {"hidden": drawn(2, BATCH, UNITS)}}
    inside = network.inside(variables, ids, "gru", carried=carried)
    np.testing.assert_array_equal(inside["hidden"], network.apply(variables, ids, carried=carried).value)
    assert all(bool((value[~REAL] == 0).all()) for value in inside.values())


def test_inputs_are_dropped_alike_at_every_step() -> None:
    layer = SimpleRNN(200, "linear", use_bias=False, dropout=0.3, return_sequences=True)
    weights = {"kernel": jnp.eye(200), "recurrent_kernel": jnp.zeros((200, 200))}
    moment = Moment(training=True, key=jax.random.key(4))
    value = np.asarray(layer.compute(weights, moment, jnp.ones((50, 3, 200)))[0])
    assert np.unique(value) == pytest.approx([0, 1 / 0.7])
    np.testing.assert_array_equal(value, value[:, :1].repeat(3, 1))
    assert np.mean(value[:, 0] == 0) == pytest.approx(0.3, abs=5 * np.sqrt(0.21 / 10_000))


def test_the_recurrent_path_is_dropped_alike_at_every_step_and_apart_from_the_inputs() -> None:
    layer = SimpleRNN(200, "linear", use_bias=False, dropout=0.3, recurrent_dropout=0.3)
    weights = {"kernel": jnp.zeros((200, 200)), "recurrent_kernel": jnp.eye(200)}
    begin = {"hidden": jnp.ones((50, 200))}
    moment = Moment(training=True, key=jax.random.key(4), carried=begin)
    value = np.asarray(layer.compute(weights, moment, jnp.ones((50, 3, 200)))[0])
    assert np.unique(value) == pytest.approx([0, 0.7**-3], rel=1e-5)
    assert np.mean(value == 0) == pytest.approx(0.3, abs=5 * np.sqrt(0.21 / 10_000))
    inputs = layer.compute(
        {**weights, "kernel": jnp.eye(200)}, dataclasses.replace(moment, carried={}), jnp.ones((50, 1, 200))
    )[0]
    assert np.mean((value == 0) & (np.asarray(inputs) == 0)) == pytest.approx(0.09, abs=0.015)


@pytest.mark.parametrize(
    ("layer", "draws"), [(GRU(3), False), (GRU(3, dropout=0.1), True), (LSTM(3, recurrent_dropout=0.1), True)], ids=repr
)
def test_a_recurrent_layer_draws_where_it_drops(layer: Recurrent, draws: bool) -> None:
    assert layer.random == draws


def test_a_network_shows_a_recurrent_layer_as_one_node() -> None:
    network = Network([Input((TIME, FEATURES)), LSTM(3, "relu", return_sequences=True), SimpleRNN(2)])
    assert [node.name for node in network.nodes] == ["input", "lstm_1", "simple_rnn_1"]


def test_an_lstm_begins_with_open_forget_gates_and_a_rotation() -> None:
    fresh = Network([Input((TIME, FEATURES)), LSTM(3)]).init(jax.random.key(0))["params"]["lstm_1"]
    np.testing.assert_array_equal(fresh["bias"], [0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0])
    np.testing.assert_allclose(fresh["recurrent_kernel"] @ fresh["recurrent_kernel"].T, np.eye(3), atol=1e-6)
    shut = Network([Input((TIME, FEATURES)), LSTM(3, unit_forget_bias=False)]).init(jax.random.key(0))
    assert not shut["params"]["lstm_1"]["bias"].any()
