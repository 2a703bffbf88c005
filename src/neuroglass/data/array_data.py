"""Arrays become data: checked, divided, nothing scaled but a regression target."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from neuroglass.data import splits
from neuroglass.data.allowed import SHARE
from neuroglass.data.array_inputs import (
    ArrayColumn,
    ArrayInputs,
    as_array,
    as_floats,
    as_values,
    is_one_hot,
    label_column,
)
from neuroglass.data.array_texts import check_texts
from neuroglass.data.inputs import FEATURES
from neuroglass.data.parts import Data, Part, labelled
from neuroglass.data.reading import ColumnFact, Reading
from neuroglass.data.spec import Spec
from neuroglass.data.step_targets import fit_steps, has_steps
from neuroglass.data.targets import Target, Task
from neuroglass.data.tasks import CHANGE, fit_target, fitted_to, is_prose, scaled_to
from neuroglass.data.texts.text_choices import TextChoices
from neuroglass.errors import DataError

NAME = "y"
SOURCE = "arrays"


def arrays(
    x: Any,
    y: Any,
    *,
    validation_data: tuple[Any, Any] | None = None,
    test_data: tuple[Any, Any] | None = None,
    validation: float = SHARE,
    test: float = 0.0,
    weight: Any = None,
    task: str = "auto",
    split: str = "auto",
    seed: int = 0,
    unit: str = "auto",
    length: int | None = None,
    vocabulary: int | None = None,
    lower: bool = False,
) -> Data:
    """NumPy arrays as data to learn from. They are taken as they are: nothing is scaled, imputed or encoded.

    Args:
        x: numbers (rows, ...), or a mapping of such arrays by name; whole numbers in a mapping are ids.
        y: classes as whole numbers, texts, booleans or one-hot rows (rows,), or values as floats (rows,) or (rows, k).
            For each step of a sequence: classes (rows, steps), -1 or None where there is none, with as many steps as an
            input has; or values as floats (rows, steps, k), NaN where there is none. Or a text for each row, that is to
            be written.
        validation_data, test_data: further (x, y) pairs; without them the shares are kept from x.
        validation, test: shares of the rows (test is 0: who brings arrays usually keeps a test of their own).
        weight: (rows,) the importance of each row.
        task: "auto", "classes", "regression" or "sequence" (texts, written token by token).
        split: "auto" (stratified for classes), "random" or "stratified".
        seed: of the split.
        unit, length, vocabulary, lower: how texts that are to be written are cut into tokens, as for ``text``.

    Raises:
        DataError: arrays of different lengths, values that are not finite, labels training did not know.

    >>> data = arrays(np.zeros((40, 3)), np.arange(40) % 2)
    >>> data.spec.classes, data.train.x["features"].shape
    (('0', '1'), (34, 3))
    """
    inputs = _inputs(x)
    encoded = inputs.encode(x)
    rows = len(encoded.rows)
    target = _target(y, rows, task, {column.shape[0] for column in inputs.columns if column.in_time})
    plain = inputs.encode_target(y, target)
    shares = splits.Shares(0.0 if test_data else test, 0.0 if validation_data else validation)
    divided = splits.for_target(plain, target.strata, shares, split, seed)
    training = divided.parts == splits.TRAIN
    if target.writes:
        cutting = TextChoices(unit=unit, length=length, vocabulary=vocabulary, lower=lower)
        target = fitted_to(target, check_texts(label_column(y, NAME), inputs).filter(pl.Series(training)), cutting)
    elif not target.classes:
        target = scaled_to(target, _values(y, target)[training])
    spec = Spec(inputs, target)
    asked = spec.encode_target(y)
    whole = Part(encoded.x | target.teaching(asked), asked, _weights(weight, rows), encoded.rows)
    parts = {name: _slice(whole, divided.parts == number) for number, name in enumerate(splits.NAMES)}
    given = {"validation": validation_data, "test": test_data}
    parts |= {name: labelled(spec, pair, name) for name, pair in given.items() if pair is not None}
    reading = _tell(inputs, target, whole, parts, divided, encoded.notes)
    return Data(spec, parts["train"], parts["validation"] or None, parts["test"] or None, reading)


def _inputs(x: Any) -> ArrayInputs:
    if isinstance(x, Mapping):
        return ArrayInputs(tuple(_column(str(name), as_array(array, str(name)), True) for name, array in x.items()))
    return ArrayInputs((_column(FEATURES, as_array(x, FEATURES), False),))


def _column(name: str, array: NDArray[np.generic], may_be_ids: bool) -> ArrayColumn:
    if not may_be_ids and array.ndim < 2:
        raise DataError(
            f"x has the shape {array.shape}", "(rows, columns) or more axes", "Reshape your data: x.reshape(-1, 1)"
        )
    is_ids = may_be_ids and array.dtype.kind in "iu" and array.dtype != np.uint8  # uint8 are pixels
    return ArrayColumn(name, array.shape[1:], int(array.max()) + 1 if is_ids else None)


def _values(y: Any, target: Target) -> NDArray[np.float64]:
    """What a target is scaled by: (rows, width), or of sequences (rows, steps, width)."""
    return np.asarray(y, np.float64) if target.steps else as_values(y)


def _target(y: Any, rows: int, task: str, lengths: set[int]) -> Target:
    array: NDArray[np.generic] = np.asarray(y)
    if array.ndim == 0 or len(array) != rows:
        raise DataError(f"y has the shape {array.shape} and x has {rows} row(s)", "as many targets as rows")
    if rows < 2:
        raise DataError(f"x has {rows} row(s)", "at least two rows to learn from")
    if task == "auto" and has_steps(array, lengths):
        return fit_steps(array, NAME)
    wish, reason = _decide(array, task)
    if wish == "regression":
        values = as_values(y)
        if (values == values[0]).all():
            raise DataError(f"y has the same value, {values[0].tolist()}, in every row", "a target that differs")
        width = values.shape[1]
        return Target(NAME, Task("regression", reason), (), "float", (0.0,) * width, (1.0,) * width)
    labels = label_column(y, NAME)
    if labels.null_count():
        raise DataError(f"y holds {labels.null_count()} missing or NaN label(s)", "a label in each row")
    fitted = fit_target(labels, wish, NAME)
    return dataclasses.replace(fitted, task=Task(fitted.task.kind, reason))


def _decide(array: NDArray[np.generic], task: str) -> tuple[str, str]:
    if task != "auto":
        return task, "as told"
    if is_one_hot(array):
        return "classes", f"every row of y is a single 1 among zeros. {CHANGE}"
    if array.ndim > 1 and array.shape[1] > 1:
        return "regression", "y has several columns"
    if array.dtype.kind not in "iuf":
        texts = label_column(array, NAME)
        return (
            ("sequence", f"y holds texts that are no labels. {CHANGE}")
            if is_prose(texts)
            else ("classes", "y holds labels")
        )
    distinct = np.unique(array)
    if array.dtype.kind == "f" and set(distinct.tolist()) != {0.0, 1.0}:
        return "regression", f"y holds floating-point numbers. {CHANGE}"
    if len(distinct) > max(20, len(array) / 2):
        return "regression", f"y holds {len(distinct)} different whole numbers in {len(array)} rows. {CHANGE}"
    return "classes", f"y holds {len(distinct)} different whole numbers. {CHANGE}"


def _weights(weight: Any, rows: int) -> NDArray[np.float32] | None:
    if weight is None:
        return None
    weights = as_floats(np.asarray(weight), "weight")
    if weights.shape != (rows,) or (weights < 0).any():
        raise DataError(f"weight has the shape {weights.shape}", f"({rows},), with weights of 0 or more")
    return weights


def _slice(part: Part, chosen: NDArray[np.bool_]) -> Part:
    if chosen.all():
        return part
    weight = None if part.weight is None else part.weight[chosen]
    return Part({name: array[chosen] for name, array in part.x.items()}, part.y[chosen], weight, part.rows[chosen])


def _tell(
    inputs: ArrayInputs,
    target: Target,
    whole: Part,
    parts: dict[str, Part],
    split: splits.Split,
    notes: tuple[str, ...],
) -> Reading:
    columns = tuple(
        ColumnFact(
            column.name, "number" if column.size is None else "category", f"an array {column.shape}", True, 0, 0, ()
        )
        for column in inputs.columns
    )
    counted = () if target.writes else target.classes
    counts = np.bincount(whole.answers, minlength=len(counted)) if counted else ()
    written = [] if target.writing is None else [f"{target.name!r} is {target.writing.told}"]
    read = sum(len(part) for part in parts.values())
    return Reading(
        source=SOURCE,
        format="NumPy arrays",
        read=read,
        used=read,
        columns=columns,
        target=NAME,
        target_reason="given as y",
        task=target.task.kind,
        task_reason=target.task.reason,
        classes={name: int(count) for name, count in zip(counted, counts, strict=True)},
        parts={name: len(part) for name, part in parts.items()},
        split=split.told,
        notes=(*written, *split.notes, *notes),
    )
