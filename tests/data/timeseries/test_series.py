"""Series through the public door: what becomes of columns, gaps, cuts and scales, against the values by hand."""

from __future__ import annotations

import dataclasses
import json
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest

from neuroglass.data import series
from neuroglass.data.parts import Data, with_targets
from neuroglass.data.spec import Spec
from neuroglass.data.timeseries import SeriesInputs
from neuroglass.data.timeseries.foretold import series_of
from tests.data.timeseries.made import monthly, months, shops, sold


def inputs(data: Data) -> SeriesInputs:
    assert isinstance(data.spec.source, SeriesInputs)
    return data.spec.source


def native(data: Data, y: Any) -> np.ndarray:
    """What the network sees of the target, in the unit of the data."""
    return np.asarray(y) * data.spec.target_scale + data.spec.target_offset


def seen(data: Data, x: dict[str, Any], row: int) -> np.ndarray:
    """What is looked back on in one window."""
    return native(data, x["series"][row, :, 0])


DATA = series(monthly(), horizon=6, test=18)


def test_windows_hold_the_past_and_what_came_next() -> None:
    values, window = sold(96), inputs(DATA).window
    assert window == 24
    assert DATA.test is not None
    assert len(DATA.test) == 18 - 6 + 1
    for row in (0, 12):
        origin = 78 + row
        assert DATA.test.names[row] == months(96)[origin]
        np.testing.assert_allclose(native(DATA, DATA.test.y[row])[:, 0], values[origin : origin + 6], rtol=1e-6)
        past = seen(DATA, DATA.test.x, row)
        np.testing.assert_allclose(past, values[origin - 24 : origin], rtol=1e-6)


def test_what_is_fitted_is_fitted_before_the_cut() -> None:
    changed = monthly().with_columns(sold=pl.when(pl.int_range(96) < 78).then("sold").otherwise(7.0 * pl.int_range(96)))
    other = series(changed, horizon=6, test=18)
    assert other.spec == DATA.spec
    np.testing.assert_array_equal(other.train.x["series"], DATA.train.x["series"])
    np.testing.assert_array_equal(other.train.y, DATA.train.y)


def test_read_is_used_and_skipped_and_the_cut_is_told() -> None:
    reading = DATA.reading
    assert reading.read == reading.used + sum(part.count for part in reading.skipped)
    assert reading.parts == {"train": 78 - 24 - 6 + 1, "test": 13}
    assert reading.skipped[0].places == ("2006-02", "2006-03", "2006-04")
    assert reading.split == "windows by time: the 18 steps from 2006-07 to 2007-12 are held out for the test"
    assert reading.frame == "96 steps of 1 month, from 2000-01 to 2007-12; 24 are looked back on, 6 are foreseen"


@pytest.mark.parametrize(
    ("choices", "test", "validation"),
    [
        ({}, 14 - 6 + 1, None),
        ({"test": 0.25}, 24 - 6 + 1, None),
        ({"test": 0}, None, None),
        ({"test": 12, "validation": 8}, 12 - 6 + 1, 8 - 6 + 1),
        ({"test": 24.0, "validation": 0.125}, 24 - 6 + 1, 9 - 6 + 1),
    ],
    ids=str,
)
def test_a_share_or_a_number_of_steps_is_held_out(choices: dict[str, Any], test: int, validation: int) -> None:
    data = series(monthly(), horizon=6, **choices)
    expected = {"test": test, "validation": validation}
    assert {name: getattr(data, name) and len(getattr(data, name)) for name in expected} == expected


def test_naive_forecasts_stand_beside_the_windows() -> None:
    values = sold(96)
    assert DATA.test is not None
    beside: dict[str, Any] = DATA.test.beside
    np.testing.assert_array_equal(beside["step"][0], np.arange(78, 84))
    np.testing.assert_allclose(beside["naive"][0, :, 0], [values[77]] * 6, rtol=1e-6)
    np.testing.assert_allclose(beside["seasonal naive"][0, :, 0], values[66:72], rtol=1e-6)


def test_behind_a_gap_the_naive_forecast_is_the_last_value_that_is_known() -> None:
    values: list[Any] = np.random.default_rng(4).normal(size=96).cumsum().tolist()
    data = series({"month": months(96), "sold": [*values[:77], None, *values[78:]]}, horizon=6, test=18)
    assert inputs(data).season == 1
    assert data.test is not None
    np.testing.assert_allclose(data.test.beside["naive"][0, :, 0].astype(np.float64), [values[76]] * 6)


