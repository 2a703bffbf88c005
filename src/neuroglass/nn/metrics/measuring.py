"""Metrics of whole arrays, and what the trivial prediction would get."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from numpy.typing import NDArray

from neuroglass.errors import NetworkError
from neuroglass.nn.compiling import QUICKLY
from neuroglass.nn.metrics.metric import Metric, State, Task, class_count
from neuroglass.nn.metrics.registry import get

Rows = NDArray[Any]
MOST_NUMBERS = 1 << 25  # predictions that are looked at at once, 128 MiB


def measure(metric: str | Metric, target: Rows, prediction: Rows, weight: Rows | None = None) -> float:
    """One number for all rows at once.

    Args:
        metric: a metric or its name.
        target: (rows,) classes, or (rows, outputs) values.
        prediction: (rows, classes) or (rows, 1) probabilities, or (rows, outputs) values.
        weight: (rows,), 1 each if not given.

    Raises:
        NetworkError: an unknown metric, one that gives a table, or shapes that do not belong together.

    >>> import numpy as np
    >>> measure("accuracy", np.array([0, 1, 1]), np.array([[0.2], [0.9], [0.6]]))
    1.0
    """
    number = _one_number(metric)
    return float(tables([number], target, prediction, weight)[number.name])


def tables(
    metrics: Iterable[str | Metric], target: Rows, prediction: Rows, weight: Rows | None = None
) -> dict[str, Rows]:
    """As `measure`, for several metrics of one task and any shape, compiled together, some rows after the others.

    Returns:
        name -> float32, shape (), (classes,) or (classes, classes).
    """
    asked = tuple(get(metric) for metric in metrics)
    kinds = {jnp.int32 if metric.task == "classes" else jnp.float32 for metric in asked}
    if len(kinds) != 1:
        names = ", ".join(metric.name for metric in asked) or "no metric"
        raise NetworkError(f"Asked for {names}", "metrics of one task, classes or values", "See metrics.names")
    arrays = (
        (target, *kinds),
        (prediction, jnp.float32),
        (np.ones(len(prediction)) if weight is None else weight, jnp.float32),
    )
    states = _begun(asked, *prediction.shape)
    for piece, missing in _pieces(*prediction.shape):
        states = _more(asked, states, *(jnp.asarray(_filled(array[piece], missing), kind) for array, kind in arrays))
    return {metric.name: np.asarray(result) for metric, result in zip(asked, _finished(asked, states), strict=True)}


def _pieces(rows: int, width: int) -> Iterator[tuple[slice, int]]:
    """So many rows at a time as are few numbers, and how many are missing of the last ones."""
    at_once = max(1, min(rows, MOST_NUMBERS // width))
    return ((slice(start, start + at_once), max(0, start + at_once - rows)) for start in range(0, rows, at_once))


def _filled(array: Rows, missing: int) -> Rows:
    return np.pad(array, [(0, missing)] + [(0, 0)] * (array.ndim - 1)) if missing else array


@functools.partial(jax.jit, static_argnums=(0, 1, 2), compiler_options=QUICKLY)
def _begun(metrics: tuple[Metric, ...], rows: int, width: int) -> tuple[State, ...]:
    return tuple(metric.start(rows, width) for metric in metrics)


@functools.partial(jax.jit, static_argnums=0, compiler_options=QUICKLY)
def _finished(metrics: tuple[Metric, ...], states: tuple[State, ...]) -> list[Array]:
    return [metric.result(state) for metric, state in zip(metrics, states, strict=True)]


@functools.partial(jax.jit, static_argnums=0)
def _more(
    metrics: tuple[Metric, ...], states: tuple[State, ...], target: Array, prediction: Array, weight: Array
) -> tuple[State, ...]:
    return tuple(
        metric.update(state, target, prediction, weight) for metric, state in zip(metrics, states, strict=True)
    )


def baseline(metric: str | Metric, train_target: Rows, target: Rows, width: int, weight: Rows | None = None) -> float:
    """What must be beaten: the metric of the trivial prediction learnt from ``train_target`` and scored on ``target``.

    The trivial prediction is the same for every row: the class frequencies (so the majority class), or the mean.

    Args:
        metric: a metric or its name.
        train_target: (rows,) classes or (rows, outputs) values to learn from.
        target: the same, to be scored on.
        width: columns of a prediction, 1 for two classes.
        weight: (rows,) of ``target``.

    >>> import numpy as np
    >>> baseline("accuracy", np.array([0, 0, 1]), np.array([0, 1, 0, 0]), width=1)
    0.75
    """
    number = _one_number(metric)
    return baselines([number], train_target, target, width, weight)[number.name]


def baselines(
    metrics: Iterable[str | Metric], train_target: Rows, target: Rows, width: int, weight: Rows | None = None
) -> dict[str, float]:
    """As `baseline`, for several metrics of one task, compiled together."""
    numbers = [_one_number(metric) for metric in metrics]
    row = trivial_prediction(numbers[0].task, train_target, width)
    results = tables(numbers, target, np.broadcast_to(row, (len(target), width)), weight)
    return {name: float(result) for name, result in results.items()}


def _one_number(metric: str | Metric) -> Metric:
    found = get(metric)
    if found.axes:
        raise NetworkError(f"Metric {found.name} gives a table", "one that gives one number", "Use metrics.tables")
    return found


def trivial_prediction(task: Task, train_target: Rows, width: int) -> Rows:
    """The one prediction, (width,), that needs no inputs: class frequencies or means of the training targets."""
    if task == "values":
        return np.asarray(np.mean(train_target, axis=0, dtype=np.float64), np.float32)
    frequency = np.bincount(train_target, minlength=class_count(width)) / len(train_target)
    return frequency[-width:].astype(np.float32)
