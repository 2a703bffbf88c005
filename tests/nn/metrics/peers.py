"""Every metric as somebody else computes it: scikit-learn in float64, or the published definition by hand."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import sklearn.metrics as peer

from tests.nn.metrics.cases import Case

Peer = Callable[[Case], Any]


def columns(case: Case) -> np.ndarray:
    prediction = case.prediction.astype(np.float64)
    return np.hstack([1 - prediction, prediction]) if prediction.shape[1] == 1 else prediction


def chosen(case: Case) -> np.ndarray:
    return columns(case).argmax(axis=1)


def labels(case: Case) -> np.ndarray:
    return np.arange(columns(case).shape[1])


def by_decision(score: Callable[..., Any], **settings: Any) -> Peer:
    return lambda case: score(case.target, chosen(case), sample_weight=case.weight, **settings)


def by_value(score: Callable[..., Any]) -> Peer:
    return lambda case: score(
        case.target.astype(np.float64), case.prediction.astype(np.float64), sample_weight=case.weight
    )


def averaged(score: Callable[..., Any], average: str | None) -> Peer:
    return lambda case: score(
        case.target,
        chosen(case),
        sample_weight=case.weight,
        average=average,
        labels=labels(case) if average is None else None,
        zero_division=0,
    )


def of_class_1_or_macro(score: Callable[..., Any]) -> Peer:
    return lambda case: averaged(score, "binary" if len(labels(case)) == 2 else "macro")(case)


def one_against_rest(score: Callable[..., Any]) -> Peer:
    def area(case: Case) -> Any:
        classes = [1] if len(labels(case)) == 2 else np.unique(case.target)
        return np.mean(
            [score(case.target == k, columns(case)[:, k].astype("f"), sample_weight=case.weight) for k in classes]
        )

    return area


def top_k_accuracy(k: int) -> Peer:
    def share(case: Case) -> Any:
        order = np.argsort(-columns(case), axis=1, kind="stable")[:, :k]
        return np.average((order == case.target[:, None]).any(axis=1), weights=case.weight)

    return share


def log_loss(case: Case) -> Any:
    return peer.log_loss(case.target, _summing_to_one(case), sample_weight=case.weight, labels=labels(case))


def smape(case: Case) -> Any:
    """Hyndman & Koehler 2006, Another look at measures of forecast accuracy, section 2.2, as a fraction."""
    y, a = case.target.astype(np.float64), case.prediction.astype(np.float64)
    size = np.abs(y) + np.abs(a)
    terms = np.divide(2 * np.abs(y - a), size, out=np.zeros_like(y), where=size > 0)
    return np.average(terms.mean(axis=1), weights=case.weight)


def brier(case: Case) -> Any:
    """By hand, because scikit-learn has the multi-class form since 1.7 only."""
    squares = (columns(case) - np.eye(len(labels(case)))[case.target]) ** 2
    return np.average(squares.sum(axis=1), weights=case.weight) / (2 if len(labels(case)) == 2 else 1)


def calibration_error(case: Case) -> Any:
    """Guo et al., On Calibration of Modern Neural Networks, equation 3."""
    confidence, right = columns(case).max(axis=1).astype("f"), chosen(case) == case.target
    edges = np.linspace(0, 1, 16).astype("f")
    error = 0.0
    for low, high in itertools.pairwise(edges):
        inside = (confidence > low) & (confidence <= high)
        share = case.weight[inside].sum() / case.weight.sum()
        if share:
            accuracy, mean = (np.average(of[inside], weights=case.weight[inside]) for of in (right, confidence))
            error += share * abs(accuracy - mean)
    return error


def balanced_accuracy(case: Case) -> Any:
    present = np.unique(case.target)
    return peer.recall_score(
        case.target, chosen(case), labels=present, average="macro", sample_weight=case.weight, zero_division=0
    )


def _summing_to_one(case: Case) -> np.ndarray:
    """Rounded to one digit, probabilities do not sum to 1, and scikit-learn warns: the remainder goes to another class.

    Only the true class's probability enters the loss.
    """
    probability = np.clip(columns(case), 2.0**-23, 1 - 2.0**-23)
    rows = np.arange(len(probability))
    spread = np.repeat((1 - probability[rows, case.target])[:, None], probability.shape[1], axis=1)
    spread /= probability.shape[1] - 1
    spread[rows, case.target] = probability[rows, case.target]
    return spread


SCORES = {"precision": peer.precision_score, "recall": peer.recall_score, "f1": peer.f1_score}

PEERS: dict[str, Peer] = {
    "accuracy": by_decision(peer.accuracy_score),
    "top_1_accuracy": by_decision(peer.accuracy_score),
    "top_3_accuracy": top_k_accuracy(3),
    "top_5_accuracy": top_k_accuracy(5),
    "log_loss": log_loss,
    "perplexity": lambda case: np.exp(log_loss(case)),
    "bits": lambda case: log_loss(case) / np.log(2),
    "brier": brier,
    "balanced_accuracy": balanced_accuracy,
    **{name: of_class_1_or_macro(score) for name, score in SCORES.items()},
    **{
        f"{name}_{average}": averaged(score, average)
        for name, score in SCORES.items()
        for average in ("macro", "micro", "weighted")
    },
    **{f"{name}_per_class": averaged(score, None) for name, score in SCORES.items()},
    "mcc": by_decision(peer.matthews_corrcoef),
    "confusion_matrix": lambda case: by_decision(peer.confusion_matrix, labels=labels(case))(case),
    "roc_auc": one_against_rest(peer.roc_auc_score),
    "pr_auc": one_against_rest(peer.average_precision_score),
    "calibration_error": calibration_error,
    "mae": by_value(peer.mean_absolute_error),
    "mse": by_value(peer.mean_squared_error),
    "rmse": by_value(peer.root_mean_squared_error),
    "r2": by_value(peer.r2_score),
    "mape": by_value(peer.mean_absolute_percentage_error),
    "smape": smape,
}