def test_the_calendar_is_that_of_the_steps_to_come() -> None:
    names = inputs(DATA).feature_names
    assert names == ("sold", "in the year (sine)", "in the year (cosine)")
    assert DATA.test is not None
    january = pl.Series(DATA.test.names).str.ends_with("-01").arg_max()
    x: Any = DATA.test.x["series"]
    last = x[january, -6]  # six steps on is the first that is asked for
    np.testing.assert_allclose(last[1:], [0, 1], atol=1e-6)


def test_rows_out_of_order_are_sorted_and_gaps_filled_and_all_is_told() -> None:
    frame = monthly().with_columns(sold=pl.when(pl.int_range(96) == 40).then(None).otherwise("sold"))
    frame = frame.filter(pl.int_range(96) != 30).sample(fraction=1, shuffle=True, seed=1)
    data = series(frame, horizon=6, test=18)
    notes = "\n".join(data.reading.notes)
    assert "the rows were not in the order of 'month': they are sorted" in notes
    assert "1 step(s) of 1 month have no row (2002-07): filled along a straight line" in notes
    assert "'sold' has no number in 1 row(s): filled" in notes
    values = sold(96)
    at = data.train.names.index("2002-08")
    past = seen(data, data.train.x, at)
    np.testing.assert_allclose(past[-1], values[29], rtol=1e-6)  # what comes behind the gap is not known yet
    at = data.train.names.index("2002-09")
    past = seen(data, data.train.x, at)
    np.testing.assert_allclose(past[-2], (values[29] + values[31]) / 2, rtol=1e-6)
    asked = data.train.y[data.train.names.index("2002-05"), :, 0]
    assert np.isnan(asked).tolist() == [False, False, True, False, False, False]


def test_rows_without_a_time_are_left_out_and_told() -> None:
    frame = pl.concat([monthly(), pl.DataFrame({"month": [None], "sold": [3.0]}, schema=monthly().schema)])
    data = series(frame, horizon=6, test=18)
    assert "1 row(s) are left out, where there is no time: row 97" in data.reading.notes
    np.testing.assert_array_equal(data.train.y, DATA.train.y)


def test_a_series_that_grows_is_seen_in_parts_of_its_level() -> None:
    values = (100 * 1.02 ** np.arange(96) * (1 + 0.2 * np.sin(2 * np.pi * np.arange(96) / 12))).round(3)
    data = series({"month": months(96), "sold": values}, horizon=6, test=18)
    assert inputs(data).relative
    assert inputs(data).offset == (0.0,)
    assert inputs(data).scale == pytest.approx((values[:78].mean(),))
    assert any("in parts of the level" in note for note in data.reading.notes)
    assert not inputs(DATA).relative


def test_steps_of_less_than_a_second_are_told_apart() -> None:
    times = [datetime(2001, 1, 1) + timedelta(milliseconds=100 * at) for at in range(90)]
    data = series({"at": times, "sold": sold(90, 10)}, horizon=6, test=18)
    assert data.train.names[-1] == "2001-01-01 00:00:06.600"
    assert data.reading.used == len(data.train) + len(data.test or ())
    assert data.reading.skipped[0].count == 6 - 1


def test_series_that_give_no_window_are_counted_and_named() -> None:
    frame = pl.concat([shops(), pl.DataFrame({"shop": ["C"] * 3, "month": months(3), "sold": [1.0, 2.0, 4.0]})])
    data = series(frame, "sold", horizon=4, key="shop")
    told = "1 series give no window of 23 steps with 4 to come and are left out: C"
    assert told in data.reading.notes
    assert data.reading.frame.startswith("2 of 3 series of 60 steps of 1 month")
    assert told in with_targets(data.spec, frame)[0].notes
    whole = series(shops(), "sold", horizon=4, key="shop").reading
    assert whole.frame.startswith("2 series of 60 steps")
    assert not any("left out" in note for note in whole.notes)


def test_several_series_are_told_apart_by_their_key() -> None:
    data = series(shops(), "sold", horizon=4, key="shop")
    assert data.test is not None
    assert len(data.test) == 2 * (9 - 4 + 1)
    assert data.test.names[0].startswith("A, ")
    assert data.test.names[-1].startswith("B, ")
    np.testing.assert_allclose(native(data, data.test.y[6]), 10 * native(data, data.test.y[0]), rtol=1e-4)
    encoded = data.spec.encode(shops())
    assert encoded.names == ("A, 2005-01", "B, 2005-01")


