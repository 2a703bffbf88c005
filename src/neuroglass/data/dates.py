"""Dates: which way of writing a column uses, and the parts that come round."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

# Tried in this order on the column's values; all of them must fit. Month before day where both fit, and it is told.
FORMATS = (
    "%Y-%m-%d",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M:%S%.fZ",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%d.%m.%Y",
    "%d.%m.%Y %H:%M",
    "%m/%d/%Y",
    "%d/%m/%Y",
    "%m/%d/%Y %H:%M",
    "%d/%m/%Y %H:%M",
    "%d-%b-%Y",
    "%d %b %Y",
    "%b %d, %Y",
    "%Y-%m",
)
NATIVE = "a date already"

# How far through its round a date is, 0 to 1. Hours come last: they are left out of dates without a time of day.
PARTS: dict[str, Callable[[pl.Series], pl.Series]] = {
    "in the year": lambda dates: (dates.dt.ordinal_day() - 1) / 365.25,
    "in the month": lambda dates: (dates.dt.day() - 1) / 31,
    "in the week": lambda dates: (dates.dt.weekday() - 1) / 7,
    "in the day": lambda dates: (dates.dt.hour() * 60.0 + dates.dt.minute()) / 1440,
}


def read_dates(column: pl.Series, format: str) -> tuple[pl.Series, int]:
    """The column as datetimes with null where there is none, and how many cells could not be read."""
    if column.dtype == pl.Datetime:
        return column.dt.replace_time_zone(None).cast(pl.Datetime("us")), 0
    if column.dtype == pl.Date:
        return column.cast(pl.Datetime("us")), 0
    dates = _parse(column.cast(pl.String), FORMATS[0] if format == NATIVE else format)
    return dates, dates.null_count() - column.null_count()


def guess_format(column: pl.Series) -> str | None:
    """The way of writing that fits every value of a text column, or None."""
    if column.dtype in (pl.Date, pl.Datetime):
        return NATIVE
    if column.dtype != pl.String:
        return None
    there = column.drop_nulls()
    sample = there.head(50)
    if not len(sample) or not sample.str.contains(r"\d").all():
        return None
    for format in FORMATS:
        if not _parse(sample, format).null_count() and not _parse(there, format).null_count():
            return format
    return None


def _parse(texts: pl.Series, format: str) -> pl.Series:
    if "%H" in format:
        return texts.str.to_datetime(format, strict=False, time_unit="us")
    if format == "%Y-%m":
        return (texts + "-01").str.to_date("%Y-%m-%d", strict=False).cast(pl.Datetime("us"))
    return texts.str.to_date(format, strict=False).cast(pl.Datetime("us"))
