"""How the steps of a series lie in time: how the times are written, and how far one step is from the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from neuroglass.data.cells import numbers
from neuroglass.data.dates import FORMATS, NATIVE, read_dates
from neuroglass.errors import DataError

Unit = Literal["month", "working day", "second", "number"]
Ticks = NDArray[np.float64]
Steps = NDArray[np.int64]
LENGTHS = {"week": 604_800, "day": 86_400, "hour": 3600, "minute": 60}  # in seconds
EPOCH = np.datetime64("1970-01-01", "D")
NEAR = 1e-3  # of a step: times that are off by less are rounded
FARTHEST = 2.0**52  # steps, from which on a float64 knows no halves


@dataclass(frozen=True)
class Clock:
    """Step k is at the time origin + k * every, counted in a unit.

    Args:
        column: the column of times; "" where the order of the rows is all there is.
        format: how its dates are written; "" for numbers.
        unit: what is counted; months and working days differ in length, seconds and numbers do not.
        every: units from one step to the next.
        origin: of step 0, in units; those of dates are counted from 1970.
        day: of the month, where months are counted; 31 is its last.
    """

    column: str
    format: str
    unit: Unit
    every: float
    origin: float
    day: int = 1

    def __post_init__(self) -> None:
        if self.every <= 0 or not 1 <= self.day <= 31:
            raise ValueError("the clock's step")
        if self.format not in ("", NATIVE, *FORMATS) or (self.format == "") != (self.unit == "number"):
            raise ValueError("how times are written")

    @property
    def step(self) -> str:
        """The length of one step in words.

        >>> Clock("t", "%Y-%m-%d %H:%M", "second", 7200.0, 0.0).step, Clock("t", "%Y-%m", "month", 1.0, 0.0).step
        ('2 hours', '1 month')
        """
        if self.unit == "number":
            return f"{self.every:g}" if self.column else "1 row"
        whole = [(name, self.every / size) for name, size in LENGTHS.items() if self.every % size == 0]
        unit, every = whole[0] if self.unit == "second" and whole else (self.unit, self.every)
        return f"{every:g} {unit}{'' if every == 1 else 's'}"

    def steps(self, column: pl.Series, source: str) -> tuple[Steps, NDArray[np.bool_]]:
        """The step of each row, and which rows have a time at all.

        Raises:
            DataError: times that are none, or that lie between two steps.
        """
        ticks = in_unit(read_times(column, self.format, source), self.unit)
        there = ~np.isnan(ticks)
        exact = (np.where(there, ticks, self.origin) - self.origin) / self.every
        off = (np.abs(exact - np.round(exact)) > NEAR) | (np.abs(exact) > FARTHEST)
        if off.any():
            first = column.cast(pl.String)[int(off.argmax())]
            raise DataError(
                f"{source}, column {column.name!r}: {off.sum()} time(s) lie between two steps of {self.step}, the "
                f"first is {first}",
                f"times that are whole steps of {self.step} apart",
                "Bring the series to one frequency first, by means or sums",
            )
        return np.round(exact).astype(np.int64), there

    def times(self, steps: Steps) -> list[str]:
        """The times of steps, written as the source writes them."""
        ticks = self.origin + np.asarray(steps, np.float64) * self.every
        if self.unit == "number":
            return [f"{tick:.10g}" for tick in ticks]
        plain = "%Y-%m-%d" if (self.unit != "second" or self.every % LENGTHS["day"] == 0) else "%Y-%m-%d %H:%M:%S"
        plain += "%.f" if self.every % 1 else ""
        return list(self.dates(ticks).dt.strftime(plain if self.format == NATIVE else self.format))

    def dates(self, ticks: Ticks) -> pl.Series:
        """The dates at so many units."""
        if self.unit == "month":
            months = ticks.astype(np.int64).astype("datetime64[M]")
            last = (months + 1).astype("datetime64[D]") - 1
            days = np.minimum(months.astype("datetime64[D]") + (self.day - 1), last)
            return pl.Series(self.column, days.astype("datetime64[us]"))
        if self.unit == "working day":
            days = np.busday_offset(EPOCH, ticks.astype(np.int64), roll="forward")
            return pl.Series(self.column, days.astype("datetime64[us]"))
        return pl.Series(self.column, np.round(ticks * 1e6).astype("datetime64[us]"))


ROWS = Clock("", "", "number", 1.0, 1.0)  # the order of the rows, counted from 1


def read_times(column: pl.Series, format: str, source: str) -> pl.Series:
    """A column as dates, or as numbers, null where there is none.

    Raises:
        DataError: cells that are neither.
    """
    if format:
        dates, unreadable = read_dates(column, format)
        strange = column.filter(dates.is_null() & column.is_not_null())
        read: pl.Series = dates
    else:
        found = numbers(column)
        read, unreadable = pl.Series(column.name, found.values, nan_to_null=True), found.unreadable
        strange = column.filter(read.is_null() & column.is_not_null())
    if unreadable:
        raise DataError(
            f"{source}, column {column.name!r}: {unreadable} cell(s) are no times, the first is {strange[0]!r}",
            f"dates written like {format}" if format else "dates all written alike, or numbers",
            "Correct them, or name another column of times",
        )
    return read


def in_unit(times: pl.Series, unit: Unit) -> Ticks:
    """Dates or numbers as how many of a unit they are, NaN where there is none."""
    if unit == "number":
        return times.to_numpy().astype(np.float64)
    moments = times.to_numpy().astype("datetime64[us]")
    missing = np.isnat(moments)
    moments = np.where(missing, EPOCH.astype("datetime64[us]"), moments)
    days = moments.astype("datetime64[D]")
    ticks = {
        "month": moments.astype("datetime64[M]").astype(np.float64),
        "working day": np.busday_count(EPOCH, days).astype(np.float64),
        "second": moments.astype(np.int64) / 1e6,
    }[unit]
    return np.where(missing, np.nan, ticks)


def shown(times: Sequence[str], most: int = 3) -> str:
    """The first few times, and that there are more."""
    return ", ".join(times[:most]) + (", ..." if len(times) > most else "")
