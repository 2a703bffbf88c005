"""How far one step of a series is from the next, found from its times."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from neuroglass.data.dates import FORMATS, guess_format, read_dates
from neuroglass.data.timeseries.clock import NEAR, Clock, Unit, in_unit, read_times
from neuroglass.errors import DataError

DAY = 86_400_000_000  # microseconds
FULL = 0.5  # of the steps must have a value; a series with fewer has no one frequency
STRANGE = 0.1  # of the cells may be no dates in a column that is taken for one

Moments = NDArray[np.datetime64]


def fit_clock(column: pl.Series, source: str) -> Clock:
    """The clock of a column of times.

    Raises:
        DataError: cells that are no times, or times of more than one frequency.
    """
    place = f"{source}, column {column.name!r}"
    format = nearest_format(column) or ""
    times = read_times(column, format, source).drop_nulls().unique().sort()
    if len(times) < 2:
        raise DataError(f"{place} holds {len(times)} different time(s)", "a time for each step of a series")
    if not format:
        return _regular(column.name, format, "number", times, place)
    moments = times.to_numpy().astype("datetime64[us]")
    unit = next(unit for unit, holds in UNITS if holds(moments))
    return _regular(column.name, format, unit, times, place)


def nearest_format(column: pl.Series) -> str | None:
    """The way of writing dates that fits nearly every value of a column, or None; what it does not fit is an error."""
    exact = guess_format(column)
    there = column.drop_nulls()
    if exact is not None or column.dtype != pl.String or not len(there):
        return exact
    unread = {format: read_dates(there, format)[1] for format in FORMATS}
    best = min(unread, key=lambda format: unread[format])
    return best if unread[best] <= STRANGE * len(there) else None


def _regular(name: str, format: str, unit: Unit, times: pl.Series, place: str) -> Clock:
    ticks = in_unit(times, unit)
    gaps, counts = np.unique(np.round(np.diff(ticks), 6), return_counts=True)
    every = float(gaps[counts.argmax()])
    clock = Clock(name, format, unit, every, float(ticks[0]), _day(times) if unit == "month" else 1)
    uneven = np.abs(gaps / every - np.round(gaps / every)) > NEAR
    full = len(ticks) / ((ticks[-1] - ticks[0]) / every + 1)
    if not uneven.any() and full >= FULL:
        return clock
    odd = f"{counts[uneven].sum()} are no whole steps apart"
    rest = odd if uneven.any() else f"only {full:.0%} of the steps are there"
    raise DataError(
        f"{place} has no one frequency: {counts.max()} times are {clock.step} from the next, and {rest}",
        "times that are whole steps apart, with a value at half of the steps or more",
        "Bring the series to one frequency first, by means or sums",
    )


def _day(times: pl.Series) -> int:
    days = times.dt.day()
    return int(days[0]) if days.n_unique() == 1 else 31


def _are_monthly(moments: Moments) -> bool:
    """One day in a month, always the same or always the last."""
    months, days = moments.astype("datetime64[M]"), moments.astype("datetime64[D]")
    from_first = (days - months.astype("datetime64[D]")).astype(np.int64)
    to_last = ((months + 1).astype("datetime64[D]") - days).astype(np.int64)
    alike = len(np.unique(from_first)) == 1 or (to_last == 1).all()
    return _are_days(moments) and bool(alike) and len(np.unique(months)) == len(months)


def _are_working_days(moments: Moments) -> bool:
    """Days from Monday to Friday, over at least one weekend."""
    days = moments.astype("datetime64[D]")
    gaps = np.diff(days).astype(np.int64)
    return _are_days(moments) and bool(np.is_busday(days).all()) and gaps.min() == 1 and gaps.max() >= 3


def _are_days(moments: Moments) -> bool:
    return not (moments.astype(np.int64) % DAY).any()


# The first that holds is the unit that is counted.
UNITS: tuple[tuple[Unit, Callable[[Moments], bool]], ...] = (
    ("month", _are_monthly),
    ("working day", _are_working_days),
    ("second", lambda _: True),
)
