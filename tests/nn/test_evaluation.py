"""One pass over a set gives scikit-learn's numbers, whatever the batch size and however the last batch falls."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import sklearn.metrics

from neuroglass.nn import losses, metrics
from neuroglass.nn.evaluation import Samples, evaluate
from neuroglass.nn.layers import BatchNorm, Dense, Dropout, Input
from neuroglass.nn.network import Network
from neuroglass.nn.objective import Objective

RNG = np.random.default_rng(4)
ROWS = 37
X = jnp.asarray(RNG.normal(size=(ROWS, 3)), jnp.float32)
WEIGHT = RNG.uniform(0, 2, ROWS).astype(np.float32)


def evaluated(objective: Objective, names: list[str], variables: Any, samples: Samples) -> np.ndarray:
    chosen = tuple(metrics.get(name) for name in names)
    return np.asarray(jax.jit(lambda: evaluate(objective, chosen, variables, samples))())


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
