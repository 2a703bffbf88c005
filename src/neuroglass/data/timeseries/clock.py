"""How the steps of a series lie in time: how the times are written, and how far one step is from the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from neuroglass.data.date_forms import COMPACT, FORMATS, offset_of
from neuroglass.data.dates import NATIVE, padded
from neuroglass.data.timeseries.months import Moved, day_of
from neuroglass.data.timeseries.times import EPOCH, OFFSET, Ticks, Times, Unit, is_zone, read_times, to_wall
from neuroglass.errors import DataError

Steps = NDArray[np.int64]
LENGTHS = {"week": 604_800, "day": 86_400, "hour": 3600, "minute": 60}  # in seconds
NEAR = 1e-3  # of a step: times that are off by less are rounded
FARTHEST = 2.0**52  # steps, from which on a float64 knows no halves


@dataclass(frozen=True)
class Clock:
    """Step k is at the time origin + k * every, counted in a unit.

    Args:
        column: the column of times; "" where the order of the rows is all there is.
        format: how its dates are written; "" for numbers.
        unit: what is counted. Months, working days and, where the clocks are changed, days differ in length.
        every: units from one step to the next.
        origin: of step 0, in units; those of dates are counted from 1970.
        day: of the month, where months are counted; 31 is its last.
        moved: where to, if that is no working day.
        zone: by whose wall times are told: a name, an offset from UTC, or "" where the source tells none.
    """

    column: str
    format: str
    unit: Unit
    every: float
    origin: float
    day: int = 1
    moved: Moved = "no"
    zone: str = ""

    def __post_init__(self) -> None:
        if self.every <= 0 or not 1 <= self.day <= 31:
            raise ValueError("the clock's step")
        if padded(self.format) not in ("", NATIVE, *FORMATS, *COMPACT) or (self.format == "") != (
            self.unit == "number"
        ):
            raise ValueError("how times are written")
        if not self._zone_fits:
            raise ValueError("the clock's zone")

    @property
    def _zone_fits(self) -> bool:
        if offset_of(self.format):
            return bool(OFFSET.fullmatch(self.zone))
        return not self.zone or (self.format == NATIVE and is_zone(self.zone))

    @property
    def step(self) -> str:
        """The length of one step in words.

        >>> Clock("t", "%Y-%m-%d %H:%M", "second", 7200.0, 0.0).step, Clock("t", "%Y-%m", "month", 1.0, 0.0).step
        ('2 hours', '1 month')
        """
        if self.unit == "number":
            return f"{self.every:g}" if self.column else "1 row"
        seconds = self.every * {"second": 1, "day": LENGTHS["day"]}.get(self.unit, np.nan)
        whole = [(name, seconds / size) for name, size in LENGTHS.items() if seconds % size == 0]
        unit, every = whole[0] if whole else (self.unit, self.every)
        return f"{every:g} {unit}{'' if every == 1 else 's'}"

    def steps(self, column: pl.Series, source: str) -> tuple[Steps, NDArray[np.bool_]]:
        """The step of each row, and which rows have a time at all.

        Raises:
            DataError: times that are none, or that lie between two steps.
        """
        ticks = self._ticks(read_times(column, self.format, source), f"{source}, column {column.name!r}")
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

    def _ticks(self, times: Times, place: str) -> Ticks:
        if self.unit == "second" and self.zone and not times.zone:
            raise DataError(
                f"{place}: the times do not tell how far they are from UTC",
                f"times in a zone, as those the model learnt from ({self.zone})",
            )
        return times.in_zone(self.zone).in_unit(self.unit)

    def times(self, steps: Steps) -> list[str]:
        """The times of steps, written as the source writes them."""
        ticks = self.origin + np.asarray(steps, np.float64) * self.every
        if self.unit == "number":
            return [f"{tick:.10g}" for tick in ticks]
        if self.format == NATIVE:
            return list(self._plainly(ticks))
        offset = offset_of(self.format)
        return list(self.dates(ticks).dt.strftime(self.format.replace(offset, self.zone) if offset else self.format))

    def _plainly(self, ticks: Ticks) -> pl.Series:
        if self.unit == "second" and self.zone:
            instants = _in_microseconds(ticks).dt.replace_time_zone("UTC")
            return instants.dt.convert_time_zone(self.zone).dt.strftime("%Y-%m-%d %H:%M:%S%.f%:z")
        day = {"second": LENGTHS["day"], "day": 1}.get(self.unit)
        with_hours = day is not None and (self.every % day or self.origin % day)
        return self.dates(ticks).dt.strftime("%Y-%m-%d %H:%M:%S%.f" if with_hours else "%Y-%m-%d")

    def dates(self, ticks: Ticks) -> pl.Series:
        """The dates at so many units, as the wall shows them."""
        if self.unit == "month":
            days = day_of(ticks.astype(np.int64).astype("datetime64[M]"), self.day, self.moved)
            return pl.Series(days.astype("datetime64[us]"))
        if self.unit == "working day":
            days = np.busday_offset(EPOCH, ticks.astype(np.int64), roll="forward")
            return pl.Series(days.astype("datetime64[us]"))
        if self.unit == "day":
            return pl.Series(np.round(ticks * 86_400_000).astype("datetime64[ms]").astype("datetime64[us]"))
        return to_wall(_in_microseconds(ticks), self.zone)


ROWS = Clock("", "", "number", 1.0, 1.0)  # the order of the rows, counted from 1


def _in_microseconds(seconds: Ticks) -> pl.Series:
    return pl.Series(np.round(seconds * 1e6).astype("datetime64[us]"))


def shown(times: Sequence[str], most: int = 3) -> str:
    """The first few times, and that there are more."""
    return ", ".join(times[:most]) + (", ..." if len(times) > most else "")
