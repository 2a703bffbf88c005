"""Which columns of a table are the times, the key and the values of series: told, or found with a reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from neuroglass.data.cells import numbers
from neuroglass.data.columns import Guess
from neuroglass.data.raw import Table
from neuroglass.data.timeseries.time_column import find_time
from neuroglass.data.timeseries.unread import unread
from neuroglass.errors import DataError, nearest

Wanted = str | int | Sequence[str] | None


@dataclass(frozen=True)
class Roles:
    """The columns by what they are for: ``time`` is "" where the order of the rows is all there is."""

    time: str
    key: str | None
    targets: tuple[str, ...]
    others: tuple[str, ...]
    target_reason: str
    guesses: tuple[Guess, ...]

    @property
    def values(self) -> tuple[str, ...]:
        """All columns of values, those that are asked for first."""
        return (*self.targets, *self.others)


def find_roles(table: Table, wanted: Wanted, time: str | None, key: str | None, ignored: Sequence[str]) -> Roles:
    """The roles of a cleaned table's columns.

    Raises:
        DataError: a column that is not there, named twice, or without a number in it.
    """
    frame, source = table.frame, table.source
    for name in (time, key, *ignored):
        if name is not None and name not in frame.columns:
            raise DataError(f"{source} has no column {name!r}", "", nearest(name, frame.columns))
    rest = [name for name in frame.columns if name not in (key, *ignored)]
    told = _told(wanted, rest, source)
    found, why = (time, "as told") if time is not None else find_time(frame.select(rest), told, source)
    rest = [name for name in rest if name != found]
    kinds = {name: kind_of(frame[name]) for name in rest}
    usable = [name for name in rest if kinds[name][0] == "number"]
    targets, reason = _targets(told, usable, kinds, found, table)
    others = tuple(name for name in usable if name not in targets)
    kinds |= dict.fromkeys(ignored, ("ignored", "as told")) | {found: ("date", why)}
    kinds |= dict.fromkeys(targets, ("target", "what is to be told"))
    if key is not None:
        kinds[key] = ("group", "tells the series apart")
    guesses = tuple(Guess(name, *kinds[name]) for name in frame.columns)
    return Roles(found, key, targets, others, reason, guesses)


def _told(wanted: Wanted, names: list[str], source: str) -> tuple[str, ...]:
    """The targets that were named: a column, several as a list or divided by commas, or a position."""
    if wanted is None:
        return ()
    if isinstance(wanted, int) or (isinstance(wanted, str) and re.fullmatch(r"-?\d+", wanted) and wanted not in names):
        at = int(wanted)
        if not -len(names) <= at < len(names):
            raise DataError(f"{source} has no column at position {at}", f"from -{len(names)} to {len(names) - 1}")
        return (names[at],)
    parts = [wanted] if wanted in names else wanted.split(",") if isinstance(wanted, str) else wanted
    told = tuple(part.strip() for part in parts)
    for name in told:
        if name not in names:
            raise DataError(f"{source}: the column {name!r} is not there to be a target", "", nearest(name, names))
        if told.count(name) > 1:
            raise DataError(f"{source}: the column {name!r} is named twice as a target", "each once")
    return told


def kind_of(column: pl.Series) -> tuple[str, str]:
    """What a column of values is: number, or why it is not learnt from."""
    if column.dtype.is_nested() or column.dtype in (pl.Binary, pl.Object):
        return "nested", "it holds no plain values"
    if column.dtype.is_temporal() and column.dtype != pl.Duration:
        return "date", "only the column of times is learnt from"
    values = numbers(column)
    known = values.values[~np.isnan(values.values)]
    if values.unreadable > (0.1 * len(column) if len(known) else 0):
        return "text", "only numbers are learnt from"
    if values.out_of_range and not len(known):
        return "too large", "nothing can be computed with its values"
    if not len(known):
        return "empty", "it holds nothing"
    if (known == known[0]).all():
        return "constant", "every row has the same value"
    return "number", "its values are numbers"


def _targets(
    told: tuple[str, ...], usable: list[str], kinds: dict[str, tuple[str, str]], time: str, table: Table
) -> tuple[tuple[str, ...], str]:
    for name in told:
        if name == time:
            raise DataError(f"{table.source}: the column {name!r} holds the times", "a target beside them")
        kind, why = kinds[name]
        if kind != "number":
            place = f"{table.source}, column {name!r}"
            cells, mend = _cells(table, name, kind)
            raise DataError(f"{place}: {_no_target(kind, why)}{cells}", "numbers that differ", mend)
    if told:
        return told, "as told"
    if usable:
        only = len(usable) == 1
        return (usable[-1],), f"the {'only' if only else 'last'} column of numbers that differ; none was told"
    found, mends = [], []
    for name, (kind, why) in list(kinds.items())[:5]:
        cells, mend = _cells(table, name, kind)
        found.append(f"{name} ({kind}: {why}{cells})")
        mends.append(mend)
    raise DataError(
        f"{table.source} has no column of numbers that differ: {', '.join(found) or 'the times alone'}",
        "a column of values beside the times",
        next(filter(None, mends), ""),
    )


def _cells(table: Table, name: str, kind: str) -> tuple[str, str]:
    """Which cells keep a column from being numbers, and what helps."""
    found = unread(table.frame[name], table.place) if kind in ("text", "too large") else None
    return ("", "") if found is None else (f"; {found.why}", found.mend)


def _no_target(kind: str, why: str) -> str:
    plainly = {
        "constant": "every value is the same, so there is nothing to foresee",
        "empty": "it holds no number",
        "too large": "its values are too large",
    }
    return plainly.get(kind, f"it is taken as {kind}: {why}")
