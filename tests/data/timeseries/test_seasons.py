"""Seasons, found in series that are known to have them, and the autocorrelation against NumPy by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest

from neuroglass.data.timeseries.calendars import calendar, feature_names
from neuroglass.data.timeseries.clock import ROWS, Clock
from neuroglass.data.timeseries.frequency import fit_clock
from neuroglass.data.timeseries.growth import swings_with_level
from neuroglass.data.timeseries.seasons import autocorrelation, calendar_seasons, find_seasons
from tests.data.timeseries.made import days, hours, months, sold

RNG = np.random.default_rng(3)


def clock_of(times: Sequence[object]) -> Clock:
    return fit_clock(pl.Series("t", times), "a.csv")


def test_the_autocorrelation_is_that_of_the_residue_around_a_line() -> None:
    series = sold(80)
    at = np.arange(80.0)
    residue = series - np.polyval(np.polyfit(at, series, 1), at)
    expected = [np.mean(residue[lag:] * residue[: 80 - lag]) / np.mean(residue**2) for lag in range(33)]
    np.testing.assert_allclose(autocorrelation(series[None]), expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("times", "season", "cycle"),
    [
        (months(96), 12, "in the year"),
        (days(140), 7, "in the week"),
        (hours(240), 24, "in the day"),
        ([day for day in days(140) if day.weekday() < 5], 5, "in the week"),
        (list(range(200)), 17, ""),
        (months(400), 60, ""),
    ],
    ids=["month", "week", "day", "working week", "numbers", "no calendar's"],
)
def test_a_season_is_found(times: Sequence[object], season: int, cycle: str) -> None:
    found = find_seasons(sold(len(times), season)[None], clock_of(times))[0]
    assert (found.steps, found.cycle) == (season, cycle)
    assert found.strength > 0.7


@pytest.mark.parametrize(
    "series",
    [RNG.normal(size=400), np.cumsum(RNG.normal(size=400)), np.arange(400.0), np.full(400, 3.0)],
    ids=["noise", "a random walk", "a line", "a constant"],
)
def test_what_does_not_come_round_has_no_season_of_the_year(series: np.ndarray) -> None:
    assert not [season for season in find_seasons(series[None], clock_of(months(400))) if season.cycle]


def test_a_day_that_repeats_makes_no_week() -> None:
    found = find_seasons(sold(700, 24)[None], clock_of(hours(700)))
    assert [(season.steps, season.cycle) for season in found] == [(24, "in the day")]
    weekly = sold(700, 24) + 8 * (np.arange(700) // 24 % 7 > 4)
    assert find_seasons(weekly[None], clock_of(hours(700)))[0].cycle == "in the week"


def test_chance_makes_no_season() -> None:
    for seed in range(20):
        noise = np.random.default_rng(seed).normal(size=60)
        assert find_seasons(noise[None], clock_of(range(60))) == ()


def test_missing_values_do_not_hide_a_season() -> None:
    series = sold(120)
    series[RNG.random(120) < 0.2] = np.nan
    assert find_seasons(series[None], clock_of(months(120)))[0].steps == 12


def test_the_rounds_of_the_calendar_follow_the_step() -> None:
    assert calendar_seasons(clock_of(hours(40, 6))) == {"in the day": 4, "in the week": 28, "in the year": 1461}
    assert calendar_seasons(clock_of(months(20))) == {"in the year": 12}
    assert calendar_seasons(ROWS) == {}


def test_the_calendar_goes_round_once_a_year_and_once_a_week() -> None:
    of_days = calendar(clock_of(days(400)), ["in the week", "in the year"], np.arange(0, 366))
    assert of_days.shape == (366, len(feature_names(["in the week", "in the year"])))
    np.testing.assert_allclose(of_days[::7, :2], np.tile([0.0, 1.0], (53, 1)), atol=1e-12)  # Mondays
    np.testing.assert_allclose(of_days[[0, 365], 2], 0, atol=0.02)
    np.testing.assert_allclose(of_days[[91, 182, 273], 3], [0, -1, 0], atol=0.02)


def test_swings_that_grow_with_the_level_are_told_from_those_that_do_not() -> None:
    at = np.arange(120.0)
    level = 100 * 1.02**at
    wave = np.sin(2 * np.pi * at / 12)
    assert swings_with_level((level * (1 + 0.2 * wave))[None], 12) == pytest.approx(1, abs=0.05)
    assert swings_with_level((100 + 4 * at + 20 * wave)[None], 12) == pytest.approx(0, abs=0.2)
    assert swings_with_level((level * wave)[None], 12) is None, "there are values below 0"
    assert swings_with_level((100 + wave)[None], 12) is None, "it stands at one level"
    assert swings_with_level(level[None, :40], 12) is None, "three stretches say nothing"