def test_several_values_are_foreseen_and_others_looked_back_on() -> None:
    frame = monthly().with_columns(cost=pl.Series(sold(96, 7)), rain=pl.Series(sold(96, 9)), shop=pl.lit("north"))
    data = series(frame, ["cost", "sold"], horizon=3)
    assert inputs(data).targets == ("cost", "sold")
    assert inputs(data).others == ("rain",)
    assert data.train.y.shape[1:] == (3, 2)
    assert data.spec.target.name == "cost, sold"
    assert series(frame, "cost,sold", horizon=3).spec == data.spec
    kinds = {column.name: column.kind for column in data.reading.columns}
    assert kinds == {"month": "date", "sold": "target", "cost": "target", "rain": "number", "shop": "text"}
    assert series(frame, horizon=3).spec.target.name == "rain"


def test_a_series_keeps_its_name_where_times_are_written_with_commas() -> None:
    days = [date(2001, 1, 1) + timedelta(days=at) for at in range(60)]
    frame = pl.DataFrame({"day": [f"{day:%b %d, %Y}" for day in days], "sold": sold(60, 7)})
    both = pl.concat([frame.with_columns(shop=pl.lit(name)) for name in ("A", "B, north")])
    for source, choices, names in ((frame, {}, [""]), (both, {"key": "shop"}, ["A", "B, north"])):
        data = series(source, "sold", horizon=3, **choices)
        encoded = data.spec.encode(source)
        assert encoded.names[-1].endswith("Mar 02, 2001")
        assert series_of(encoded.names, encoded.beside["step"], inputs(data)) == names


def test_without_times_the_order_of_the_rows_counts() -> None:
    data = series({"sold": sold(96)}, horizon=6, test=18)
    assert inputs(data).clock.column == ""
    assert "there is no column of times: the order of the rows is taken for it" in data.reading.notes
    encoded = data.spec.encode({"sold": sold(96)})
    assert inputs(data).clock.times(encoded.beside["step"][0]) == ["97", "98", "99", "100", "101", "102"]


def test_a_spec_comes_back_from_json_and_encodes_alike() -> None:
    again = Spec.from_json(json.loads(json.dumps(DATA.spec.to_json())))
    assert again == DATA.spec
    newer = monthly().tail(40)
    np.testing.assert_array_equal(again.encode(newer).x["series"], DATA.spec.encode(newer).x["series"])


def test_a_forecast_looks_back_from_the_last_row() -> None:
    encoded = DATA.spec.encode(monthly())
    assert encoded.names == ("2008-01",)
    np.testing.assert_allclose(seen(DATA, encoded.x, 0), sold(96)[-24:], rtol=1e-6)


def test_every_window_of_a_labelled_source_is_measured() -> None:
    encoded, y = with_targets(DATA.spec, monthly())
    assert len(y) == 96 - 24 - 6 + 1
    np.testing.assert_array_equal(y[-13:], DATA.test.y if DATA.test else None)
    np.testing.assert_array_equal(DATA.spec.encode_target(monthly()), y)
    assert encoded.names[-1] == "2007-07"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (monthly().head(20), "holds 20 step\\(s\\). Expected at least 24, which the model looks back on"),
        (monthly().drop("sold"), "lacks 'sold'. Expected the columns 'month', 'sold'"),
    ],
    ids=["short", "no values"],
)
def test_a_source_that_cannot_be_foreseen_is_refused(source: pl.DataFrame, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        DATA.spec.encode(source)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"targets": ()}, "the columns"),
        ({"scale": (0.0,)}, "the offset and scale of each column"),
        ({"window": 0}, "the window, the horizon and the season"),
        ({"season": 10**12}, "the window, the horizon and the season"),
        ({"cycles": ("in the day",)}, "cycles that the clock does not have"),
    ],
)
def test_a_spec_that_does_not_hold_together_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        dataclasses.replace(inputs(DATA), **changes)


def test_quantiles_that_cross_are_told_in_their_order() -> None:
    output = np.array([[[0.3, 0.1, 0.2]] * 6])
    answer = DATA.spec.answer(output)
    assert answer.levels is not None
    np.testing.assert_allclose(answer.levels[0, 0, 0], native(DATA, [0.1, 0.2, 0.3]), rtol=1e-6)
    np.testing.assert_allclose(np.asarray(answer.values)[0], native(DATA, [0.2] * 6), rtol=1e-6)
