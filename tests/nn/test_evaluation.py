"""One pass over a set gives scikit-learn's numbers, whatever the batch size and however the last batch falls."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import sklearn.metrics

from neuroglass.nn import losses, metrics
from neuroglass.nn.evaluation import Samples, batch_of, evaluate, evaluate_stepwise
from neuroglass.nn.layers import BatchNorm, Dense, Dropout, Flatten, Input
from neuroglass.nn.network import Network
from neuroglass.nn.objective import Objective

RNG = np.random.default_rng(4)
ROWS = 37
X = jnp.asarray(RNG.normal(size=(ROWS, 3)), jnp.float32)
WEIGHT = RNG.uniform(0, 2, ROWS).astype(np.float32)


def evaluated(objective: Objective, names: list[str], variables: Any, samples: Samples) -> np.ndarray:
    """By either way, which must agree: all in one compiled loop, and a batch at a time with room to spare."""
    chosen = tuple(metrics.get(name) for name in names)
    looped = np.asarray(jax.jit(lambda: evaluate(objective, chosen, variables, samples))())
    stepwise = np.asarray(evaluate_stepwise(objective, chosen, variables, samples, samples.rows + 7))
    np.testing.assert_allclose(stepwise, looped, rtol=1e-5)
    return looped


@pytest.mark.parametrize("batch", [5, 10, 1024], ids=["overlap 3", "overlap 3 of 10", "at once"])
@pytest.mark.parametrize("weight", [None, WEIGHT], ids=["alike", "weighted"])
def test_classes_are_measured_as_scikit_learn_does(
    batch: int, weight: np.ndarray | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("neuroglass.nn.evaluation.EVALUATION_BATCH", batch)
    network = Network([Input((3,)), Dense(6, "relu"), BatchNorm(), Dropout(0.5), Dense(4, "softmax")])
    variables = network.init(jax.random.key(0))
    y = RNG.integers(0, 4, ROWS).astype(np.int32)
    objective = Objective(network, losses.get("sparse_categorical_crossentropy"))
    samples = Samples({"input": X}, jnp.asarray(y), None if weight is None else jnp.asarray(weight))
    ours = evaluated(objective, ["accuracy", "log_loss", "balanced_accuracy"], variables, samples)
    p = np.float64(network.apply(variables, X).value)
    p /= p.sum(axis=1, keepdims=True)
    loss = sklearn.metrics.log_loss(y, p, sample_weight=weight)
    chosen = p.argmax(axis=1)
    expected = [
        loss,
        sklearn.metrics.accuracy_score(y, chosen, sample_weight=weight),
        loss,
        sklearn.metrics.balanced_accuracy_score(y, chosen, sample_weight=weight),
    ]
    np.testing.assert_allclose(ours, expected, rtol=1e-5)


def test_numbers_are_measured_in_the_unit_of_the_data_and_the_loss_in_that_of_the_network() -> None:
    network = Network([Input((3,)), Dense(2)])
    variables = network.init(jax.random.key(0))
    y = RNG.normal(size=(ROWS, 2)).astype(np.float32)
    offset, scale = np.array([100, -5], np.float32), np.array([20, 0.5], np.float32)
    samples = Samples({"input": X}, jnp.asarray(y), None, jnp.asarray(offset), jnp.asarray(scale))
    ours = evaluated(Objective(network, losses.get("mse")), ["mae", "rmse"], variables, samples)
    answer = np.float64(network.apply(variables, X).value)
    truth, told = y * scale + offset, answer * scale + offset
    expected = [
        sklearn.metrics.mean_squared_error(y, answer),
        sklearn.metrics.mean_absolute_error(truth, told),
        sklearn.metrics.root_mean_squared_error(truth, told),
    ]
    np.testing.assert_allclose(ours, expected, rtol=1e-4)


def test_large_pictures_go_through_in_smaller_batches() -> None:
    assert batch_of(Network([Input((8, 8, 1)), Flatten(), Dense(3)]), 100_000) == 1024
    assert batch_of(Network([Input((512, 512, 3)), Flatten(), Dense(3)]), 100_000) == 32
    assert batch_of(Network([Input((512, 512, 3)), Flatten(), Dense(3)]), 7) == 7
