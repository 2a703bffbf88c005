"""A column of times as it is read: what the clock on the wall showed, and which instants these were."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from neuroglass.data.cells import numbers
from neuroglass.data.date_forms import ACCEPTED, OFFSETS, offset_of
from neuroglass.data.dates import NATIVE, guess_format, read_dates
from neuroglass.errors import DataError

Unit = Literal["month", "working day", "day", "second", "number"]
Ticks = NDArray[np.float64]
EPOCH = np.datetime64("1970-01-01", "D")
OFFSET = re.compile(r"[+-]\d\d(:?\d\d)?")


@dataclass(frozen=True)
class Times:
    """Times, null where there is none.

    Args:
        walls: what the clock on the wall showed, or plain numbers.
        instants: the same in UTC, where the source tells how far from it the wall is; else what the wall showed.
        zone: "Europe/Berlin" where the source names it, "+01:00" where the last time is written so, "" for none.
    """

    walls: pl.Series
    instants: pl.Series
    zone: str = ""

    def in_zone(self, zone: str) -> Times:
        """As the walls of a named zone show the same instants."""
        if not self.zone or not zone or OFFSET.fullmatch(zone):
            return self
        return dataclasses.replace(self, walls=to_wall(self.instants, zone))

    def in_unit(self, unit: Unit) -> Ticks:
        """How many of a unit they are, NaN where there is none; seconds are counted in UTC, all else on the wall."""
        if unit == "number":
            return self.walls.to_numpy().astype(np.float64)
        moments = (self.instants if unit == "second" else self.walls).to_numpy().astype("datetime64[us]")
        missing = np.isnat(moments)
        moments = np.where(missing, EPOCH.astype("datetime64[us]"), moments)
        seconds = moments.astype(np.int64) / 1e6
        ticks = {
            "month": moments.astype("datetime64[M]").astype(np.float64),
            "working day": np.busday_count(EPOCH, moments.astype("datetime64[D]")).astype(np.float64),
            "day": seconds / 86_400,
            "second": seconds,
        }[unit]
        return np.where(missing, np.nan, ticks)


def read_times(column: pl.Series, format: str, source: str) -> Times:
    """A column as dates, or as numbers, null where there is none.

    Raises:
        DataError: cells that are neither.
    """
    if not format:
        found = numbers(column)
        read = pl.Series(column.name, found.values, nan_to_null=True)
        times, unreadable = Times(read, read), found.unreadable
    else:
        walls, unreadable = read_dates(column, format)
        times = _with_instants(column, walls, format)
    if unreadable:
        strange = column.filter(times.walls.is_null() & column.is_not_null())
        raise DataError(
            f"{source}, column {column.name!r}: {unreadable} cell(s) are no times, the first is {strange[0]!r}",
            ACCEPTED if format in ("", NATIVE) else f"dates written like {format}",
            "Correct them, or name another column of times",
        )
    return times


def _with_instants(column: pl.Series, walls: pl.Series, format: str) -> Times:
    if isinstance(column.dtype, pl.Datetime) and column.dtype.time_zone:
        instants = column.dt.convert_time_zone("UTC").dt.replace_time_zone(None).cast(pl.Datetime("us"))
        return Times(walls, instants, column.dtype.time_zone)
    written = (guess_format(column) or "") if format == NATIVE else format
    if column.dtype != pl.String or not offset_of(written):
        return Times(walls, walls)
    offsets = column.str.extract(f"({OFFSETS[offset_of(written)]})$")
    ahead = {offset: _minutes(offset) for offset in offsets.drop_nulls().unique()}
    minutes = pl.Series([ahead.get(offset) for offset in offsets], dtype=pl.Int64)
    instants = walls - (minutes * 60_000_000).cast(pl.Duration("us"))
    last = instants.arg_max()
    return Times(walls, instants, "" if last is None else offsets[last])


def _minutes(offset: str) -> int:
    """+01:30, +0130 and +01 ahead of UTC."""
    beyond = int(offset[-2:]) if len(offset) > 3 else 0
    return 60 * int(offset[:3]) + (-beyond if offset.startswith("-") else beyond)


def is_zone(zone: str) -> bool:
    """Whether walls of it can be told."""
    if OFFSET.fullmatch(zone):
        return True
    try:
        to_wall(pl.Series([], dtype=pl.Datetime("us")), zone)
    except pl.exceptions.ComputeError:
        return False
    return True


def to_wall(instants: pl.Series, zone: str) -> pl.Series:
    """What the wall of a zone shows at instants of UTC; where there is no zone, they are what it shows."""
    if not zone:
        return instants
    if OFFSET.fullmatch(zone):
        return instants.dt.offset_by(f"{_minutes(zone)}m")
    return instants.dt.replace_time_zone("UTC").dt.convert_time_zone(zone).dt.replace_time_zone(None)
