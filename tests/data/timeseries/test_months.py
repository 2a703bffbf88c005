"""The day of a month, against pandas' own ranges."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from neuroglass.data.timeseries.months import are_monthly, day_of, fit_day


def made(frequency: str, count: int = 40) -> np.ndarray:
    return pd.date_range("2001-01-01", periods=count, freq=frequency).to_numpy()


@pytest.mark.parametrize(
    ("frequency", "day"),
    [("MS", 1), ("ME", 31), ("BME", 31), ("BMS", 1), ("BQE", 31), ("BYE", 31), ("QE-NOV", 31)],
)
def test_the_day_of_a_month_is_found_and_made_for_the_months_to_come(frequency: str, day: int) -> None:
    dates = made(frequency)
    assert are_monthly(dates[:30])
    found = fit_day(dates[:30])
    assert (found[0], found[1] == "no") == (day, not frequency.startswith("B"))
    np.testing.assert_array_equal(day_of(dates.astype("datetime64[M]"), *found), dates.astype("datetime64[D]"))


def test_the_thirtieth_is_the_last_of_february() -> None:
    months = np.arange("2003-01", "2006-01", dtype="datetime64[M]")
    dates = day_of(months, 30, "no")
    assert str(dates[13]) == "2004-02-29"
    assert fit_day(dates) == (30, "no")


@pytest.mark.parametrize("frequency", ["28D", "35D", "D", "W", "6h"])
def test_days_that_are_evenly_apart_are_no_months(frequency: str) -> None:
    assert not are_monthly(made(frequency))


def test_one_value_a_month_is_monthly_whatever_its_day() -> None:
    assert are_monthly(made("WOM-3FRI"))
