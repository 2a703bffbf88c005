"""Frames in memory, whoever made them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import neuroglass
from neuroglass.data.sources import read
from neuroglass.errors import DataError

DAYS = pd.date_range("2024-01-01", periods=2)


def test_a_pandas_frame_keeps_values_and_gaps() -> None:
    frame = pd.DataFrame(
        {
            "number": [1.5, np.nan],
            "whole": pd.array([1, None], dtype="Int64"),
            "text": ["a", None],
            "category": pd.Categorical(["x", "y"]),
            "when": pd.to_datetime(["2024-01-01", None]),
            7: [True, False],
        },
        index=[5, 9],
    )
    found = read(frame).frame.fill_nan(None)
    assert found.columns == ["number", "whole", "text", "category", "when", "7"]
    assert [found[name].null_count() for name in found.columns] == [1, 1, 1, 0, 1, 0]
    assert found["category"].to_list() == ["x", "y"]


def test_a_single_column_is_a_table_of_one() -> None:
    columns = [pd.Series([1, 2]), pd.Series([1, 2], name="a"), pl.Series([1, 2]), pl.Series("a", [1, 2])]
    assert [read(column).frame.columns for column in columns] == [["value"], ["a"], ["value"], ["a"]]


def test_periods_are_the_dates_at_which_they_begin() -> None:
    frame = read(pd.DataFrame({"when": pd.PeriodIndex(["2024-02", None], freq="M")})).frame
    assert frame["when"].to_list() == [datetime(2024, 2, 1), None]


@pytest.mark.parametrize(
    ("index", "notes"),
    [
        (pd.RangeIndex(2), ()),
        (pd.Index([2, 3], name="a"), ()),
        (pd.Index([2, 3], name="who"), ("the index 'who' is left out: reset_index() makes a column of it",)),
        (DAYS, ("the index of times is left out: reset_index() makes a column of it",)),
    ],
    ids=["numbers", "a column as well", "names", "times"],
)
def test_an_index_that_says_something_is_told_to_be_left_out(index: Any, notes: tuple[str, ...]) -> None:
    assert read(pd.DataFrame({"a": [2, 3]}, index=index)).notes == notes


def test_a_frame_with_a_column_name_twice_is_refused() -> None:
    with pytest.raises(DataError, match=r"the table has the same column name more than once: 'a' \(columns 1, 2\)"):
        read(pd.DataFrame([[1, 2]], columns=["a", "a"]))
    with pytest.raises(DataError, match="same column name more than once"):
        read(pa.table([[1], [2]], names=["a", "a"]))


def test_rows_that_lack_a_name_are_missing_there() -> None:
    assert read([{"a": 1}, {"b": "x"}]).frame.rows() == [(1, None), (None, "x")]


def test_rows_and_arrays_have_columns_by_position() -> None:
    assert read([[1, "a"], [2, "b"]]).frame.columns == ["column_1", "column_2"]
    assert read(np.zeros((2, 3))).frame.shape == (2, 3)


BAD: dict[str, tuple[Any, str]] = {
    "none": (None, "A NoneType is no table. Expected a file, a frame"),
    "number": (5, "A int is no table"),
    "no columns": ({}, "The table has 0 rows and 0 columns"),
    "no rows": (pd.DataFrame({"a": []}), "The table has 0 rows and 1 columns"),
    "lengths": ({"a": [1, 2], "b": [1]}, "The columns differ in length: a 2, b 1"),
    "row lengths": ([[1, 2], [1]], "The rows differ in length"),
    "single values": ([1, 2], 'of one length. Write {"x": values} for a column of values.'),
    "nothing": ([], "The table has no rows"),
    "pictures": (np.zeros((2, 3, 3, 1)), "an array of shape (2, 3, 3, 1) is no table. Expected rows and columns"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_table_is_refused(name: str) -> None:
    raw, message = BAD[name]
    with pytest.raises(DataError, match=re.escape(message)):
        read(raw)


def test_neither_other_frames_nor_jax_nor_what_reads_pictures_is_imported_unasked() -> None:
    code = (
        "import sys, neuroglass.data as d; d.table({'a': [1.5, 2, 3, 4] * 5, 'b': ['x', 'y'] * 10}); "
        "print([name for name in ('pandas', 'pyarrow', 'jax', 'PIL', 'loky') if name in sys.modules])"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(neuroglass.__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
