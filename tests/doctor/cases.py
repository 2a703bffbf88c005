"""Facts of trainings that never ran: a healthy one, and for every rule one that is sick and one that only looks so."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from neuroglass.doctor import Facts
from neuroglass.learn.history import History
from neuroglass.learn.stopping import Stopped

COLUMNS = ("loss", "val_loss", "learning_rate")
EPOCHS = 40
AGES = np.arange(EPOCHS)
FALLING = np.exp(-AGES / 5)
BATCHES = 10


def history(loss: Any, val_loss: Any, learning_rate: Any = None) -> History:
    rates = np.full(len(loss), 1e-3) if learning_rate is None else learning_rate
    rows = np.stack([loss, val_loss, rates], axis=1).astype(np.float32)
    return History(COLUMNS, rows, np.ones(BATCHES * len(rows), np.float32))


def right(accuracy: float, balanced: float | None = None, log_loss: float | None = None) -> dict[str, float]:
    """Measures of a classifier."""
    return {
        "accuracy": accuracy,
        "balanced_accuracy": accuracy if balanced is None else balanced,
        "log_loss": 2 * (1 - accuracy) if log_loss is None else log_loss,
    }


RELU = np.maximum(np.random.default_rng(0).normal(size=(200, 8)), 0).astype(np.float32)
ANSWERS = np.full((200, 3), 1 / 3, np.float32)
PARTS = ("train", "validation", "test")

HEALTHY = Facts(
    history=history(FALLING, FALLING + 0.1),
    epochs_planned=EPOCHS,
    stopped=Stopped.EPOCHS,
    kept_epoch=EPOCHS,
    measured={"train": right(0.97), "validation": right(0.95), "test": right(0.94)},
    baseline=right(0.4, 1 / 3, 1.09),
    higher_is_better=frozenset({"accuracy", "balanced_accuracy"}),
    decisive="accuracy",
    class_counts={"car": 400, "bus": 300, "tram": 300},
    confusion=np.array([[76, 2, 2], [2, 56, 2], [2, 2, 56]], np.float32),
    parameters=300,
    rows={"train": 1000, "validation": 200, "test": 200},
    values={"dense_1": RELU - 0.1, "dense_1.relu": RELU, "output": ANSWERS, "output.softmax": ANSWERS},
    activations={"dense_1.relu": "relu", "output.softmax": "softmax"},
)
REGRESSION = dataclasses.replace(
    HEALTHY,
    measured={"train": {"rmse": 2.0}, "validation": {"rmse": 2.2}, "test": {"rmse": 2.3}},
    baseline={"rmse": 9.0},
    higher_is_better=frozenset(),
    decisive="rmse",
    class_counts={},
    confusion=None,
)
FORECAST = dataclasses.replace(REGRESSION, naive="seasonal naive", kind="series", thing="window")


def so(facts: Facts = HEALTHY, **changes: Any) -> Facts:
    return dataclasses.replace(facts, **changes)


def everywhere(measures: dict[str, float]) -> dict[str, dict[str, float]]:
    return dict.fromkeys(PARTS, measures)


def activated(function: str, values: Any) -> dict[str, Any]:
    """A hidden layer of that function with these values."""
    hidden = {"dense_1": values, f"dense_1.{function}": np.asarray(values, np.float32)}
    return {
        "values": hidden | {"output": ANSWERS, "output.softmax": ANSWERS},
        "activations": {f"dense_1.{function}": function, "output.softmax": "softmax"},
    }


DEAD = RELU * (np.arange(8) < 2)
PINNED = np.sign(np.random.default_rng(1).normal(size=(200, 8)))
STUCK = history(0.7 + 0.3 * FALLING, 0.75 + 0.3 * FALLING)
TURNING = history(FALLING, np.where(AGES < 10, 1 - AGES / 20, 0.5 + (AGES - 10) / 20))
BY_HEART = {"train": right(0.99), "validation": right(0.72), "test": right(0.7)}
IGNORANT = everywhere(right(0.4, 1 / 3, 1.09))
SLOW = np.exp(-AGES / 25)
RARE = {"well": 950, "ill": 50}
GERMS = right(0.95, 0.5, 0.2)
TWINS = np.array([[78, 1, 1], [1, 42, 17], [1, 15, 44]], np.float32)

# The rule -> facts in which it must be found.
SICK: dict[str, list[Facts]] = {
    "training broke": [
        so(stopped=Stopped.NONFINITE, nonfinite="dense_1.relu"),
        so(stopped=Stopped.NONFINITE, history=History(COLUMNS, costs=np.ones(3, np.float32))),
    ],
    "dead units": [so(measured=everywhere(right(0.6)), **activated("relu", DEAD))],
    "saturated units": [
        so(measured=everywhere(right(0.6)), **activated("tanh", PINNED)),
        so(measured=everywhere(right(0.6)), **activated("sigmoid", (PINNED + 1) / 2)),
    ],
    "underfitting": [
        so(history=STUCK, measured=everywhere(right(0.42, log_loss=1.05))),
        so(REGRESSION, history=STUCK, measured=everywhere({"rmse": 8.8})),
    ],
    "overfitting": [
        so(history=TURNING, measured=BY_HEART),
        so(REGRESSION, history=TURNING, measured={"train": {"rmse": 1.0}, "validation": {"rmse": 5.0}}),
    ],
    "few rows": [so(history=TURNING, measured=BY_HEART, parameters=5000)],
    "no better than the baseline": [
        so(measured=IGNORANT),
        so(REGRESSION, measured={"train": {"rmse": 3.0}, "test": {"rmse": 9.1}}),
    ],
    "no better than naive": [
        so(FORECAST, measured=REGRESSION.measured | {"test": {"rmse": 9.1}}),
        so(FORECAST, measured=everywhere({"rmse": 0.1}), baseline={"rmse": 0.0}),
    ],
    "test worse than validation": [
        so(measured=HEALTHY.measured | {"test": right(0.7)}),
        so(REGRESSION, measured=REGRESSION.measured | {"test": {"rmse": 5.0}}),
    ],
    "never answered": [so(confusion=np.array([[80, 0, 0], [3, 0, 57], [2, 0, 58]], np.float32))],
    "it learnt": [HEALTHY, REGRESSION],
    "accuracy misleads": [
        so(class_counts=RARE, measured=everywhere(GERMS), confusion=np.array([[190, 0], [9, 1]], np.float32))
    ],
    "confused classes": [so(confusion=TWINS)],
    "still improving": [
        so(history=history(SLOW, SLOW), measured=everywhere(right(0.8))),
        so(REGRESSION, history=history(SLOW, SLOW)),
    ],
}

# The rule -> facts that have the symptom without its consequence, or nothing but noise: it must keep silent.
WELL: dict[str, list[Facts]] = {
    "training broke": [HEALTHY],
    "dead units": [so(**activated("relu", DEAD)), so(measured=everywhere(right(0.6)))],
    "saturated units": [
        so(**activated("tanh", PINNED)),
        so(measured=everywhere(right(0.6)), values={"output": PINNED}, activations={"output": "tanh"}),
    ],
    "underfitting": [
        so(history=STUCK),
        so(measured=everywhere(right(0.42, log_loss=1.05)), history=history(SLOW, SLOW)),
        so(history=STUCK, baseline=right(0.95, 0.5, 0.2), measured=everywhere(right(0.95, 0.5, 0.1))),
    ],
    "overfitting": [
        so(history=TURNING),
        so(measured=BY_HEART),
        so(history=TURNING, measured=BY_HEART, rows={"train": 20, "validation": 6, "test": 6}),
    ],
    "few rows": [so(parameters=5000), so(history=TURNING, measured=BY_HEART)],
    "no better than the baseline": [
        HEALTHY,
        so(baseline=right(0.95, 0.5, 0.2), measured=everywhere(right(0.95, 0.5, 0.1))),
        so(measured=IGNORANT | {"validation": right(0.6)}),
        so(FORECAST, measured=everywhere({"rmse": 9.1})),
    ],
    "no better than naive": [FORECAST, so(REGRESSION, measured=everywhere({"rmse": 9.1}))],
    "test worse than validation": [
        HEALTHY,
        so(measured=HEALTHY.measured | {"test": right(0.85)}, rows={"train": 100, "validation": 20, "test": 20}),
        so(measured={"train": right(0.97), "test": right(0.7)}),
    ],
    "never answered": [HEALTHY, REGRESSION, so(confusion=np.array([[80, 0, 0], [1, 0, 2], [2, 0, 58]], np.float32))],
    "it learnt": [so(measured=IGNORANT), so(measured=everywhere(right(0.5)), rows=dict.fromkeys(PARTS, 10))],
    "accuracy misleads": [
        HEALTHY,
        so(class_counts=RARE, measured=everywhere(right(0.99, 0.95)), confusion=np.diag([190.0, 10.0])),
    ],
    "confused classes": [HEALTHY, REGRESSION, so(confusion=np.array([[10, 0, 0], [0, 10, 0], [0, 3, 7]], np.float32))],
    "still improving": [
        HEALTHY,
        so(history=history(SLOW, SLOW), measured=everywhere(right(0.99))),
        so(history=history(SLOW, SLOW), measured=everywhere(right(0.8)), stopped=Stopped.PATIENCE),
        so(history=history(SLOW, SLOW, 1e-3 * np.linspace(1, 0, EPOCHS)), measured=everywhere(right(0.8))),
    ],
}
