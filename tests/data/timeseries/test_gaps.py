"""What is told of steps and values that are not there, against series whose gaps are known."""

from __future__ import annotations

import polars as pl

from neuroglass.data import series
from tests.data.timeseries.made import monthly, months, shops, sold

SPEC = series(monthly(), horizon=6).spec
BEHIND = "a forecast begins behind the last known value, at"


def test_rows_at_the_end_without_a_number_are_not_filled_and_the_forecast_begins_before_them() -> None:
    frame = monthly().with_columns(sold=pl.when(~pl.int_range(96).is_in([80, *range(91, 96)])).then("sold"))
    encoded = SPEC.encode(frame)
    assert encoded.names == ("2007-08",)
    filled, behind = encoded.notes
    assert filled.startswith("'sold' has no number in 1 row(s): filled along a straight line")
    assert behind == f"'sold' has no number in the last 5 row(s): {BEHIND} 2007-08"
    assert behind in series(frame, horizon=6).reading.notes


def test_of_several_series_it_is_told_which_end_without_a_number() -> None:
    spec = series(shops(), "sold", horizon=6, key="shop").spec
    ends = shops().with_columns(sold=pl.when((pl.col("shop") == "A") | (pl.col("month") < "2004-11")).then("sold"))
    assert spec.encode(ends).notes == (f"'sold' has no number in the last 2 row(s) of 'B': {BEHIND} 2004-11",)


def test_a_value_that_ends_before_another_one_is_filled() -> None:
    frame = pl.DataFrame({"month": months(96), "a": sold(96), "b": sold(96)})
    spec = series(frame, ["a", "b"], horizon=6).spec
    encoded = spec.encode(frame.with_columns(a=pl.when(pl.int_range(96) < 93).then("a")))
    assert encoded.names == ("2008-01",)
    (note,) = encoded.notes
    assert note.startswith("'a' has no number in 3 row(s): filled")


def test_a_gap_behind_the_last_value_is_no_gap_that_is_filled() -> None:
    frame = monthly().with_columns(sold=pl.when(pl.int_range(96) < 91).then("sold")).filter(pl.int_range(96) != 93)
    assert SPEC.encode(frame).notes == (f"'sold' has no number in the last 4 row(s): {BEHIND} 2007-08",)
