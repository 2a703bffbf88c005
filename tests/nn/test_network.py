"""A network as a whole: what it computes and starts from, how it is watched, what it refuses. Numbers by NumPy."""

from __future__ import annotations

import re
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from neuroglass.errors import NetworkError
from neuroglass.nn.layers import (
    Add,
    BatchNorm,
    Concatenate,
    Dense,
    Dropout,
    Embedding,
    Input,
    MemberDense,
    MemberMean,
    Members,
)
from neuroglass.nn.network import Network, fold_name
from neuroglass.nn.regularizers import l1, l2, max_norm

KEY = jax.random.key(3)
X = jnp.asarray(np.random.default_rng(0).normal(size=(5, 4)), jnp.float32)


@pytest.fixture(scope="module")
def network() -> Network:
    x = Input((4,))
    hidden = Dense(3, "tanh", name="hidden")(x)
    return Network(Dense(2, "softmax", name="end")(Concatenate()(hidden, x)))


def test_the_answer_is_that_of_the_formula(network: Network) -> None:
    variables = network.init(KEY)
    hidden, end = (
        {name: np.asarray(array, np.float64) for name, array in variables["params"][node].items()}
        for node in ("hidden", "end")
    )
    a = np.tanh(np.asarray(X, np.float64) @ hidden["kernel"] + hidden["bias"])
    z = np.concatenate([a, X], axis=1) @ end["kernel"] + end["bias"]
    expected = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(network.apply(variables, X).value, expected, rtol=1e-5)
    np.testing.assert_allclose(network.apply(variables, {"input": X}, until="end").value, z, rtol=1e-5)


def test_the_tap_sees_every_node_and_without_change_changes_nothing(network: Network) -> None:
    variables = network.init(KEY)
    seen: dict[str, jax.Array] = {}

    def look(name: str, value: jax.Array) -> jax.Array:
        seen[name] = value
        return value

    tapped = network.apply(variables, X, tap=look).value
    assert list(seen) == [node.name for node in network.nodes]
    assert {name: value.shape[1:] for name, value in seen.items()} == network.shapes
    np.testing.assert_array_equal(tapped, network.apply(variables, X).value)


def test_what_the_tap_returns_is_what_the_next_nodes_read(network: Network) -> None:
    variables = network.init(KEY)
    ablated = network.apply(variables, X, tap=lambda name, value: value * 0 if name == "hidden.tanh" else value)
    blind = {"params": variables["params"] | {"hidden": jax.tree.map(jnp.zeros_like, variables["params"]["hidden"])}}
    np.testing.assert_allclose(ablated.value, network.apply(blind | {"state": {}}, X).value, rtol=1e-6)


def test_a_gradient_at_a_node_is_a_tap_too(network: Network) -> None:
    """Adding h at a node and differentiating by h at 0 is the gradient at that node; the end sees it through W."""
    variables = network.init(KEY)

    def end(h: jax.Array) -> jax.Array:
        def tap(name: str, value: jax.Array) -> jax.Array:
            return value + h if name == "hidden.tanh" else value

        return network.apply(variables, X, tap=tap, until="end").value[:, 0].sum()

    expected = np.broadcast_to(variables["params"]["end"]["kernel"][:3, 0], (5, 3))
    np.testing.assert_allclose(jax.grad(end)(jnp.zeros((5, 3))), expected, rtol=1e-6)


def test_each_weight_starts_from_a_stream_of_its_own_name() -> None:
    """Adding, removing and reordering other layers changes nothing; the seed and the name change everything."""
    small = Network([Input((4,)), Dense(6, "relu", name="a"), Dense(6, "relu", name="b")])
    large = Network(
        [Input((4,)), Dense(6, "relu", name="a"), BatchNorm(), Dense(6, name="c"), Dense(6, "relu", name="b")]
    )
    first, second = small.init(KEY)["params"], large.init(KEY)["params"]
    for name in ("a", "b"):
        np.testing.assert_array_equal(first[name]["kernel"], second[name]["kernel"])
    square = Network([Input((6,)), Dense(6, name="a"), Dense(6, name="b")]).init(KEY)["params"]
    assert np.abs(np.corrcoef(square["a"]["kernel"].ravel(), square["b"]["kernel"].ravel())[0, 1]) < 0.5
    assert (first["a"]["kernel"] != small.init(jax.random.key(4))["params"]["a"]["kernel"]).all()


def test_streams_of_10000_names_are_different() -> None:
    keys = {tuple(jax.random.key_data(fold_name(KEY, f"dense_{number}/kernel")).tolist()) for number in range(2000)}
    assert len(keys) == 2000


def test_weights_lie_where_their_names_say() -> None:
    variables = Network([Input((4,)), Dense(3, "prelu"), BatchNorm(), Dropout(0.5)]).init(KEY)
    assert jax.tree.map(jnp.shape, variables) == {
        "params": {
            "dense_1": {"kernel": (4, 3), "bias": (3,)},
            "dense_1.prelu": {"alpha": (3,)},
            "batch_norm_1": {"gamma": (3,), "beta": (3,)},
        },
        "state": {"batch_norm_1": {"moving_mean": (3,), "moving_variance": (3,)}},
    }


