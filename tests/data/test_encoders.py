"""One-hot columns are checked against scikit-learn's OneHotEncoder, date parts against Python's datetime."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import polars as pl
import pytest
from sklearn.preprocessing import OneHotEncoder

from neuroglass.data.encoders import EmbeddedColumn, OneHotColumn, fit_category, fit_date, fit_number


def encoded(column: pl.Series, fitted: object) -> tuple[np.ndarray, list[str]]:
    told: list[str] = []
    return fitted.encode(column, told.append), told  # type: ignore[attr-defined]


def test_a_missing_number_becomes_the_median_and_is_indicated() -> None:
    column = pl.Series("x", [1.0, None, 3.0, 8.0])
    array, told = encoded(column, fit_number(column, "none"))
    assert array.tolist() == [[1, 0], [3, 1], [3, 0], [8, 0]]
    assert told == []


def test_without_missing_training_values_there_is_no_indicator() -> None:
    fitted = fit_number(pl.Series("x", [1.0, 2.0, 9.0]), "none")
    array, _ = encoded(pl.Series("x", [None, 4.0]), fitted)
    assert array.tolist() == [[2], [4]]


def test_infinite_and_unreadable_numbers_are_missing_and_told() -> None:
    fitted = fit_number(pl.Series("x", [1.0, 2.0, 9.0]), "none")
    array, told = encoded(pl.Series("x", ["inf", "1e308", "high", "5"]), fitted)
    assert array[:, 0].tolist() == [2, 2, 2, 5]
    assert told == [
        "1 value(s) of 'x' are not numbers ('high'); they are treated as missing",
        "2 value(s) of 'x' are infinite or beyond 1e30; they are treated as missing",
    ]


@pytest.mark.parametrize("text", ["1,5", "1.5", "+1.5", "15e-1"])
def test_numbers_may_be_written_with_a_decimal_comma(text: str) -> None:
    array, _ = encoded(pl.Series("x", [text, None]), fit_number(pl.Series("x", [1.0, 2.0]), "none"))
    assert array[0, 0] == 1.5


def test_one_hot_agrees_with_scikit_learn() -> None:
    texts = ["red", "green", "blue", "green", "red", "blue"]
    theirs = OneHotEncoder(sparse_output=False).fit_transform(np.array(texts)[:, None])
    column = pl.Series("c", texts)
    array, _ = encoded(column, fit_category(column, one_hot_up_to=8, rare_below=1))
    np.testing.assert_array_equal(array, theirs)


def test_rare_and_unseen_levels_share_other() -> None:
    column = pl.Series("c", ["a"] * 5 + ["b"] * 5 + ["rare"])
    fitted = fit_category(column, one_hot_up_to=8, rare_below=3)
    array, told = encoded(pl.Series("c", ["a", "b", "rare", "new"]), fitted)
    assert array.tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 1]]
    assert told == []


def test_an_unseen_level_without_other_is_all_zeros_and_told() -> None:
    array, told = encoded(pl.Series("c", ["a", "new", None]), OneHotColumn("c", ("a", "b"), missing=False, other=False))
    assert array.tolist() == [[1, 0], [0, 0], [0, 0]]
    assert told == ["1 value(s) of 'c' were not seen in training ('new'); they are answered as unknown"]


def test_a_missing_category_is_a_level_of_its_own() -> None:
    column = pl.Series("c", ["a", None, "b"])
    array, _ = encoded(column, fit_category(column, one_hot_up_to=8, rare_below=1))
    assert array.tolist() == [[1, 0, 0], [0, 0, 1], [0, 1, 0]]


def test_many_levels_are_embedded_with_zero_for_what_is_not_known() -> None:
    column = pl.Series("c", [f"level {i}" for i in range(9)] + [None])
    fitted = fit_category(column, one_hot_up_to=8, rare_below=1)
    assert isinstance(fitted, EmbeddedColumn)
    array, told = encoded(pl.Series("c", ["level 0", "level 8", "new", None]), fitted)
    assert array.dtype == "int32"
    assert array.tolist() == [1, 9, 0, 10]
    assert fitted.size == 11
    assert told == ["1 value(s) of 'c' were not seen in training ('new'); they are answered as unknown"]


@pytest.mark.parametrize("values", [[1, 2], [1.0, 2.0], ["1", "2"]])
def test_the_same_level_may_come_as_text_or_number(values: list[object]) -> None:
    array, _ = encoded(pl.Series("c", values), OneHotColumn("c", ("1", "2"), missing=False, other=False))
    assert array.tolist() == [[1, 0], [0, 1]]


def test_true_is_found_however_it_was_spelled() -> None:
    fitted = OneHotColumn("c", ("False", "True"), missing=False, other=False)
    assert encoded(pl.Series("c", [True, False]), fitted)[0].tolist() == [[0, 1], [1, 0]]


def test_a_date_becomes_its_moment_and_what_comes_round() -> None:
    texts = ["2024-01-01", "2024-07-15", "2025-03-09"]
    column = pl.Series("d", texts)
    fitted = fit_date(column, "%Y-%m-%d")
    array, _ = encoded(column, fitted)
    assert fitted.outputs[:3] == ("d time", "d in the year sin", "d in the year cos")
    for row, text in zip(array, texts, strict=True):
        date = dt.date.fromisoformat(text)
        turns = [(date.timetuple().tm_yday - 1) / 365.25, (date.day - 1) / 31, date.weekday() / 7]
        waves = [wave(2 * math.pi * turn) for turn in turns for wave in (math.sin, math.cos)]
        np.testing.assert_allclose(row[1:], waves, atol=1e-6)
    np.testing.assert_allclose(array[:, 0].mean(), 0, atol=1e-6)


def test_a_date_that_cannot_be_read_is_missing_and_told() -> None:
    fitted = fit_date(pl.Series("d", ["2024-01-01", "2024-07-15", None]), "%Y-%m-%d")
    array, told = encoded(pl.Series("d", ["yesterday"]), fitted)
    assert array[0, 1:].tolist() == [0] * 6 + [1]
    assert told == ["1 value(s) of 'd' are not dates like %Y-%m-%d; they are treated as missing"]
