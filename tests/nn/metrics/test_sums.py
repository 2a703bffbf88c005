"""Sums over millions of rows against float64."""

from __future__ import annotations

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from neuroglass.nn import metrics
from neuroglass.nn.metrics.metric import State
from neuroglass.nn.metrics.sums import Sum, add, value, zero


@jax.jit
def added_again_and_again(term: jax.Array, times: int) -> Sum:
    return jax.lax.fori_loop(0, times, lambda _, total: add(total, term), zero())


@pytest.mark.parametrize("term", [1.0, 0.1])
def test_twenty_million_terms_added_one_by_one_lose_nothing(term: float) -> None:
    times = 20_000_000
    total = added_again_and_again(jnp.float32(term), times)
    assert float(value(total)) == pytest.approx(times * float(np.float32(term)), rel=1e-7)


@pytest.mark.parametrize(("name", "expected"), [("r2", 0.75), ("rmse", 500.0), ("mae", 500.0)])
def test_ten_million_rows_far_from_zero_keep_their_spread(name: str, expected: float) -> None:
    """Targets are 1e6 ± 1000, predictions lie 500 nearer to the mean; the variance is 1e-6 of the mean's square."""
    metric, rows, steps = metrics.get(name), 100, 100_000
    sign = jnp.where(jnp.arange(rows) % 2 == 0, 1.0, -1.0)[:, None]
    target, prediction, weight = 1e6 + 1000 * sign, 1e6 + 500 * sign, jnp.ones(rows)

    @partial(jax.jit, static_argnums=0)
    def measured(steps: int) -> jax.Array:
        def step(_: int, state: State) -> State:
            return metric.update(state, target, prediction, weight)

        return metric.result(jax.lax.fori_loop(0, steps, step, metric.start(0, 1)))

    assert float(measured(steps)) == pytest.approx(expected, rel=1e-6)


def test_sorted_targets_are_merged_as_if_they_came_at_once() -> None:
    """Every batch has another mean: the case in which merging spreads is hardest."""
    random = np.random.default_rng(0)
    target = np.sort(random.normal(1000, 1, (50_000, 1)), axis=0).astype(np.float32)
    prediction = (target + random.normal(0, 0.5, target.shape)).astype(np.float32)
    metric = metrics.get("r2")

    @jax.jit
    def one_by_one(target: jax.Array, prediction: jax.Array) -> jax.Array:
        def step(state: State, row: tuple[jax.Array, jax.Array]) -> tuple[State, None]:
            return metric.update(state, row[0][None, :], row[1][None, :], jnp.ones(1)), None

        return metric.result(jax.lax.scan(step, metric.start(0, 1), (target, prediction))[0])

    wide_target, wide_prediction = target.astype(np.float64), prediction.astype(np.float64)
    expected = 1 - np.mean((wide_prediction - wide_target) ** 2) / np.var(wide_target)
    assert float(one_by_one(jnp.asarray(target), jnp.asarray(prediction))) == pytest.approx(expected, rel=1e-6)


def test_areas_of_a_million_weighted_rows_agree_with_float64() -> None:
    random = np.random.default_rng(1)
    rows = 1_000_000
    target = random.integers(0, 2, rows)
    score = np.clip(random.normal(0.4 + 0.2 * target, 0.2), 0, 1).astype(np.float32)
    weight = random.uniform(0.1, 1, rows).astype(np.float32)
    order = np.lexsort((target, -score))
    scores, starts = np.unique(-score[order], return_index=True)
    positive = np.add.reduceat((weight * target)[order].astype(np.float64), starts)
    negative = np.add.reduceat((weight * (1 - target))[order].astype(np.float64), starts)
    through = positive.cumsum(), negative.cumsum()
    area = np.sum(positive * (through[1][-1] - through[1] + negative / 2)) / (through[0][-1] * through[1][-1])
    average = np.sum(positive * through[0] / (through[0] + through[1])) / through[0][-1]
    assert len(scores) < rows
    areas = metrics.tables(["roc_auc", "pr_auc"], target, score[:, None], weight)
    assert areas["roc_auc"] == pytest.approx(area, rel=1e-6)
    assert areas["pr_auc"] == pytest.approx(average, rel=1e-6)