def test_training_moves_the_state_and_prediction_does_not() -> None:
    network = Network([Input((4,)), BatchNorm(momentum=0.5)])
    variables = network.init(KEY)
    state = network.apply(variables, X, training=True).state["batch_norm_1"]
    np.testing.assert_allclose(state["moving_mean"], 0.5 * np.mean(X, axis=0), rtol=1e-5)
    np.testing.assert_allclose(state["moving_variance"], 0.5 + 0.5 * np.var(X, axis=0), rtol=1e-5)
    assert network.apply(variables, X).state == variables["state"]


def test_two_dropouts_of_one_network_draw_different_masks_and_one_key_always_the_same() -> None:
    network = Network(Concatenate()(Dropout(0.5)(x := Input((4,))), Dropout(0.5)(x)))
    ones = jnp.ones((50, 4))
    variables = network.init(KEY)
    first, again = (np.asarray(network.apply(variables, ones, training=True, key=KEY).value) for _ in range(2))
    np.testing.assert_array_equal(first, again)
    assert np.mean(first[:, :4] == first[:, 4:]) == pytest.approx(0.5, abs=0.2)
    assert network.random
    assert not Network([Input((4,)), Dense(3)]).random


def test_the_penalty_is_the_sum_of_what_each_regularizer_asks() -> None:
    network = Network(
        [Input((4,)), Dense(3, kernel_regularizer=l2(0.1)), Dense(2, kernel_regularizer=l1(0.2)), Dense(1)]
    )
    params = network.init(KEY)["params"]
    first, second = (np.float64(params[name]["kernel"]) for name in ("dense_1", "dense_2"))
    expected = 0.1 * (first**2).sum() + 0.2 * np.abs(second).sum()
    assert float(network.penalty(params)) == pytest.approx(expected, rel=1e-6)
    assert float(Network([Input((4,)), Dense(3)]).penalty({})) == 0


def test_constraints_bring_back_only_the_weights_they_hold() -> None:
    network = Network([Input((4,)), Dense(3, kernel_constraint=max_norm(1.0)), Dense(2)])
    params = jax.tree.map(lambda array: array + 2, network.init(KEY)["params"])
    held = network.constrained(params)
    np.testing.assert_allclose(np.linalg.norm(held["dense_1"]["kernel"], axis=0), 1, rtol=1e-6)
    np.testing.assert_array_equal(held["dense_2"]["kernel"], params["dense_2"]["kernel"])
    np.testing.assert_array_equal(held["dense_1"]["bias"], params["dense_1"]["bias"])


def test_a_network_comes_back_from_its_description_equal() -> None:
    x, ids = Input((4,), name="x"), Input((), "int32", name="ids")
    hidden = Dense(3, "selu", kernel_regularizer=l2(0.1))(Concatenate()(x, Embedding(5, 2)(ids)))
    network = Network(Dense(2, "softmax")(Add()(hidden, Dense(3)(x))))
    again = Network.from_json(network.to_json())
    assert again == network
    assert again.shapes == network.shapes
    assert again.to_json() == network.to_json()


REFUSED: dict[str, tuple[Any, dict[str, Any], str]] = {
    "a missing input": ({"b": X}, {}, "the input 'a' is missing. Expected arrays named a, b."),
    "one array for two": (X, {}, "the input 'b' is missing. Expected arrays named a, b."),
    "another shape": ({"a": X, "b": X[:, :3]}, {}, "the input 'b' has the shape (5, 3). Expected (batch, 4)."),
    "one sample": ({"a": X[0], "b": X}, {}, "the input 'a' has the shape (4,). Expected (batch, 4)."),
    "no such node": ({"a": X, "b": X}, {"until": "add"}, "there is no node 'add'. Did you mean add_1?"),
}


@pytest.mark.parametrize(("inputs", "settings", "text"), REFUSED.values(), ids=REFUSED)
def test_what_a_network_cannot_be_applied_to_is_named(inputs: Any, settings: dict[str, Any], text: str) -> None:
    network = Network(Add()(Input((4,), name="a"), Input((4,), name="b")))
    with pytest.raises(NetworkError, match="^" + re.escape(text)):
        network.apply(network.init(KEY), inputs, **settings)


def test_a_limit_on_members_holds_each_member_by_itself() -> None:
    network = Network([Input(3), Members(2), MemberDense(4, kernel_constraint=max_norm(1.0)), MemberMean()])
    kernel = network.init(jax.random.key(0))["params"]["member_dense_1"]["kernel"] * 10
    held = network.constrained({"member_dense_1": {"kernel": kernel}})["member_dense_1"]["kernel"]
    np.testing.assert_allclose(np.linalg.norm(held, axis=1), np.ones((2, 4)), rtol=1e-6)
