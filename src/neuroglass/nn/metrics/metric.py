"""What a metric is: a statistic gathered batch by batch, and the formula that closes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import jax.numpy as jnp
from jax import Array

from neuroglass.errors import NetworkError

State = Any  # a pytree of arrays whose shapes never change
Task = Literal["classes", "values"]


class Statistic(Protocol):
    """What is gathered over batches. Metrics whose statistics are equal may share one state."""

    def start(self, rows: int, width: int) -> State: ...

    def update(self, state: State, target: Array, prediction: Array, weight: Array) -> State: ...


@dataclass(frozen=True)
class Metric:
    """A number, or a table over classes, that tells how good predictions are.

    All three functions are pure, run inside jit, vmap and while_loop, and do not depend on how rows are batched.

    Args:
        name: what `get` knows it by.
        better: which way is better; "neither" for a table that has no order.
        task: "classes" (targets int32 (rows,), predictions probabilities (rows, classes), or (rows, 1) for class 1 of
            two) or "values" (both float32 (rows, outputs)).
        meaning: one sentence for a reader who does not know it.
        formula: how it is computed.
        statistic: what is gathered.
        finish: state -> result.
        axes: how many axes of classes the result has; 0 is one number.
    """

    name: str
    better: Literal["higher", "lower", "neither"]
    task: Task
    meaning: str
    formula: str
    statistic: Statistic
    finish: Callable[[State], Array]
    axes: int = 0

    def start(self, rows: int, width: int) -> State:
        """The empty state for at most ``rows`` rows of weight above 0 and predictions of ``width`` columns."""
        return self.statistic.start(rows, width)

    def update(self, state: State, target: Array, prediction: Array, weight: Array) -> State:
        """The state after one more batch; rows of weight 0 (padding) change nothing.

        Raises:
            NetworkError: the shapes of target, prediction and weight do not belong together.
        """
        fits = prediction.shape[:1] if self.task == "classes" else prediction.shape
        if prediction.ndim != 2 or target.shape != fits or weight.shape != prediction.shape[:1]:
            raise NetworkError(
                f"Metric {self.name} got target {target.shape}, prediction {prediction.shape}, weight {weight.shape}",
                "target (rows,), prediction (rows, classes), weight (rows,)"
                if self.task == "classes"
                else "target and prediction (rows, outputs), weight (rows,)",
                "Reshape them before measuring",
            )
        return self.statistic.update(state, target, prediction.astype(jnp.float32), weight.astype(jnp.float32))

    def result(self, state: State) -> Array:
        """The metric of all rows so far: float32, shape (), (classes,) or (classes, classes); nan where undefined."""
        return self.finish(state)


def class_count(width: int) -> int:
    """Classes that predictions of ``width`` columns tell apart: one column is the probability of class 1 of two."""
    return max(width, 2)


def class_probabilities(prediction: Array) -> Array:
    """One column for each class: (rows, 1) becomes (rows, 2)."""
    return jnp.concatenate([1.0 - prediction, prediction], axis=1) if prediction.shape[1] == 1 else prediction


def chosen_class(prediction: Array) -> Array:
    """The most probable class, the first of equals; so class 1 of two needs more than 0.5."""
    return jnp.argmax(class_probabilities(prediction), axis=1).astype(jnp.int32)


def one_hot(classes: Array, count: int) -> Array:
    return classes[:, None] == jnp.arange(count, dtype=jnp.int32)[None, :]
