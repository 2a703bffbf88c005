"""Which column holds the times, and what is said where it cannot be read."""

from __future__ import annotations

import re

import polars as pl
import pytest

from neuroglass.data.timeseries.time_column import find_time
from neuroglass.errors import DataError
from tests.data.timeseries.made import days

WORDS = [f"the {day.day} of {day:%B}" for day in days(40)]
MIXED = [*(f"{day:%Y-%m-%d}" for day in days(20)), *(f"{day:%m/%d/%Y}" for day in days(20))]


@pytest.mark.parametrize(
    ("name", "cells", "first"),
    [("date", WORDS, "the 1 of January"), ("order_day", WORDS, "the 1 of January"), ("when", MIXED, "2001-01-01")],
    ids=["called so", "ends so", "like dates"],
)
def test_times_that_cannot_be_read_stop_what_would_take_the_rows_for_them(
    name: str, cells: list[str], first: str
) -> None:
    frame = pl.DataFrame({name: cells, "sold": range(40)})
    message = f"column '{name}': it seems to hold the times, and they cannot be read; the first is '{first}'. Expected"
    mend = f"--ignore {name})"
    with pytest.raises(DataError, match=re.escape(message) + ".*2020-Q1.*" + re.escape(mend)):
        find_time(frame, (), "a.csv")


@pytest.mark.parametrize("cells", [["north", "south"], ["A-10", "B-20"], ["555-1234", "555-1235"], ["1.5", "?1"]])
def test_other_texts_are_no_times(cells: list[str]) -> None:
    assert find_time(pl.DataFrame({"what": cells * 20, "sold": range(40)}), (), "a.csv") == ("", "no column of times")


def test_times_that_can_be_read_win_over_what_only_seems_to_hold_them() -> None:
    frame = pl.DataFrame({"period": ["winter"] * 40, "t": range(40), "sold": range(40)})
    assert find_time(frame, (), "a.csv")[0] == "t"
