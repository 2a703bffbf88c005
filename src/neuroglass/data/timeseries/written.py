"""How the dates of a column of times are written, where it is known that it holds times."""

from __future__ import annotations

import polars as pl

from neuroglass.data.cells import levels
from neuroglass.data.date_forms import COMPACT, looking_like, parse
from neuroglass.data.dates import NATIVE, guess_format, padded, read_dates

STRANGE = 0.1  # of the cells may be no dates in a column that is taken for one
YEARS = r"^(1[89]|20|21)\d\d"  # with which digits alone must begin to be dates
UNPADDED = r"^\d\D|[-/ ]\d(\D|$)|\.\d\."  # a day, a month or an hour of one digit
LIKE_DATES = r"\d{1,4}[-/. ][\dA-Za-z]{1,9}[-/. ]\d{1,4}|\d{4}[-/. ]?[A-Za-z]\w*|[A-Za-z]{1,9}[-/. ]?\d{4}"
SWAPPED = {f"{a}{mark}{b}": f"{b}{mark}{a}" for mark in "/-" for a, b in (("%m", "%d"), ("%d", "%m"))}


def nearest_format(column: pl.Series) -> str | None:
    """The way of writing dates that fits nearly every value of a column, or None; what it does not fit is an error."""
    exact = guess_format(column)
    there = column.drop_nulls()
    if exact is not None or column.dtype != pl.String or not len(there):
        return exact
    unread = {format: read_dates(there, format)[1] for format in looking_like(there.head(50).to_list())}
    best = min(unread, key=lambda format: unread[format], default="")
    return best if best and unread[best] <= STRANGE * len(there) else None


def formats_of(column: pl.Series) -> list[str]:
    """The ways of writing that fit a column of times: none where it holds numbers, two where day and month fit both."""
    found = nearest_format(column) or _compact_format(column)
    if found is None or found == NATIVE:
        return [] if found is None else [NATIVE]
    both = [found, *([swapped] if (swapped := _swapped(found)) else [])]
    unread = read_dates(column, found)[1]
    is_short = column.dtype == pl.String and bool(column.str.contains(UNPADDED).any())
    return [_unpadded(format) if is_short else format for format in both if read_dates(column, format)[1] == unread]


def order_told(column: pl.Series, chosen: str) -> list[str]:
    """What a reader must know where day and month could be the other way round."""
    others = [format for format in formats_of(column) if format != chosen]
    if not others or chosen == NATIVE:
        return []
    read, other = read_dates(column, chosen)[0], read_dates(column, others[0])[0]
    at = (read != other).arg_max() or 0
    order = "day before month" if padded(chosen).startswith("%d") else "month before day"
    return [f"{column.name!r} is read {order}: {column[at]} is {read[at]:%Y-%m-%d}; the other way round would fit too"]


def _swapped(format: str) -> str | None:
    """The format with day and month the other way round, where both are numbers beside each other at its beginning."""
    return SWAPPED[format[:5]] + format[5:] if format[:5] in SWAPPED else None


def _unpadded(format: str) -> str:
    for part in ("%m", "%d", "%H", "%I"):
        format = format.replace(part, f"%-{part[1]}")
    return format


def _compact_format(column: pl.Series) -> str | None:
    if not (column.dtype.is_numeric() or column.dtype == pl.String):
        return None
    texts = levels(column).drop_nulls()
    if not len(texts) or not texts.str.contains(YEARS).all():
        return None
    return next((format for format in COMPACT if not parse(texts, format).null_count()), None)


def looks_like_dates(column: pl.Series) -> bool:
    """Whether nearly every text of a column is digits and separators as dates are."""
    there = column.drop_nulls()
    return int(there.str.contains(f"^({LIKE_DATES})").sum()) > (1 - STRANGE) * len(there)
