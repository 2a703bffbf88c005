"""How far one step of a series is from the next, found from its times."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from neuroglass.data.timeseries.clock import NEAR, Clock
from neuroglass.data.timeseries.months import Moments, are_monthly, fit_day
from neuroglass.data.timeseries.times import Ticks, Times, Unit, read_times
from neuroglass.data.timeseries.written import formats_of
from neuroglass.errors import DataError

DAY = 86_400_000_000  # microseconds
FULL = 0.5  # of the steps must have a value; a series with fewer has no one frequency


def fit_clock(column: pl.Series, source: str) -> Clock:
    """The clock of a column of times. Where day and month could be either way round, the one that gives regular steps.

    Raises:
        DataError: cells that are no times, or times of more than one frequency.
    """
    place = f"{source}, column {column.name!r}"
    fitted = [_fit(read_times(column, format, source), format, place) for format in formats_of(column) or [""]]
    regular = [clock for clock, faults in fitted if not faults]
    if regular:
        return regular[0]
    raise DataError(
        f"{place} has no one frequency: {fitted[0][1]}",
        "times that are whole steps apart, with a value at half of the steps or more",
        "Bring the series to one frequency first, by means or sums",
    )


def _fit(times: Times, format: str, place: str) -> tuple[Clock, str]:
    """The likeliest clock, and what speaks against it."""
    unit: Unit = "number"
    if format:
        moments = np.unique(times.walls.drop_nulls().to_numpy().astype("datetime64[us]"))
        unit = next(unit for unit, holds in UNITS if holds(moments))
    ticks = times.in_unit(unit)
    ticks = np.unique(ticks[~np.isnan(ticks)])
    if len(ticks) < 2:
        raise DataError(f"{place} holds {len(ticks)} different time(s)", "a time for each step of a series")
    gaps, counts = np.unique(np.round(np.diff(ticks), 6), return_counts=True)
    every, origin = float(gaps[counts.argmax()]), float(ticks[0])
    clock = Clock(times.walls.name, format, unit, every, origin, zone=times.zone)
    if unit == "month":
        day, moved = fit_day(moments)
        clock = dataclasses.replace(clock, day=day, moved=moved)
    return clock, _faults(clock, gaps, counts)


def _faults(clock: Clock, gaps: Ticks, counts: NDArray[np.int64]) -> str:
    steps = gaps / clock.every
    uneven = np.abs(steps - np.round(steps)) > NEAR
    full = (counts.sum() + 1) / ((gaps * counts).sum() / clock.every + 1)
    if not uneven.any() and full >= FULL:
        return ""
    odd = f"{counts[uneven].sum()} are no whole steps apart"
    rest = odd if uneven.any() else f"only {full:.0%} of the steps are there"
    return f"{counts.max()} times are {clock.step} from the next, and {rest}"


def _are_working_days(moments: Moments) -> bool:
    """Days from Monday to Friday, over at least one weekend."""
    days = moments.astype("datetime64[D]")
    gaps = np.diff(days).astype(np.int64)
    are_days = not (moments.astype(np.int64) % DAY).any()
    return are_days and bool(np.is_busday(days).all()) and gaps.min() == 1 and gaps.max() >= 3


def _are_at_one_hour(moments: Moments) -> bool:
    return len(np.unique(moments.astype(np.int64) % DAY)) == 1


# The first that holds is the unit that is counted.
UNITS: tuple[tuple[Unit, Callable[[Moments], bool]], ...] = (
    ("month", are_monthly),
    ("working day", _are_working_days),
    ("day", _are_at_one_hour),
    ("second", lambda _: True),
)
