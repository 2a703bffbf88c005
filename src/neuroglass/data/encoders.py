"""Fitted columns: how one raw column becomes numbers of the network. Each is plain data and one ``encode``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from neuroglass.data.cells import Numbers, level_numbers, levels, numbers
from neuroglass.data.date_forms import FORMATS
from neuroglass.data.dates import NATIVE, PARTS, read_dates
from neuroglass.data.inputs import InputSpec
from neuroglass.data.scaling import Scaling, fit_scaling

Matrix = NDArray[np.float32]
Tell = Callable[[str], None]


@dataclass(frozen=True)
class NumberColumn:
    """A number: imputed by the training median, scaled, with an indicator column where training rows lacked it."""

    name: str
    median: float
    scaling: Scaling
    indicator: bool

    @property
    def outputs(self) -> tuple[str, ...]:
        return (self.name, f"{self.name} is missing") if self.indicator else (self.name,)

    def encode(self, column: pl.Series, tell: Tell) -> Matrix:
        read = numbers(column)
        for sentence in _number_notes(self.name, read):
            tell(sentence)
        gone = np.isnan(read.values)
        scaled = self.scaling.apply(np.where(gone, self.median, read.values))
        return np.stack([scaled, gone][: len(self.outputs)], axis=1).astype(np.float32)


@dataclass(frozen=True)
class OneHotColumn:
    """A category of few levels, one 0/1 column each.

    ``missing`` and ``other`` say that training had missing and rare ones: they have columns of their own. Unseen ones
    are other; without that column they are all zeros.
    """

    name: str
    levels: tuple[str, ...]
    missing: bool
    other: bool

    def __post_init__(self) -> None:
        _require_distinct(self.levels)

    @property
    def outputs(self) -> tuple[str, ...]:
        extra = ["missing"] * self.missing + ["other"] * self.other
        return tuple(f"{self.name} = {level}" for level in (*self.levels, *extra))

    def encode(self, column: pl.Series, tell: Tell) -> Matrix:
        found = level_numbers(_spelled_as(self.levels, column), self.levels)
        if not self.other:
            _tell_unseen(self.name, column, found, tell)
        places = np.where(found == -2, len(self.levels) if self.missing else -1, found)
        places = np.where((found == -1) & self.other, len(self.outputs) - 1, places)
        return np.asarray(places[:, None] == np.arange(len(self.outputs)), np.float32)


@dataclass(frozen=True)
class EmbeddedColumn:
    """A category of many levels, one int32 each: 0 rare or unseen, then the levels, then missing.

    ``other`` says that training had rare ones, so that 0 means something to the network.
    """

    name: str
    levels: tuple[str, ...]
    missing: bool
    other: bool

    def __post_init__(self) -> None:
        _require_distinct(self.levels)

    @property
    def size(self) -> int:
        return 1 + len(self.levels) + self.missing

    @property
    def input(self) -> InputSpec:
        return InputSpec((), "int32", self.size)

    def encode(self, column: pl.Series, tell: Tell) -> NDArray[np.int32]:
        found = level_numbers(_spelled_as(self.levels, column), self.levels)
        if not self.other:
            _tell_unseen(self.name, column, found, tell)
        gone = len(self.levels) + 1 if self.missing else 0
        return np.where(found == -2, gone, found + 1).astype(np.int32)


@dataclass(frozen=True)
class DateColumn:
    """A date as its parts: the moment itself scaled, and year, month, week and day as sine and cosine."""

    name: str
    format: str
    median: float
    scaling: Scaling
    with_hours: bool
    indicator: bool

    def __post_init__(self) -> None:
        if self.format not in (*FORMATS, NATIVE):
            raise ValueError(f"the date format {self.format!r}")

    @property
    def outputs(self) -> tuple[str, ...]:
        cycles = [f"{self.name} {part} {wave}" for part in self._parts for wave in ("sin", "cos")]
        return (f"{self.name} time", *cycles, *[f"{self.name} is missing"] * self.indicator)

    @property
    def _parts(self) -> tuple[str, ...]:
        return tuple(PARTS)[: None if self.with_hours else -1]

    def encode(self, column: pl.Series, tell: Tell) -> Matrix:
        dates, unreadable = read_dates(column, self.format)
        if unreadable:
            tell(
                f"{unreadable} value(s) of {self.name!r} are not dates like {self.format}; they are treated as missing"
            )
        gone = dates.is_null().to_numpy()
        days = dates.dt.epoch("s").fill_null(0).to_numpy() / 86400.0
        columns = [self.scaling.apply(np.where(gone, self.median, days))]
        for part in self._parts:
            angle = 2 * np.pi * PARTS[part](dates).fill_null(0).to_numpy()
            columns += [np.where(gone, 0, np.sin(angle)), np.where(gone, 0, np.cos(angle))]
        return np.stack([*columns, gone][: len(self.outputs)], axis=1).astype(np.float32)


Dense = NumberColumn | OneHotColumn | DateColumn


def fit_number(column: pl.Series, method: str) -> NumberColumn:
    values = numbers(column).values
    there = values[~np.isnan(values)]
    median = float(np.median(there)) if len(there) else 0.0
    return NumberColumn(column.name, median, fit_scaling(method, there), len(there) < len(values))


def fit_date(column: pl.Series, format: str) -> DateColumn:
    dates, _ = read_dates(column, format)
    days = dates.drop_nulls().dt.epoch("s").to_numpy() / 86400.0
    median = float(np.median(days)) if len(days) else 0.0
    with_hours = bool((dates.dt.hour() != 0).any())
    return DateColumn(column.name, format, median, fit_scaling("standard", days), with_hours, dates.null_count() > 0)


def fit_category(column: pl.Series, one_hot_up_to: int, rare_below: int) -> OneHotColumn | EmbeddedColumn:
    """One-hot or embedded by the number of levels; levels seen in fewer than ``rare_below`` rows are gathered."""
    texts = levels(column)
    counts = texts.drop_nulls().value_counts(name="rows")
    kept = counts.filter(pl.col("rows") >= rare_below)[texts.name].sort().to_list()
    gathered, missing = len(kept) < len(counts), texts.null_count() > 0
    if len(counts) <= one_hot_up_to:
        return OneHotColumn(column.name, tuple(kept), missing, gathered)
    return EmbeddedColumn(column.name, tuple(kept), missing, gathered)


def _number_notes(name: str, read: Numbers) -> list[str]:
    """What a reader must know of cells that were no ordinary number."""
    notes = []
    if read.unreadable:
        shown = ", ".join(repr(example) for example in read.examples)
        notes.append(f"{read.unreadable} value(s) of {name!r} are not numbers ({shown}); they are treated as missing")
    if read.out_of_range:
        notes.append(
            f"{read.out_of_range} value(s) of {name!r} are infinite or beyond 1e30; they are treated as missing"
        )
    return notes


def _tell_unseen(name: str, column: pl.Series, found: NDArray[np.int64], tell: Tell) -> None:
    unseen = column.filter(pl.Series(found == -1))
    if len(unseen):
        shown = ", ".join(repr(value) for value in unseen.unique(maintain_order=True).head(3))
        tell(f"{len(unseen)} value(s) of {name!r} were not seen in training ({shown}); they are answered as unknown")


def _spelled_as(known: tuple[str, ...], column: pl.Series) -> pl.Series:
    texts = levels(column)
    if column.dtype == pl.Boolean and not {"true", "false"} & set(known):
        return texts.replace({"true": "True", "false": "False"})
    return texts


def _require_distinct(texts: tuple[str, ...]) -> None:
    if len(set(texts)) != len(texts):
        raise ValueError("the same level twice")
