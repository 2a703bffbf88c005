"""The ways of writing dates that are read and written: each is a format, and the pattern of its texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

import polars as pl

DAYS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%m/%d/%Y",
    "%d/%m/%Y",
    "%m-%d-%Y",
    "%d-%m-%Y",
    "%d-%b-%Y",
    "%d %b %Y",
    "%d %B %Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%d.%m.%y",
    "%m/%d/%y",
    "%d/%m/%y",
    "%d-%b-%y",
)
HOURS = ("", " %H:%M:%S%.f", " %H:%M", " %I:%M:%S %p", " %I:%M %p")
MOMENTS = tuple(f"%Y-%m-%d{join}%H:%M{seconds}" for join in "T " for seconds in (":%S%.f", ""))
OFFSETS = {"%:z": r"[+-]\d\d:\d\d", "%z": r"[+-]\d{4}", "%:::z": r"[+-]\d\d"}  # from UTC: +01:00, +0100, +01
MONTHS = ("%Y-%m", "%Y/%m", "%m/%Y", "%b %Y", "%B %Y", "%b-%Y", "%b-%y", "%Y %b", "%Y-%b")
QUARTERS = ("%Y-Q%q", "%YQ%q", "%Y Q%q", "Q%q %Y", "Q%q-%Y", "Q%q/%Y")
WEEKS = ("%G-W%V", "%GW%V", "%G-W%V-%u")
# Tried in this order on a column's values; all of them must fit.
FORMATS = (
    *(day + hour for hour in HOURS for day in DAYS),
    *MOMENTS[:2],
    *(moment + mark for moment in MOMENTS for mark in ("Z", " UTC")),
    *(moment + blank + offset for moment in MOMENTS for blank in ("", " ") for offset in OFFSETS),
    *(*MONTHS, *QUARTERS, *WEEKS),
)
# Digits alone are dates only in a column that is known to hold times.
COMPACT = ("%Y%m%d", "%Y%m", "%Y%m%d%H%M", "%Y%m%d%H%M%S")
ACCEPTED = (
    "dates all written alike, as 2020-01-31, 2020-01-31 13:00, 2020-01-31T13:00:00+01:00, 31.01.2020, 01/31/2020, "
    "01/31/2020 01:00 PM, 31-Jan-2020, Jan 31, 2020, Jan 2020, 2020-01, 2020-Q1, 2020-W05 or 20200131, or numbers"
)
PATTERNS = {
    **OFFSETS,
    **dict.fromkeys(("%Y", "%G"), r"\d{4}"),
    **dict.fromkeys(("%m", "%d", "%H", "%I", "%V"), r"\d\d?"),
    **dict.fromkeys(("%y", "%M", "%S"), r"\d\d"),
    "%.f": r"(\.\d+)?",
    "%p": "[AaPp][Mm]",
    "%b": "[A-Za-z]{3}",
    "%B": "[A-Za-z]{3,9}",
    "%q": "[1-4]",
    "%u": "[1-7]",
}


@cache
def pattern(format: str) -> str:
    """The regular expression of the texts of a format."""
    parts = re.split(r"(%:*\.?[A-Za-z])", format)
    whole = "".join(PATTERNS.get(part, re.escape(part)) for part in parts)
    return f"^{whole.replace('?', '') if format in COMPACT else whole}$"


def looking_like(texts: Sequence[str]) -> Iterator[str]:
    """The formats whose pattern one of the texts has."""
    return (format for format in FORMATS if any(re.match(pattern(format), text) for text in texts))


def parse(texts: pl.Series, format: str) -> pl.Series:
    """Texts as datetimes of the clock on the wall, null where they are not of this format."""
    texts, format = _completed(*_without_offset(texts.set(~texts.str.contains(pattern(format)), None), format))
    if "%M" in format:
        return texts.str.to_datetime(format, strict=False, time_unit="us")
    return texts.str.to_date(format, strict=False).cast(pl.Datetime("us"))


def offset_of(format: str) -> str:
    """How a format writes the offset from UTC, "" where it does not."""
    return next((offset for offset in OFFSETS if format.endswith(offset)), "")


def _without_offset(texts: pl.Series, format: str) -> tuple[pl.Series, str]:
    offset = offset_of(format)
    if not offset:
        return texts, format
    return texts.str.replace(rf"\s?{OFFSETS[offset]}$", ""), format.removesuffix(offset).rstrip()


def _completed(texts: pl.Series, format: str) -> tuple[pl.Series, str]:
    """With the first day of a month, a quarter or a week, where only that is written."""
    if "%q" in format:
        texts = texts.str.replace_many(["Q1", "Q2", "Q3", "Q4"], ["Q01", "Q04", "Q07", "Q10"])
        format = format.replace("%q", "%m")
    if "%d" in format or "%u" in format:
        return texts, format
    return texts + " 1", f"{format} {'%u' if '%V' in format else '%d'}"
