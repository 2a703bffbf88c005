"""Where the loss is taken, what is folded into it, and in which form it gets the targets."""

from __future__ import annotations

import re

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from neuroglass.errors import NetworkError
from neuroglass.nn import losses
from neuroglass.nn.layers import Activation, Dense, Input, Layer, MemberDense, MemberMean, Members
from neuroglass.nn.network import Network
from neuroglass.nn.objective import Objective

Z = jnp.asarray(np.random.default_rng(0).normal(size=(4, 3)), jnp.float32)
IDS = jnp.asarray([0, 2, 1, 2], jnp.int32)


def objective(loss: str, *layers: Layer) -> Objective:
    return Objective(Network([Input((3,)), *layers]), losses.get(loss))


@pytest.mark.parametrize(
    ("made", "node", "folded"),
    [
        (objective("sparse_categorical_crossentropy", Dense(3, "softmax")), "dense_1", "softmax"),
        (objective("binary_crossentropy", Dense(1, "sigmoid")), "dense_1", "sigmoid"),
        (objective("categorical_crossentropy", Dense(3), Activation("softmax")), "dense_1", "softmax"),
        (objective("mse", Dense(3, "softmax")), "dense_1.softmax", None),
        (objective("mse", Dense(2)), "dense_1", None),
        (objective("mse", Members(2), MemberDense(3), MemberMean()), "member_dense_1", None),
        (
            objective("sparse_categorical_crossentropy", Members(2), MemberDense(3, "softmax"), MemberMean()),
            "member_dense_1",
            "softmax",
        ),
    ],
    ids=["softmax", "sigmoid", "an activation apart", "softmax under mse", "plain", "members", "members of classes"],
)
def test_a_cross_entropy_is_taken_before_the_activation_that_it_contains(
    made: Objective, node: str, folded: str | None
) -> None:
    assert (made.node, made.folded) == (node, folded)


def test_from_ids_and_one_hot_rows_and_0_and_1_comes_the_same_loss() -> None:
    expected = -np.asarray(jax.nn.log_softmax(Z))[np.arange(4), IDS]
    for loss in ("sparse_categorical_crossentropy", "categorical_crossentropy"):
        np.testing.assert_allclose(objective(loss, Dense(3, "softmax")).losses(Z, IDS), expected, rtol=1e-6)
    yes = jnp.asarray([0, 1, 1, 0], jnp.int32)
    binary = objective("binary_crossentropy", Dense(1, "sigmoid")).losses(Z[:, :1], yes)
    sign = np.array([1, -1, -1, 1])
    np.testing.assert_allclose(binary, np.log1p(np.exp(sign * np.float64(Z[:, 0]))), rtol=1e-5)


def test_the_answer_has_what_was_folded_away_and_is_that_of_the_network() -> None:
    made = objective("sparse_categorical_crossentropy", Dense(3, "softmax"))
    variables = made.network.init(jax.random.key(0))
    z = made.network.apply(variables, Z, until=made.node).value
    np.testing.assert_allclose(made.prediction(z), made.network.apply(variables, Z).value, rtol=1e-6)


def test_each_member_of_an_ensemble_pays_for_its_own_answer_and_they_answer_with_their_mean() -> None:
    made = objective("sparse_categorical_crossentropy", Members(2), MemberDense(3, "softmax"), MemberMean())
    variables = made.network.init(jax.random.key(0))
    z = made.network.apply(variables, Z, until=made.node).value
    own = [-np.asarray(jax.nn.log_softmax(z[:, member]))[np.arange(4), IDS] for member in range(2)]
    np.testing.assert_allclose(made.losses(z, IDS), np.mean(own, axis=0), rtol=1e-5)
    np.testing.assert_allclose(made.prediction(z), made.network.apply(variables, Z).value, rtol=1e-6)
    np.testing.assert_allclose(
        made.prediction(z), np.mean([jax.nn.softmax(z[:, m]) for m in range(2)], axis=0), rtol=1e-5
    )


@pytest.mark.parametrize(
    ("loss", "layers", "text"),
    [
        ("sparse_categorical_crossentropy", [Dense(3)], "that ends in softmax; this one ends in dense_1."),
        ("binary_crossentropy", [Dense(1, "tanh")], "that ends in sigmoid; this one ends in dense_1.tanh."),
    ],
)
def test_a_network_that_ends_otherwise_than_its_loss_needs_is_refused(
    loss: str, layers: list[Layer], text: str
) -> None:
    with pytest.raises(NetworkError, match=re.escape(f"the loss {loss} is for a network {text}")):
        objective(loss, *layers)
