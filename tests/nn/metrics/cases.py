"""Data sets that metrics are measured on: plain, tied, imbalanced, with a missing class, weighted."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from neuroglass.nn import metrics
from neuroglass.nn.metrics.metric import Task

ROWS = 150  # and few widths, so that tests share compiled programs

NUMBERS = {  # asked for together in several tests, and so compiled once
    task: [name for name in metrics.names(task) if not metrics.get(name).axes] for task in ("classes", "values")
}


class Case(NamedTuple):
    name: str
    task: Task
    target: np.ndarray
    prediction: np.ndarray
    weight: np.ndarray


def _classes(name: str, classes: int, *, shares: list[float], digits: int = 7, weighted: bool = False) -> Case:
    random = np.random.default_rng(classes)
    target = random.choice(len(shares), ROWS, p=shares).astype(np.int32)
    logits = random.normal(size=(ROWS, classes)) + 1.2 * np.eye(classes)[target]
    probability = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    weight = random.uniform(0.2, 3, ROWS) if weighted else np.ones(ROWS)
    columns = probability[:, 1:] if classes == 2 else probability
    return Case(name, "classes", target, columns.round(digits).astype(np.float32), weight.astype(np.float32))


def _values(name: str, outputs: int, *, offset: float = 0, weighted: bool = False) -> Case:
    random = np.random.default_rng(outputs)
    target = random.normal(offset, 2, (ROWS, outputs))
    prediction = target + random.normal(0.3, 1, (ROWS, outputs))
    weight = random.uniform(0.2, 3, ROWS) if weighted else np.ones(ROWS)
    return Case(name, "values", *(array.astype(np.float32) for array in (target, prediction, weight)))


CASES = [
    _classes("binary", 2, shares=[0.5, 0.5]),
    _classes("binary tied", 2, shares=[0.4, 0.6], digits=1),
    _classes("binary imbalanced weighted", 2, shares=[0.96, 0.04], weighted=True),
    _classes("six classes", 6, shares=[0.1, 0.2, 0.2, 0.2, 0.2, 0.1]),
    _classes("six tied", 6, shares=[0.1, 0.1, 0.2, 0.2, 0.2, 0.2], digits=1),
    _classes("six imbalanced weighted", 6, shares=[0.6, 0.2, 0.1, 0.05, 0.03, 0.02], weighted=True),
    _classes("six, two missing", 6, shares=[0.4, 0.3, 0.2, 0.1], weighted=True),
    _values("one value", 1),
    _values("three values weighted", 3, weighted=True),
    _values("far from zero", 3, offset=1e4, weighted=True),
]
