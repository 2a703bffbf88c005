"""Times of zones, against pandas' instants."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest

from neuroglass.data.timeseries.clock import Clock
from neuroglass.data.timeseries.frequency import fit_clock
from neuroglass.data.timeseries.times import read_times
from neuroglass.errors import DataError

AUTUMN, SPRING = "2020-10-24", "2021-03-27"
OFFSET = "%Y-%m-%dT%H:%M:%S%.f%:z"


def berlin(first: str, count: int, every: str) -> pd.DatetimeIndex:
    return pd.date_range(first, periods=count, freq=every, tz="Europe/Berlin")


def native(times: pd.DatetimeIndex) -> pl.Series:
    return pl.Series("t", times.to_pydatetime().tolist()).dt.convert_time_zone("Europe/Berlin")


def texts(times: pd.DatetimeIndex) -> pl.Series:
    return pl.Series("t", [time.isoformat() for time in times])


@pytest.mark.parametrize("first", [AUTUMN, SPRING])
@pytest.mark.parametrize("given", [native, texts])
def test_hours_are_counted_in_utc_across_a_change_of_the_clocks(first: str, given: object) -> None:
    times = berlin(first, 72, "h")
    column = given(times)  # type: ignore[operator]
    clock = fit_clock(column, "a.csv")
    assert (clock.step, clock.unit) == ("1 hour", "second")
    steps, _ = clock.steps(column, "a.csv")
    np.testing.assert_array_equal(steps, np.arange(72))
    assert pd.to_datetime(clock.times(steps), utc=True).equals(times.tz_convert("UTC"))


def test_hours_of_a_named_zone_are_told_and_turned_into_features_by_its_wall() -> None:
    times = berlin(AUTUMN, 72, "h")
    clock = fit_clock(native(times), "a.csv")
    assert clock.times(np.arange(72)) == [str(time) for time in times]
    assert (
        clock.dates(clock.origin + 3600.0 * np.arange(72, dtype=np.float64)).dt.hour().to_list() == times.hour.tolist()
    )


def test_offsets_are_told_as_that_of_the_last_time() -> None:
    clock = fit_clock(texts(berlin(AUTUMN, 72, "h")), "a.csv")
    assert (clock.format, clock.zone) == (OFFSET, "+01:00")
    assert clock.times(np.array([0, 72])) == ["2020-10-23T23:00:00+01:00", "2020-10-26T23:00:00+01:00"]


@pytest.mark.parametrize(
    ("offset", "written"), [("+0530", "2020-10-25 00:00:00+0530"), ("-03", "2020-10-25 00:00:00-03")]
)
def test_an_offset_is_written_as_it_was(offset: str, written: str) -> None:
    column = pl.Series("t", [f"2020-10-24 {hour:02}:00:00{offset}" for hour in range(24)])
    assert fit_clock(column, "a.csv").times(np.array([24])) == [written]


@pytest.mark.parametrize(
    ("every", "unit", "step"),
    [("D", "day", "1 day"), ("B", "working day", "1 working day"), ("MS", "month", "1 month")],
)
@pytest.mark.parametrize("given", [native, texts])
def test_days_and_months_of_a_zone_stay_what_they_are(given: object, every: str, unit: str, step: str) -> None:
    column = given(berlin("2020-09-01", 90, every))  # type: ignore[operator]
    clock = fit_clock(column, "a.csv")
    assert (clock.unit, clock.step) == (unit, step)
    np.testing.assert_array_equal(clock.steps(column, "a.csv")[0], np.arange(90))


def test_a_day_at_six_is_a_day_whatever_the_clocks_do() -> None:
    clock = fit_clock(native(berlin("2020-10-20 06:00", 30, "D")), "a.csv")
    assert clock.step == "1 day"
    assert clock.times(np.array([30])) == ["2020-11-19 06:00:00"]


def test_a_clock_reads_the_same_instants_from_other_zones_and_from_texts() -> None:
    times = berlin(AUTUMN, 72, "h")
    clock = fit_clock(native(times), "a.csv")
    for column in (native(times).dt.convert_time_zone("Asia/Tokyo"), texts(times), texts(times.tz_convert("UTC"))):
        np.testing.assert_array_equal(clock.steps(column, "a.csv")[0], np.arange(72))
    days = fit_clock(native(berlin(AUTUMN, 40, "D")), "a.csv")
    tokyo = native(berlin(AUTUMN, 40, "D")).dt.convert_time_zone("Asia/Tokyo")
    np.testing.assert_array_equal(days.steps(tokyo, "a.csv")[0], np.arange(40))


def test_times_without_a_zone_are_refused_where_instants_are_counted() -> None:
    clock = fit_clock(native(berlin(AUTUMN, 72, "h")), "a.csv")
    with pytest.raises(
        DataError, match=r"do not tell how far they are from UTC\. Expected times in a zone, as those the"
    ):
        clock.steps(pl.Series("t", ["2020-10-24 00:00:00"]), "a.csv")


def test_texts_that_are_no_dates_are_told_what_is_read_where_dates_were_learnt_from() -> None:
    with pytest.raises(
        DataError, match=r"1 cell\(s\) are no times, the first is 'soon'\. Expected dates all written alike"
    ):
        read_times(pl.Series("t", ["soon"]), "a date already", "a.csv")


def test_missing_times_stay_missing() -> None:
    times = read_times(pl.Series("t", ["2020-10-24T00:00:00+02:00", None]), OFFSET, "a.csv")
    assert np.isnan(times.in_unit("second")).tolist() == [False, True]


@pytest.mark.parametrize(
    ("format", "zone"),
    [("a date already", "Mars/Olympus"), (OFFSET, "Europe/Berlin"), (OFFSET, ""), ("%Y-%m", "+01:00")],
)
def test_a_clock_of_no_zone_is_refused(format: str, zone: str) -> None:
    with pytest.raises(ValueError, match="the clock's zone"):
        Clock("t", format, "second", 1.0, 0.0, zone=zone)
