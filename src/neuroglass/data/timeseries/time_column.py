"""Which column of a table holds the times, where none was told."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from neuroglass.data.cells import numbers
from neuroglass.data.date_forms import ACCEPTED
from neuroglass.data.timeseries.written import STRANGE, looks_like_dates, nearest_format
from neuroglass.errors import DataError

TIME_NAME = re.compile(
    r"(^|[_\W])(date|time|datetime|timestamp|ds|year|month|week|day|hour|period|step|t)$", re.IGNORECASE
)


def find_time(frame: pl.DataFrame, targets: Sequence[str], source: str) -> tuple[str, str]:
    """The first column of dates, else the first of numbers with the name of a time, else none; and why.

    Raises:
        DataError: what seems to hold the times cannot be read.
    """
    names = [name for name in frame.columns if name not in targets]
    for name in names:
        if nearest_format(frame[name]) is not None:
            return name, "the first column of dates; none was told"
    for name in names:
        if TIME_NAME.search(name) and numbers(frame[name]).unreadable == 0:
            return name, "numbers with the name of a time; none was told"
    _refuse_unread(frame.select(names), source)
    return "", "no column of times"


def _refuse_unread(frame: pl.DataFrame, source: str) -> None:
    """The order of the rows is no stand-in for times that are there and cannot be read: it may be newest first."""
    for column in frame.select(pl.col(pl.String)):
        is_text = numbers(column).unreadable > STRANGE * len(column)
        if is_text and (TIME_NAME.search(column.name) or looks_like_dates(column)):
            raise DataError(
                f"{source}, column {column.name!r}: it seems to hold the times, and they cannot be read; the first is "
                f"{column.drop_nulls()[0]!r}",
                ACCEPTED,
                f"Write them so, or leave the column out: ignore=[{column.name!r}] (--ignore {column.name})",
            )
