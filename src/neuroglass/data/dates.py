"""Dates: which way of writing a column uses, and the parts that come round."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from neuroglass.data.cells import levels
from neuroglass.data.date_forms import FORMATS, looking_like, parse

NATIVE = "a date already"

# How far through its round a date is, 0 to 1. Hours come last: they are left out of dates without a time of day.
PARTS: dict[str, Callable[[pl.Series], pl.Series]] = {
    "in the year": lambda dates: (dates.dt.ordinal_day() - 1) / 365.25,
    "in the month": lambda dates: (dates.dt.day() - 1) / 31,
    "in the week": lambda dates: (dates.dt.weekday() - 1) / 7,
    "in the day": lambda dates: (dates.dt.hour() * 60.0 + dates.dt.minute()) / 1440,
}


def read_dates(column: pl.Series, format: str) -> tuple[pl.Series, int]:
    """The column as datetimes of the clock on the wall, null where there is none, and how many cells are unreadable."""
    if column.dtype == pl.Datetime:
        return column.dt.replace_time_zone(None).cast(pl.Datetime("us")), 0
    if column.dtype == pl.Date:
        return column.cast(pl.Datetime("us")), 0
    texts = levels(column)
    dates = parse(texts, (guess_format(texts) or FORMATS[0]) if format == NATIVE else padded(format))
    return dates, dates.null_count() - column.null_count()


def padded(format: str) -> str:
    """A format that writes 1/2/2020 as the one of FORMATS that writes 01/02/2020; both are read alike."""
    return format.replace("%-", "%")


def guess_format(column: pl.Series) -> str | None:
    """The way of writing that fits every value of a text column, or None. Month before day where both fit."""
    if column.dtype in (pl.Date, pl.Datetime):
        return NATIVE
    if column.dtype != pl.String:
        return None
    there = column.drop_nulls()
    sample = there.head(50)
    for format in looking_like(there.head(1).to_list()):
        if not parse(sample, format).null_count() and not parse(there, format).null_count():
            return format
    return None
