"""Why the cells of a column are no numbers, and what helps."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, NoReturn

import numpy as np
import polars as pl

from neuroglass.data.cells import LARGEST, numbers
from neuroglass.data.raw import Table
from neuroglass.errors import DataError

Place = Callable[[int], str]


class Unread(NamedTuple):
    """What keeps a column from being learnt from: how many cells and the first of them, and a mend."""

    why: str
    mend: str


def in_row(row: int) -> str:
    return f"row {row + 1}"


def unread(column: pl.Series, place: Place = in_row) -> Unread | None:
    """Why cells of a cleaned column are no numbers; None where all that are there can be read.

    >>> unread(pl.Series(["1.5", "$3"]))
    Unread(why="1 of 2 cell(s) are no numbers, the first is '$3' in row 2", mend='Write plain numbers, as 1234.5')
    """
    read = numbers(column)
    bad = np.isnan(read.values) & column.is_not_null().to_numpy()
    if not bad.any():
        return None
    at = int(bad.argmax())
    first = f"the first is {column[at]!r} in {place(at)}"
    count = f"{bad.sum()} of {len(column) - column.null_count()}"
    if read.out_of_range and not read.unreadable:
        return Unread(f"{count} value(s) are beyond {LARGEST:.0e}, {first}", "Give them in a larger unit")
    return Unread(f"{count} cell(s) are no numbers, {first}", _mend(column.filter(bad), read.unreadable == len(column)))


def refuse_unread(table: Table, name: str) -> NoReturn:
    """Raises DataError on a column without a number."""
    why, mend = unread(table.frame[name], table.place) or ("all cells are empty", "")
    raise DataError(f"{table.source}, column {name!r}: {why}", "numbers to look back on", mend)


def _mend(cells: pl.Series, are_all: bool) -> str:
    """Of one mark among numbers, that it may stand for a missing value; of cells with digits, how to write them."""
    first = str(cells[0])
    if not are_all and cells.n_unique() == 1 and not any(letter.isdigit() for letter in first):
        return f'Where {first!r} stands for a missing value, say so: missing=[{first!r}] (--missing "{first}")'
    return "Write plain numbers, as 1234.5" if any(letter.isdigit() for letter in first) else ""
