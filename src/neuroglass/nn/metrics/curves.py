"""Metrics of ranking, exact: all scores are kept in a buffer and sorted at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import Array

from neuroglass.nn.metrics.metric import Metric


class Scores(NamedTuple):
    score: Array  # (rows, classes), or (rows, 1) for class 1 of two
    target: Array  # (rows,)
    weight: Array  # (rows,), 0 where nothing was written yet
    filled: Array  # ()


@dataclass(frozen=True)
class ScoreBuffer:
    """Every row of weight above 0, in the order it came."""

    def start(self, rows: int, width: int) -> Scores:
        score = jnp.zeros((rows, _ranked_columns(width)), jnp.float32)
        return Scores(score, jnp.zeros(rows, jnp.int32), jnp.zeros(rows, jnp.float32), jnp.zeros((), jnp.int32))

    def update(self, state: Scores, target: Array, prediction: Array, weight: Array) -> Scores:
        counts = weight > 0
        place = state.filled + jnp.cumsum(counts, dtype=jnp.int32) - 1
        place = jnp.where(counts, place, len(state.target))  # beyond the end: dropped
        return Scores(
            state.score.at[place].set(prediction[:, -_ranked_columns(prediction.shape[1]) :], mode="drop"),
            state.target.at[place].set(target, mode="drop"),
            state.weight.at[place].set(weight, mode="drop"),
            state.filled + jnp.sum(counts, dtype=jnp.int32),
        )


def _ranked_columns(width: int) -> int:
    return width if width > 2 else 1


class Ranking(NamedTuple):
    """Rows from the highest score to the lowest; weights summed over rows of at least, or above, the row's score."""

    positive: Array
    positive_through: Array
    negative_through: Array
    negative_above: Array


def rank(score: Array, positive: Array, negative: Array) -> Ranking:
    order = jnp.argsort(-score)
    falling, sides = -score[order], jnp.stack([positive, negative], axis=1)[order]
    summed = jnp.concatenate([jnp.zeros((1, 2), jnp.float32), jnp.cumsum(sides, axis=0)])
    above = summed[jnp.searchsorted(falling, falling, side="left")]
    through = summed[jnp.searchsorted(falling, falling, side="right")]
    return Ranking(sides[:, 0], through[:, 0], through[:, 1], above[:, 1])


def area_under_roc(ranking: Ranking) -> Array:
    negatives = ranking.negative_through[-1]
    below = 1.0 - (ranking.negative_above + ranking.negative_through) / (2.0 * negatives)
    return jnp.sum(ranking.positive / ranking.positive_through[-1] * below)


def average_precision(ranking: Ranking) -> Array:
    through = ranking.positive_through + ranking.negative_through
    precision = ranking.positive_through / jnp.where(through > 0, through, 1.0)
    return jnp.sum(ranking.positive / ranking.positive_through[-1] * precision)


def _finish(area: Callable[[Ranking], Array]) -> Callable[[Scores], Array]:
    def of_class(score: Array, positive: Array, negative: Array) -> Array:
        both = jnp.any(positive > 0) & jnp.any(negative > 0)
        return jnp.where(both, jnp.minimum(area(rank(score, positive, negative)), 1.0), jnp.nan)  # sums round

    def finish(state: Scores) -> Array:
        columns = state.score.shape[1]
        classes = jnp.arange(columns, dtype=jnp.int32) if columns > 1 else jnp.ones(1, jnp.int32)
        belongs = classes[:, None] == state.target[None, :]
        weight = state.weight[None, :]
        areas = jax.vmap(of_class)(state.score.T, jnp.where(belongs, weight, 0.0), jnp.where(belongs, 0.0, weight))
        broken = jnp.any(jnp.isnan(state.score)) | (state.filled > len(state.target))
        return jnp.where(broken, jnp.nan, jnp.nanmean(areas))

    return finish


CURVES = (
    Metric(
        "roc_auc",
        "higher",
        "classes",
        "The probability that a row of the class gets a higher score than a row of another; 0.5 is chance.",
        "P(score⁺ > score⁻) + ½ P(score⁺ = score⁻); more than two classes: mean over each against the rest, without "
        "those that no row or every row belongs to; nan if none is left",
        ScoreBuffer(),
        _finish(area_under_roc),
    ),
    Metric(
        "pr_auc",
        "higher",
        "classes",
        "Average precision: precision at every threshold, weighted by the recall gained; chance is the class's share.",
        "Σₙ (Rₙ − Rₙ₋₁) Pₙ over distinct scores; more than two classes: mean over each against the rest, without "
        "those that no row or every row belongs to; nan if none is left",
        ScoreBuffer(),
        _finish(average_precision),
    ),
)
