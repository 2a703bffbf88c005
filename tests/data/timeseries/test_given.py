"""Series as pandas, numpy and plain Python hold them, laid on the clock as pandas dates them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

from neuroglass.data import series
from neuroglass.data.timeseries import SeriesInputs
from tests.data.timeseries.made import months, sold

VALUES = sold(60)
DATES = pd.date_range("2000-01-01", periods=60, freq="MS")
PERIODS = pd.period_range("2000-01", periods=60, freq="M")
FRAME = pd.DataFrame({"sold": VALUES}, index=DATES)
MANY = pd.concat({"A": FRAME, "B": 2 * FRAME}, names=["shop", "month"])

WITH_TIMES: dict[str, tuple[Any, dict[str, Any], str]] = {
    "a column with dates": (FRAME["sold"], {}, "time"),
    "a column without a name": (pd.Series(VALUES, DATES), {}, "time"),
    "a frame with dates": (FRAME, {}, "time"),
    "newest first": (FRAME[::-1], {}, "time"),
    "periods": (FRAME.set_axis(PERIODS.rename("month")), {}, "month"),
    "a column of periods": (pd.DataFrame({"time": PERIODS, "sold": VALUES}), {}, "time"),
    "a time that is told": (FRAME, {"time": "day"}, "day"),
    "two levels": (MANY, {"key": "shop"}, "month"),
}


@pytest.mark.parametrize(("source", "choices", "time"), WITH_TIMES.values(), ids=WITH_TIMES)
def test_an_index_of_times_is_the_clock(source: Any, choices: dict[str, Any], time: str) -> None:
    data = series(source, horizon=3, test=6, **choices)
    spec = data.spec.source
    assert isinstance(spec, SeriesInputs)
    assert (spec.clock.column, spec.clock.step) == (time, "1 month")
    assert data.test is not None
    names = [name.removeprefix("A, ").removeprefix("B, ")[:7] for name in data.test.names]
    assert sorted(set(names)) == months(60)[54:58]
    assert not any("index" in note for note in data.reading.notes)


def test_values_alone_are_one_column_in_the_order_of_the_rows() -> None:
    wanted = series({"value": VALUES}, horizon=3)
    sources = [list(VALUES), tuple(VALUES), VALUES, pl.Series(VALUES), pd.Series(VALUES)]
    for given in (series(source, horizon=3) for source in sources):
        assert given.spec == wanted.spec
        np.testing.assert_array_equal(given.train.y, wanted.train.y)


def test_a_model_takes_values_and_indices_under_the_names_it_learnt() -> None:
    by_row = series({"sold": VALUES}, horizon=3).spec
    expected = by_row.encode({"sold": VALUES}).x["series"]
    for values in (VALUES, list(VALUES), pd.Series(VALUES)):
        np.testing.assert_array_equal(by_row.encode(values).x["series"], expected)
    dated = series(pd.DataFrame({"month": DATES, "sold": VALUES}), horizon=3).spec
    assert dated.encode(pd.Series(VALUES, DATES)).names == ("2005-01-01",)


def test_objects_that_are_no_numbers_are_no_times() -> None:
    data = series({"time": [object() for _ in VALUES], "sold": VALUES}, horizon=3)
    assert "there is no column of times: the order of the rows is taken for it" in data.reading.notes
