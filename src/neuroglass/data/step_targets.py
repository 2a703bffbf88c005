"""Targets with an answer for each step of a sequence, given as arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from neuroglass.data.targets import Target, Task
from neuroglass.errors import DataError

NONE = -1  # a class that is not asked for
Array = NDArray[np.generic]


def has_steps(y: Array, lengths: set[int]) -> bool:
    """Whether y has an answer for each step: classes (rows, steps), with an input's steps, or values (rows, steps, k).

    >>> has_steps(np.zeros((5, 7), int), {7}), has_steps(np.zeros((5, 7)), {7}), has_steps(np.zeros((5, 7, 1)), set())
    (True, False, True)
    """
    if y.ndim == 3:
        return y.dtype.kind == "f"
    return y.ndim == 2 and y.shape[1] in lengths and y.shape[1] > 1 and y.dtype.kind in "iuOUS"


def fit_steps(y: Array, name: str) -> Target:
    """The target of such an array; values are scaled later, on the training part.

    Raises:
        DataError: nothing to tell apart.
    """
    if y.dtype.kind == "f":
        width, reason = y.shape[2], f"y holds {y.shape[2]} number(s) for each of {y.shape[1]} steps"
        return Target(name, Task("regression", reason), (), "float", (0.0,) * width, (1.0,) * width, y.shape[1])
    labels = pl.Series(name, y[asked(y)].tolist())
    classes = labels.unique().sort().cast(pl.String).to_list()
    if len(classes) < 2:
        raise DataError(f"y holds {len(classes)} class(es)", "at least two classes to tell apart")
    label_type = "text" if labels.dtype == pl.String else "int"
    reason = f"y holds one of {len(classes)} classes for each of {y.shape[1]} steps"
    kind = "binary" if len(classes) == 2 else "multiclass"
    return Target(name, Task(kind, reason), tuple(classes), label_type, (0.0,), (1.0,), y.shape[1])  # type: ignore[arg-type]


def asked(y: Array) -> NDArray[np.bool_]:
    """Where there is an answer, (rows, steps): no -1 and no None among classes, no NaN among values."""
    if y.dtype.kind == "f":
        return np.asarray(np.isfinite(y).all(axis=-1), bool)
    return np.array([[label is not None and label != NONE for label in row] for row in y.tolist()], bool)


def encode_steps(raw: Any, target: Target) -> Array:
    """Such an array as y: int32 (rows, steps) with -1, or scaled float32 (rows, steps, k) with NaN, for no answer.

    Raises:
        DataError: another shape, infinity, or labels that training did not know.
    """
    y: Array = np.asarray(raw)
    wanted = (target.steps,) if target.is_classes else (target.steps, len(target.offset))
    if y.shape[1:] != wanted:
        raise DataError(f"y has the shape {y.shape}", f"(rows, {', '.join(map(str, wanted))}), as in training")
    there = asked(y)
    if not there.any(axis=1).all():
        raise DataError(f"y has no answer at any step of row {int(there.any(axis=1).argmin()) + 1}", "at least one")
    if not target.is_classes:
        scaled = (y.astype(np.float64) - target.offset) / target.scale
        return np.where(there[..., None], scaled, np.nan).astype(np.float32)
    places = {name: number for number, name in enumerate(target.classes)}
    labels = [str(label) for label in y[there].tolist()]
    strange = sorted({label for label in labels if label not in places})
    if strange:
        raise DataError(f"y holds labels that training did not know: {', '.join(strange[:5])}")
    numbers = np.full(y.shape, NONE, np.int32)
    numbers[there] = [places[label] for label in labels]
    return numbers
