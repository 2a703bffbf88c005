"""Times and the steps between them, against the calendar by hand and polars' own date ranges."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
import polars as pl
import pytest

from neuroglass.data.timeseries.clock import ROWS, Clock
from neuroglass.data.timeseries.frequency import fit_clock
from neuroglass.errors import DataError
from tests.data.timeseries.made import days, hours, months


def clock_of(times: Sequence[object]) -> Clock:
    return fit_clock(pl.Series("t", times), "a.csv")


def range_of(first: date, last: date, every: str) -> list[object]:
    return pl.date_range(first, last, every, eager=True).to_list()


@pytest.mark.parametrize(
    ("times", "unit", "step"),
    [
        (months(20), "month", "1 month"),
        (range_of(date(2001, 2, 15), date(2003, 5, 15), "1q"), "month", "3 months"),
        (range_of(date(1990, 7, 1), date(2003, 7, 1), "1y"), "month", "12 months"),
        ([date(2004, 1, 31), date(2004, 2, 29), date(2004, 3, 31)], "month", "1 month"),
        (days(40), "day", "1 day"),
        ([day for day in days(40) if day.weekday() < 5], "working day", "1 working day"),
        (range_of(date(2001, 1, 1), date(2001, 6, 1), "1w"), "day", "1 week"),
        (hours(30), "second", "1 hour"),
        ([f"2001-01-01 {at // 4:02}:{15 * (at % 4):02}" for at in range(40)], "second", "15 minutes"),
        (list(range(1900, 1950)), "number", "1"),
        ([str(year) for year in range(1900, 1950, 10)], "number", "10"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_the_frequency_is_found_and_times_come_back_as_they_were_written(
    times: list[object], unit: str, step: str
) -> None:
    clock = clock_of(times)
    assert (clock.unit, clock.step) == (unit, step)
    steps, there = clock.steps(pl.Series("t", times), "a.csv")
    np.testing.assert_array_equal(steps, np.arange(len(times)))
    assert there.all()
    written = clock.times(steps)
    shown = [time.strftime("%Y-%m-%d %H:%M:%S") if isinstance(time, datetime) else str(time) for time in times]
    assert written == shown


def test_times_go_on_behind_the_last_one() -> None:
    assert clock_of(months(14)).times(np.array([14, 15])) == ["2001-03", "2001-04"]
    assert clock_of([date(2004, 1, 31), date(2004, 2, 29), date(2004, 3, 31)]).times(np.array([13])) == ["2005-02-28"]
    friday = [day for day in days(12, date(2001, 1, 1)) if day.weekday() < 5]
    assert clock_of(friday).times(np.array([len(friday)])) == ["2001-01-15"]
    assert ROWS.times(np.array([0, 7])) == ["1", "8"]


def test_a_gap_leaves_out_its_steps() -> None:
    times = [*days(10), *days(5, date(2001, 1, 13))]
    steps, _ = clock_of(times).steps(pl.Series("t", times), "a.csv")
    assert steps.tolist() == [*range(10), *range(12, 17)]


@pytest.mark.parametrize(
    ("times", "message"),
    [
        (
            ["2001-01-01", "2001-01-02", "soon"],
            "a.csv, column 't': 3 cell\\(s\\) are no times, the first is '2001-01-01'",
        ),
        (
            ["soon", "later", "never"],
            "3 cell\\(s\\) are no times, the first is 'soon'. Expected dates all written alike, as 2020-01-31, ",
        ),
        ([1.0, 2, 3, 3.4, 5, 6], "has no one frequency: 3 times are 1 from the next, and 2 are no whole steps apart"),
        ([1, 2, 3, 40], "2 times are 1 from the next, and only 10% of the steps are there"),
        ([date(2001, 1, 1)], "column 't' holds 1 different time\\(s\\)"),
    ],
    ids=["one that is none", "none that is one", "between", "mostly gaps", "one"],
)
def test_what_is_no_clock_is_refused(times: list[object], message: str) -> None:
    with pytest.raises(DataError, match=message):
        clock_of(times)


def test_a_later_time_between_two_steps_is_refused() -> None:
    with pytest.raises(DataError, match="1 time\\(s\\) lie between two steps of 1 hour, the first is 2001-01-02 00:30"):
        clock_of(hours(5)).steps(pl.Series("t", [datetime(2001, 1, 2, 0, 30)]), "a.csv")


def test_a_clock_without_a_step_is_refused() -> None:
    with pytest.raises(ValueError, match="the clock's step"):
        Clock("t", "", "number", 0.0, 0.0)


@pytest.mark.parametrize(("format", "unit"), [("%s", "second"), ("", "month"), ("%Y-%m", "number")])
def test_a_clock_that_reads_no_times_is_refused(format: str, unit: Any) -> None:
    with pytest.raises(ValueError, match="how times are written"):
        Clock("t", format, unit, 1.0, 0.0)


def test_a_time_beyond_all_counting_is_refused() -> None:
    with pytest.raises(DataError, match=r"1 time\(s\) lie between two steps of 1, the first is 1e\+25"):
        clock_of([1, 2, 3]).steps(pl.Series("t", [1e25]), "a.csv")
