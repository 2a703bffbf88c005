"""Metrics that are the mean of a number of each row: accuracy, log loss, absolute error, ..."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import jax.numpy as jnp
from jax import Array

from neuroglass.errors import NetworkError
from neuroglass.nn.metrics.metric import Metric, chosen_class, class_probabilities, one_hot
from neuroglass.nn.metrics.sums import Sum, add, value, weighted_sum, zero

FLOAT32_STEP = 2.0**-23  # scikit-learn clips float32 probabilities this far from 0 and 1
SMALLEST_TARGET = 2.0**-52  # scikit-learn's divisor for a target of 0


class Mean(NamedTuple):
    total: Sum
    weight: Sum


@dataclass(frozen=True)
class RowMean:
    """The weighted mean of ``of_row(target, prediction) -> (rows,)``."""

    of_row: Callable[[Array, Array], Array]

    def start(self, rows: int, width: int) -> Mean:
        return Mean(zero(), zero())

    def update(self, state: Mean, target: Array, prediction: Array, weight: Array) -> Mean:
        total = weighted_sum(self.of_row(target, prediction), weight)
        return Mean(add(state.total, total), add(state.weight, jnp.sum(weight)))


def mean(state: Mean) -> Array:
    return value(state.total) / value(state.weight)


def exponential(state: Mean) -> Array:
    return jnp.exp(mean(state))


def in_bits(state: Mean) -> Array:
    return mean(state) / math.log(2)


def is_right(target: Array, prediction: Array) -> Array:
    return (chosen_class(prediction) == target).astype(jnp.float32)


@dataclass(frozen=True)
class InTop:
    """Whether the target is among the ``k`` most probable classes; of equals the first comes first."""

    k: int

    def __call__(self, target: Array, prediction: Array) -> Array:
        probability = class_probabilities(prediction)
        own = jnp.take_along_axis(probability, target[:, None], axis=1)
        index = jnp.arange(probability.shape[1], dtype=jnp.int32)[None, :]
        ahead = (probability > own) | ((probability == own) & (index < target[:, None]))
        return (jnp.sum(ahead, axis=1) < self.k).astype(jnp.float32)


def surprise(target: Array, prediction: Array) -> Array:
    own = jnp.take_along_axis(class_probabilities(prediction), target[:, None], axis=1)[:, 0]
    return -jnp.log(jnp.clip(own, FLOAT32_STEP, 1.0 - FLOAT32_STEP))


def probability_error(target: Array, prediction: Array) -> Array:
    probability = class_probabilities(prediction)
    classes = probability.shape[1]
    squares = jnp.square(probability - one_hot(target, classes).astype(jnp.float32))
    return jnp.sum(squares, axis=1) * (0.5 if classes == 2 else 1.0)


def absolute_error(target: Array, prediction: Array) -> Array:
    return jnp.mean(jnp.abs(prediction - target), axis=1)


def squared_error(target: Array, prediction: Array) -> Array:
    return jnp.mean(jnp.square(prediction - target), axis=1)


def symmetric_error(target: Array, prediction: Array) -> Array:
    size = jnp.abs(target) + jnp.abs(prediction)
    return jnp.mean(2 * jnp.abs(prediction - target) / jnp.where(size > 0, size, 1), axis=1)


def relative_error(target: Array, prediction: Array) -> Array:
    return jnp.mean(jnp.abs(prediction - target) / jnp.maximum(jnp.abs(target), SMALLEST_TARGET), axis=1)


def top_k_accuracy(k: int) -> Metric:
    """The share of rows whose class is among the ``k`` most probable; 1 where there are no more than k classes.

    Raises:
        NetworkError: k is below 1.

    >>> top_k_accuracy(3).name
    'top_3_accuracy'
    """
    if k < 1:
        raise NetworkError(f"top_k_accuracy got k = {k}", "a whole number above 0", "Write top_k_accuracy(5)")
    return Metric(
        name=f"top_{k}_accuracy",
        better="higher",
        task="classes",
        meaning=f"The share of rows whose true class is among the {k} most probable.",
        formula=f"mean(rank of p[y] ≤ {k}); of equal probabilities the first class ranks first",
        statistic=RowMean(InTop(k)),
        finish=mean,
    )


MEANS = (
    Metric(
        "accuracy",
        "higher",
        "classes",
        "The share of rows whose most probable class is the true one.",
        "mean(argmax p = y); with one column class 1 is chosen above 0.5",
        RowMean(is_right),
        mean,
    ),
    top_k_accuracy(5),
    Metric(
        "log_loss",
        "lower",
        "classes",
        "How surprised the probabilities are by the true class, in nats.",
        "mean(−ln p[y]), p kept 1.2e-7 away from 0 and 1",
        RowMean(surprise),
        mean,
    ),
    Metric(
        "perplexity",
        "lower",
        "classes",
        "Among how many equally likely classes the probabilities would be as unsure.",
        "exp(log_loss)",
        RowMean(surprise),
        exponential,
    ),
    Metric(
        "bits",
        "lower",
        "classes",
        "How surprised the probabilities are by the true class, in bits: of characters, bits per character.",
        "log_loss / ln 2",
        RowMean(surprise),
        in_bits,
    ),
    Metric(
        "brier",
        "lower",
        "classes",
        "The squared distance of the probabilities from the truth.",
        "two classes: mean((p − y)²), 0 to 1; more: mean(Σₖ (pₖ − [y = k])²), 0 to 2",
        RowMean(probability_error),
        mean,
    ),
    Metric(
        "mae",
        "lower",
        "values",
        "How far a prediction is from the truth on average, in the target's unit.",
        "mean |ŷ − y|",
        RowMean(absolute_error),
        mean,
    ),
    Metric(
        "mse",
        "lower",
        "values",
        "The mean squared distance from the truth, in the target's unit squared; large errors weigh most.",
        "mean (ŷ − y)²",
        RowMean(squared_error),
        mean,
    ),
    Metric(
        "mape",
        "lower",
        "values",
        "How far a prediction is from the truth as a fraction of the truth; no use where targets are 0 or near it.",
        "mean |ŷ − y| / max(|y|, 2⁻⁵²), a fraction and not a percentage",
        RowMean(relative_error),
        mean,
    ),
    Metric(
        "smape",
        "lower",
        "values",
        "How far a prediction is from the truth as a fraction of the mean size of both, from 0 to 2.",
        "mean 2 |ŷ − y| / (|y| + |ŷ|), 0 where both are 0, a fraction and not a percentage",
        RowMean(symmetric_error),
        mean,
    ),
)
