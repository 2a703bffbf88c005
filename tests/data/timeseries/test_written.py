"""How the dates of a column of times are written, against pandas' own writing."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import polars as pl
import pytest

from neuroglass.data import series
from neuroglass.data.timeseries.frequency import fit_clock
from neuroglass.data.timeseries.written import formats_of
from tests.data.timeseries.made import days, sold

MONTHS = pd.date_range("2000-01-01", periods=60, freq="MS")
DAYS = pd.date_range("2019-12-01", periods=60, freq="D")


@pytest.mark.parametrize(
    ("times", "format", "step"),
    [
        (MONTHS, "%d/%m/%Y", "1 month"),
        (MONTHS, "%m/%d/%Y", "1 month"),
        (MONTHS, "%d-%m-%Y", "1 month"),
        (MONTHS, "%Y%m", "1 month"),
        (DAYS, "%Y%m%d", "1 day"),
        (DAYS, "%m/%d/%y", "1 day"),
        (DAYS, "%-d/%-m/%Y", "1 day"),
        (DAYS, "%d/%m/%Y %I:%M %p", "1 day"),
    ],
    ids=str,
)
def test_forecast_times_are_written_as_the_file_writes_them(times: pd.DatetimeIndex, format: str, step: str) -> None:
    written = [time.strftime(format) for time in times]
    clock = fit_clock(pl.Series("t", written[:-5]), "a.csv")
    assert (clock.step, clock.format) == (step, format)
    assert clock.times(np.arange(60)) == written


def test_days_as_whole_numbers_are_read_with_and_without_gaps_in_the_column() -> None:
    whole: list[int | None] = [int(f"{day:%Y%m%d}") for day in days(60)]
    for column in (pl.Series("t", whole), pl.Series("t", [*whole, None], dtype=pl.Float64)):
        assert fit_clock(column, "a.csv").step == "1 day"
    assert fit_clock(pl.Series("t", range(60)), "a.csv").unit == "number"
    assert formats_of(pl.Series("t", [20200101, 20201301])) == []


def test_a_column_called_date_of_digits_alone_holds_the_times() -> None:
    data = series({"date": [f"{day:%Y%m%d}" for day in days(60)], "sold": sold(60, 7)}, horizon=3)
    assert data.test is not None
    assert data.test.names[-1] == "20010227"


def test_where_day_and_month_both_fit_the_order_is_told() -> None:
    told = "'t' is read {}: {} is 2000-02-01; the other way round would fit too"
    for format, order in (("%d/%m/%Y", "day before month"), ("%m/%d/%Y", "month before day")):
        data = series({"t": [time.strftime(format) for time in MONTHS], "sold": sold(60)}, horizon=3)
        assert told.format(order, f"{date(2000, 2, 1):{format}}") in data.reading.notes
    data = series({"t": [f"{day:%d/%m/%Y}" for day in DAYS], "sold": sold(60)}, horizon=3)
    assert not any("is read" in note for note in data.reading.notes)


def test_what_is_newest_first_is_learnt_in_the_order_of_time() -> None:
    quarters = [f"{2000 + at // 4}-Q{at % 4 + 1}" for at in range(60)]
    newest = series({"date": quarters[::-1], "sold": sold(60, 4)[::-1]}, horizon=4)
    oldest = series({"date": quarters, "sold": sold(60, 4)}, horizon=4)
    np.testing.assert_array_equal(newest.train.y, oldest.train.y)
    assert newest.spec == oldest.spec
