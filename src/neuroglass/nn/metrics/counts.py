"""Metrics of counts: precision, recall, F1 and their averages, balanced accuracy, correlation, confusion matrix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import jax.numpy as jnp
from jax import Array, lax

from neuroglass.nn.metrics.metric import Metric, chosen_class, class_count, one_hot
from neuroglass.nn.metrics.sums import Sum, add, ratio, value, weighted_sum, zero


class Outcomes(NamedTuple):
    """Each class against the rest, (classes,) each. All four are kept so that no formula subtracts large counts."""

    true_positive: Array
    false_positive: Array
    false_negative: Array
    true_negative: Array


@dataclass(frozen=True)
class OutcomeCounts:
    """The weight of rows in each of the four outcomes of each class: a `Sum` of shape (4, classes)."""

    def start(self, rows: int, width: int) -> Sum:
        return zero((4, class_count(width)))

    def update(self, state: Sum, target: Array, prediction: Array, weight: Array) -> Sum:
        classes = class_count(prediction.shape[1])
        true, chosen = one_hot(target, classes), one_hot(chosen_class(prediction), classes)
        cells = (true & chosen, ~true & chosen, true & ~chosen, ~true & ~chosen)
        return add(state, jnp.stack([weighted_sum(cell.astype(jnp.float32), weight) for cell in cells]))


@dataclass(frozen=True)
class ConfusionCounts:
    """The weight of rows of each true class (row) given each class (column): a `Sum` of shape (classes, classes)."""

    def start(self, rows: int, width: int) -> Sum:
        return zero((class_count(width), class_count(width)))

    def update(self, state: Sum, target: Array, prediction: Array, weight: Array) -> Sum:
        classes = class_count(prediction.shape[1])
        true = one_hot(target, classes).astype(jnp.float32) * weight[:, None]
        chosen = one_hot(chosen_class(prediction), classes).astype(jnp.float32)
        # Accelerators multiply in fewer bits unless told, and weights would be rounded.
        return add(state, jnp.matmul(true.T, chosen, precision=lax.Precision.HIGHEST))


Score = Callable[[Outcomes], Array]
Average = Callable[[Score, Outcomes], Array]


def precision(outcomes: Outcomes) -> Array:
    return ratio(outcomes.true_positive, outcomes.true_positive + outcomes.false_positive)


def recall(outcomes: Outcomes) -> Array:
    return ratio(outcomes.true_positive, outcomes.true_positive + outcomes.false_negative)


def f1(outcomes: Outcomes) -> Array:
    right = 2.0 * outcomes.true_positive
    return ratio(right, right + outcomes.false_positive + outcomes.false_negative)


def per_class(score: Score, outcomes: Outcomes) -> Array:
    return score(outcomes)


def macro(score: Score, outcomes: Outcomes) -> Array:
    seen = outcomes.true_positive + outcomes.false_positive + outcomes.false_negative > 0
    return jnp.mean(score(outcomes), where=seen)


def micro(score: Score, outcomes: Outcomes) -> Array:
    return score(Outcomes(*(jnp.sum(count) for count in outcomes)))


def weighted(score: Score, outcomes: Outcomes) -> Array:
    support = outcomes.true_positive + outcomes.false_negative
    return jnp.sum(score(outcomes) * support) / jnp.sum(support)


def of_class_1_or_macro(score: Score, outcomes: Outcomes) -> Array:
    return score(outcomes)[1] if len(outcomes.true_positive) == 2 else macro(score, outcomes)


def balanced_accuracy(outcomes: Outcomes) -> Array:
    return jnp.mean(recall(outcomes), where=outcomes.true_positive + outcomes.false_negative > 0)


def matthews(outcomes: Outcomes) -> Array:
    share = Outcomes(*(count / sum(outcomes) for count in outcomes))
    chosen, true = share.true_positive + share.false_positive, share.true_positive + share.false_negative
    together = share.true_positive * share.true_negative - share.false_positive * share.false_negative
    spread = jnp.sum(chosen * (share.false_negative + share.true_negative))
    spread_of_truth = jnp.sum(true * (share.false_positive + share.true_negative))
    return ratio(jnp.sum(together), jnp.sqrt(spread) * jnp.sqrt(spread_of_truth))


def _finish(of_outcomes: Score) -> Callable[[Sum], Array]:
    def finish(state: Sum) -> Array:
        outcomes = Outcomes(*value(state))
        rows = sum(count[0] for count in outcomes)
        return jnp.where(rows > 0, of_outcomes(outcomes), jnp.nan)

    return finish


SCORES: dict[str, tuple[Score, str, str]] = {
    "precision": (
        precision,
        "Of the rows given a class, the share that belongs to it",
        "TP / (TP + FP), 0 if never given",
    ),
    "recall": (
        recall,
        "Of the rows that belong to a class, the share that was given it",
        "TP / (TP + FN), 0 if none belongs",
    ),
    "f1": (f1, "The harmonic mean of precision and recall", "2 TP / (2 TP + FP + FN), 0 if all are 0"),
}

AVERAGES: dict[str, tuple[Average, str, int]] = {
    "": (of_class_1_or_macro, "for class 1 of two, or the plain mean over more classes", 0),
    "_macro": (macro, "the plain mean over the classes that occur in targets or predictions", 0),
    "_micro": (micro, "all classes counted together", 0),
    "_weighted": (weighted, "the mean over classes weighted by how many rows belong to each", 0),
    "_per_class": (per_class, "for every class", 1),
}


def _averaged(score_name: str, suffix: str) -> Metric:
    (score, meaning, formula), (average, over, axes) = SCORES[score_name], AVERAGES[suffix]
    return Metric(
        name=score_name + suffix,
        better="higher",
        task="classes",
        meaning=f"{meaning}; {over}.",
        formula=f"{formula}; {over}",
        statistic=OutcomeCounts(),
        finish=_finish(lambda outcomes: average(score, outcomes)),
        axes=axes,
    )


COUNTS = (
    Metric(
        "balanced_accuracy",
        "higher",
        "classes",
        "The mean over classes of the share of their rows that were recognised; rare classes count as much as common.",
        "mean over the classes in the targets of TP / (TP + FN)",
        OutcomeCounts(),
        _finish(balanced_accuracy),
    ),
    *(_averaged(score, suffix) for score in SCORES for suffix in AVERAGES),
    Metric(
        "mcc",
        "higher",
        "classes",
        "The correlation of given and true classes: 1 is perfect, 0 no better than chance, −1 all wrong.",
        "Σₖ (TPₖ TNₖ − FPₖ FNₖ) / √(Σₖ (TP+FP)ₖ (TN+FN)ₖ · Σₖ (TP+FN)ₖ (TN+FP)ₖ), 0 if one class only",
        OutcomeCounts(),
        _finish(matthews),
    ),
    Metric(
        "confusion_matrix",
        "neither",
        "classes",
        "How many rows of each true class (row of the table) were given each class (column).",
        "C[i, j] = Σ weight [y = i, argmax p = j]",
        ConfusionCounts(),
        value,
        axes=2,
    ),
)
