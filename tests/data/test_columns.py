"""What each column is taken for, and why."""

from __future__ import annotations

import datetime as dt
import re

import polars as pl
import pytest

from neuroglass.data.cells import clean
from neuroglass.data.columns import Wishes, guess_columns
from neuroglass.errors import DataError

ROWS = 40
LONG = "a sentence of some length that nobody would call a category, number "

CASES = {
    "numbers": ([str(i * 1.5 % 7) for i in range(ROWS)], "number", "every value is a number"),
    "mostly numbers": (["unknown"] + [str(i % 7) for i in range(ROWS - 1)], "number", "at least nine values in ten"),
    "decimal commas": ([f"{i % 7},5" for i in range(ROWS)], "number", "decimal comma"),
    "words": (["red", "blue"] * 20, "category", "2 different values"),
    "booleans": ([True, False] * 20, "category", "true or false"),
    "postcodes": ([f"0{i % 9}123" for i in range(ROWS)], "category", "a code, not a quantity"),
    "dates": ([f"2024-01-{i % 28 + 1:02d}" for i in range(ROWS)], "date", "like %Y-%m-%d"),
    "german dates": ([f"{i % 28 + 1}.3.2024" for i in range(ROWS)], "date", "like %d.%m.%Y"),
    "native dates": ([dt.date(2024, 1, i % 28 + 1) for i in range(ROWS)], "date", "dates already"),
    "same everywhere": (["x"] * ROWS, "constant", "the same value"),
    "nothing": ([None] * ROWS, "empty", "holds nothing"),
    "counts rows": ([str(i + 1) for i in range(ROWS)], "identifier", "counts the rows"),
    "customer_id": ([str(i * 7919 % 1009) for i in range(ROWS)], "identifier", "named like one"),
    "names": ([f"person {i}" for i in range(ROWS)], "identifier", "nearly every value differs"),
    "texts": ([f"{LONG}{i}" for i in range(ROWS)], "text", "long and nearly all different"),
    "lists": ([[1, 2]] * ROWS, "nested", "no plain values"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_kind_and_the_reason(name: str) -> None:
    values, kind, reason = CASES[name]
    (guess,) = guess_columns(clean(pl.DataFrame({name: values})), Wishes())
    assert guess.kind == kind
    assert reason in guess.reason


def test_a_repeated_column_is_named_with_the_one_it_repeats() -> None:
    values = [i % 7 for i in range(ROWS)]
    frame = pl.DataFrame({"a": values, "b": values[::-1], "c": values})
    kinds = [(guess.kind, guess.reason) for guess in guess_columns(frame, Wishes())]
    assert kinds[1] == ("number", "every value is a number")
    assert kinds[2] == ("duplicate", "the same values as 'a'")


def test_the_users_word_wins() -> None:
    frame = pl.DataFrame({"a": [1, 2, 3], "b": ["1", "x", "y"], "c": [1.0, 2.0, 4.0]})
    guesses = guess_columns(frame, Wishes(numbers=("b",), categories=("a",), ignore=("c",)))
    assert [(guess.kind, guess.reason) for guess in guesses] == [
        ("category", "as told"),
        ("number", "as told"),
        ("ignored", "as told"),
    ]


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        (Wishes(text=("reviw",)), "has no column 'reviw'. Did you mean review?"),
        (Wishes(ignore=("prise",)), "has no column 'prise'. Did you mean price?"),
        (Wishes(ignore=("price",), numbers=("price",)), "'price' is named as two kinds at once"),
    ],
)
def test_an_impossible_wish_is_refused(wishes: Wishes, message: str) -> None:
    with pytest.raises(DataError, match=re.escape(message)):
        wishes.check(["price", "review"], "shop.csv")
