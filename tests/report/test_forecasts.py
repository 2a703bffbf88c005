"""The section on forecasts, from answers that are made by hand."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from neuroglass.data import series
from neuroglass.data.parts import Data
from neuroglass.report.forecasts import forecasts, scored, told
from neuroglass.report.judged import Judged
from tests.data.timeseries.made import monthly, shops


def judged(data: Data, off: float) -> Judged:
    """Answers that are all too large by ``off``, in an interval of 2 around them."""
    assert data.test is not None
    truth = data.test.y.astype(np.float64) * data.spec.target_scale + data.spec.target_offset
    levels = np.stack([truth + off - 1, truth + off, truth + off + 1], axis=-1).astype(np.float32)
    return Judged("test", data.test, truth, truth + off, levels)


DATA = series(monthly(), horizon=6, test=20)


def test_scores_are_told_beside_those_of_naive_forecasts() -> None:
    scores = scored(judged(DATA, 0.5), DATA.spec)
    assert scores.mae == pytest.approx(0.5)
    assert scores.coverage == 1
    assert scored(judged(DATA, 1.5), DATA.spec).coverage == 0
    rows = {name: (value, meaning) for name, value, meaning in told(scores)}
    assert rows["Mean error"] == (
        "0.5",
        f"naive {scores.naive['naive']:.4g}; seasonal naive {scores.mase and 0.5 / scores.mase:.4g}",
    )
    assert rows["Within"][1] == "of what came lies in the interval that promises 80%"


def test_mase_names_the_naive_forecast_that_it_is_a_part_of() -> None:
    walk = np.random.default_rng(0).normal(size=60).cumsum()
    without_season = series(pl.DataFrame({"n": walk}), horizon=3, test=12)
    meanings = [told(scored(judged(data, 0.5), data.spec))[0] for data in (DATA, without_season)]
    assert [meaning for _, _, meaning in meanings] == [
        "mean error as a part of the seasonal naive forecast's; 1 is no better",
        "mean error as a part of the naive forecast's; 1 is no better",
    ]


def test_forecasts_follow_one_another_up_to_the_end() -> None:
    section = forecasts(judged(DATA, 0.5), DATA.spec)
    assert section is not None
    ((title, chart),) = section.drawn
    assert title == "sold"
    assert "18 steps, foreseen 6 at a time" in chart  # three windows end to end fit into 20 steps
    assert all(time in chart for time in ("2006-07", "2007-12"))
    assert "seasonal naive" in chart


def test_each_series_has_a_chart() -> None:
    data = series(shops(), "sold", horizon=4, key="shop", test=8)
    section = forecasts(judged(data, 0.0), data.spec)
    assert section is not None
    assert [title for title, _ in section.drawn] == ["A: sold", "B: sold"]
    assert "steps of 1 month ahead" in section.by_step


def test_what_cannot_be_told_is_left_out() -> None:
    one = judged(DATA, np.nan)
    assert forecasts(one, DATA.spec) is None
