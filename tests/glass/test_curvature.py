"""Curvature against the whole Hessian, and the noise of gradients against one gradient after another."""

from __future__ import annotations

import dataclasses
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax.flatten_util import ravel_pytree

from neuroglass.errors import ConfigurationError, NetworkError
from neuroglass.glass import Glass, look
from neuroglass.glass.curvature import COST, turned
from neuroglass.glass.noise import noise_scale
from neuroglass.glass.seen import number_of
from tests.glass import made


@pytest.fixture(scope="module")
def dense() -> Glass:
    return made.seen(made.dense(), made.cars(), rows=8)


def test_the_eigenvalue_is_the_largest_of_the_whole_hessian(dense: Glass) -> None:
    objective, state = dense.model.objective, dense.model.variables["state"]
    samples = dense.samples
    flat, back = ravel_pytree(dense.model.variables["params"])

    def cost(own: jax.Array) -> jax.Array:
        return number_of(objective, COST, {"params": back(own), "state": state}, samples)[0]

    values, vectors = np.linalg.eigh(np.asarray(jax.jit(jax.hessian(cost))(flat), np.float64))
    largest = np.argmax(np.abs(values))
    found = dense.curvature(500, tolerance=1e-4)
    assert found.converged
    assert found.eigenvalue == pytest.approx(values[largest], rel=1e-4)
    direction = np.asarray(ravel_pytree(found.direction)[0], np.float64)
    assert abs(direction @ vectors[:, largest]) == pytest.approx(1, abs=1e-3)
    assert sum(found.to_json()["direction"].values()) == pytest.approx(1, abs=1e-5)
    assert found.steepest_rate == pytest.approx(2 / found.eigenvalue)


def test_through_a_loop_a_product_with_the_hessian_is_the_change_of_the_gradient() -> None:
    """Of texts of several lengths: the ends of the loop are known only at run time."""
    glass = made.glass(made.reading, made.texts)
    model, chance = glass.model, np.random.default_rng(1)
    vector = jax.tree.map(lambda array: jnp.asarray(chance.normal(size=array.shape), array.dtype), glass.weights)
    product = turned(model.objective, model.variables, glass.samples, vector)
    step = 2e-3
    both = []
    for sign in (1, -1):
        moved = jax.tree.map(lambda array, way, sign=sign: array + sign * step * way, model.variables["params"], vector)
        shifted = dataclasses.replace(model, variables={**model.variables, "params": moved})
        both.append(ravel_pytree(look(shifted, glass.part).weight_gradients)[0])
    expected = np.asarray(both[0] - both[1], np.float64) / (2 * step)
    found = np.asarray(ravel_pytree(product)[0], np.float64)
    assert np.linalg.norm(found - expected) < 2e-2 * np.linalg.norm(expected)


def test_too_few_iterations_are_told(dense: Glass) -> None:
    found = dense.curvature(1)
    assert (found.iterations, found.converged) == (1, False)
    assert "has not converged" in found.words()[1]


@pytest.mark.parametrize("asked", [{"iterations": 0}, {"tolerance": 0.0}])
def test_impossible_settings_are_told(dense: Glass, asked: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=r"Expected 1 or more, and between 0 and 1"):
        dense.curvature(**asked)


@pytest.mark.parametrize(("make", "data"), [(made.dense, made.cars), (made.forecasting, made.sales)])
def test_the_noise_is_the_variance_of_one_gradient_after_another(make: Any, data: Any) -> None:
    glass = made.seen(make(), data(), rows=6)
    alone = [look(glass.model, glass.part.taken(np.array([row]))).weight_gradients for row in range(6)]
    slopes = np.stack([np.concatenate([g.ravel() for g in jax.tree.leaves(own)]) for own in alone]).astype(np.float64)
    variance = slopes.var(axis=0, ddof=1).sum()
    square = (slopes.mean(axis=0) ** 2).sum() - variance / 6
    found = glass.noise_scale()
    assert found.variance == pytest.approx(variance, rel=1e-4)
    assert found.square == pytest.approx(square, rel=1e-3)
    assert found.scale == pytest.approx(variance / square if square > 0 else np.inf, rel=1e-3)


def test_it_is_the_same_in_pieces(dense: Glass, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = dense.noise_scale()
    monkeypatch.setattr("neuroglass.glass.noise.AT_ONCE", 3 * 95)
    assert noise_scale(dense).variance == pytest.approx(whole.variance, rel=1e-5)


def test_samples_that_weigh_more_count_more(dense: Glass) -> None:
    """The own gradients are those whose mean is the gradient of the cost."""
    weight = np.array([1, 2, 3, 0.5, 1, 1, 2, 1], np.float32)
    glass = look(dense.model, dataclasses.replace(dense.part, weight=weight))
    whole = sum(float((g.astype(np.float64) ** 2).sum()) for g in jax.tree.leaves(glass.weight_gradients))
    assert glass.noise_scale().whole == pytest.approx(whole, rel=1e-4)


def test_one_sample_has_no_noise() -> None:
    with pytest.raises(NetworkError, match=r"of 1 sample. Expected two or more. Look at several samples"):
        made.seen(made.dense(), made.cars(), rows=1).noise_scale()


def test_a_cost_needs_answers(dense: Glass) -> None:
    unknown = dataclasses.replace(dense, is_known=False)
    for ask in (unknown.curvature, unknown.noise_scale):
        with pytest.raises(ConfigurationError, match=r"the true answers are not known. Expected samples with answers"):
            ask()
    with pytest.raises(ConfigurationError, match="iterations=0"):
        unknown.curvature(0)
