"""The input side of a spec for arrays: nothing fitted, everything checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from neuroglass.data.inputs import Encoded, InputSpec
from neuroglass.data.step_targets import encode_steps
from neuroglass.data.targets import Target
from neuroglass.errors import DataError


@dataclass(frozen=True)
class ArrayColumn:
    """One input array: its shape without the batch axis; ``size`` is the number of ids, or None for plain numbers."""

    name: str
    shape: tuple[int, ...]
    size: int | None

    def __post_init__(self) -> None:
        if min((*self.shape, self.size or 1)) < 1:
            raise ValueError("an empty input")

    @property
    def dtype(self) -> Literal["int32", "float32"]:
        return "float32" if self.size is None else "int32"

    @property
    def in_time(self) -> bool:
        """Whether its first axis may be that of steps: ids (steps,) or numbers (steps, features)."""
        return len(self.shape) == (2 if self.size is None else 1)

    def encode(self, raw: Any) -> NDArray[np.generic]:
        array = as_array(raw, self.name)
        if array.shape[1:] != self.shape:
            raise DataError(
                f"The input {self.name!r} has the shape {array.shape}", f"(rows, {', '.join(map(str, self.shape))})"
            )
        return as_floats(array, self.name) if self.size is None else self._as_ids(array, self.size)

    def _as_ids(self, array: NDArray[np.generic], size: int) -> NDArray[np.int32]:
        if array.dtype.kind not in "iu":
            raise DataError(f"The input {self.name!r} is {array.dtype}", "whole numbers: it holds ids")
        low, high = int(array.min(initial=0)), int(array.max(initial=0))
        if low < 0 or high >= size:
            raise DataError(f"The input {self.name!r} holds ids from {low} to {high}", f"ids from 0 to {size - 1}")
        return array.astype(np.int32)


@dataclass(frozen=True)
class ArrayInputs:
    """What arrays a network was trained on. One array stands alone; several come as a mapping by name."""

    columns: tuple[ArrayColumn, ...]

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if not names or len(set(names)) != len(names):
            raise ValueError("the input names")

    @property
    def inputs(self) -> dict[str, InputSpec]:
        return {column.name: InputSpec(column.shape, column.dtype, column.size) for column in self.columns}

    def encode(self, raw: Any) -> Encoded:
        arrays = raw if isinstance(raw, Mapping) else {self.columns[0].name: raw}
        lacking = [column.name for column in self.columns if column.name not in arrays]
        if lacking:
            raise DataError(f"The input lacks {', '.join(lacking)}", f"arrays named {', '.join(self.inputs)}")
        extra = [str(name) for name in arrays if name not in self.inputs]
        x = {column.name: column.encode(arrays[column.name]) for column in self.columns}
        lengths = {name: len(array) for name, array in x.items()}
        if len(set(lengths.values())) > 1:
            raise DataError(f"The inputs differ in length: {lengths}", "as many rows in each")
        notes = (f"{len(extra)} array(s) training did not know are ignored: {', '.join(extra)}",) if extra else ()
        return Encoded(x, np.arange(next(iter(lengths.values()))), notes)

    def encode_target(self, raw: Any, target: Target) -> NDArray[np.generic]:
        return encode_answers(raw, target)


def encode_answers(raw: Any, target: Target) -> NDArray[np.generic]:
    """An array of labels or values as y, refused where one is missing or unknown."""
    if target.steps and not target.writes:
        return encode_steps(raw, target)
    if target.task.kind == "regression":
        values = as_values(raw)
        if values.shape[1] != len(target.offset):
            raise DataError(f"y has {values.shape[1]} column(s)", f"{len(target.offset)}, as in training")
        scaled: NDArray[np.float32] = ((values - target.offset) / target.scale).astype(np.float32)
        return scaled
    y, there, _ = target.encode(label_column(raw, target.name), "y")
    if not there.all():
        raise DataError(f"y has {(~there).sum()} missing label(s), the first in row {int(np.argmin(there)) + 1}")
    return y


def as_array(raw: Any, name: str) -> NDArray[np.generic]:
    """Numbers as an array with a batch axis and at least one row."""
    try:
        array: NDArray[np.generic] = np.asarray(raw)
    except ValueError as error:
        raise DataError(f"The input {name!r} is no array: {error}", "rows of one shape") from error
    if array.dtype.kind not in "biuf":
        raise DataError(
            f"The input {name!r} holds {array.dtype}", "numbers", "Give a table with texts to ng.data.table instead"
        )
    if array.ndim == 0 or array.size == 0:
        raise DataError(f"The input {name!r} has the shape {array.shape}", "at least one row and one column")
    return array


def as_floats(array: NDArray[np.generic], name: str) -> NDArray[np.float32]:
    """The array as float32, refused where it is not finite there."""
    with np.errstate(over="ignore"):
        floats = array.astype(np.float32)
    if not np.isfinite(floats).all():
        bad = ~np.isfinite(floats).reshape(len(floats), -1).all(axis=1)
        raise DataError(
            f"{name!r} holds NaN, infinity or a value too large for float32 in {bad.sum()} row(s), "
            f"the first is row {int(bad.argmax()) + 1}",
            "finite numbers",
            "Replace or leave out these values, or give a table, where missing values are imputed",
        )
    return floats


def as_values(raw: Any) -> NDArray[np.float64]:
    """Regression targets as float64 (rows, width), refused where they are not finite numbers."""
    array = as_array(raw, "y")
    as_floats(array, "y")
    return array.reshape(len(array), -1).astype(np.float64)


def label_column(raw: Any, name: str) -> pl.Series:
    """Labels as a column, NaN as missing; one-hot rows become numbers."""
    array: NDArray[np.generic] = np.asarray(raw)
    if is_one_hot(array):
        return pl.Series(name, array.argmax(axis=1))
    if array.ndim > 2 or (array.ndim == 2 and array.shape[1] > 1):
        raise DataError(f"y has the shape {array.shape}", "one label for each row, or one-hot rows")
    flat = array.reshape(-1)
    if flat.dtype.kind == "f":
        return pl.Series(name, flat).fill_nan(None)
    kinds = {type(label) for label in flat.tolist() if label is not None}
    return pl.Series(
        name, flat.tolist() if len(kinds) == 1 else [label if label is None else str(label) for label in flat]
    )


def is_one_hot(array: NDArray[np.generic]) -> bool:
    """Whether every row of a 2-D array is a single 1 among zeros."""
    wide = array.ndim == 2 and array.shape[1] > 1 and array.dtype.kind in "biuf"
    return wide and bool(((array == 0) | (array == 1)).all() and (array.sum(axis=1) == 1).all())
