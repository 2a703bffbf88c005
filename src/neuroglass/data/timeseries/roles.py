"""Which columns of a table are the times, the key and the values of series: told, or found with a reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from neuroglass.data.cells import numbers
from neuroglass.data.columns import Guess
from neuroglass.data.timeseries.time_column import find_time
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


def find_roles(
    frame: pl.DataFrame, wanted: Wanted, time: str | None, key: str | None, ignored: Sequence[str], source: str
) -> Roles:
    """The roles of a cleaned frame's columns.

    Raises:
        DataError: a column that is not there, named twice, or without a number in it.
    """
    for name in (time, key, *ignored):
        if name is not None and name not in frame.columns:
            raise DataError(f"{source} has no column {name!r}", "", nearest(name, frame.columns))
    rest = [name for name in frame.columns if name not in (key, *ignored)]
    told = _told(wanted, rest, source)
    found, why = (time, "as told") if time is not None else find_time(frame.select(rest), told, source)
    rest = [name for name in rest if name != found]
    kinds = {name: kind_of(frame[name]) for name in rest}
    usable = [name for name in rest if kinds[name][0] == "number"]
    targets, reason = _targets(told, usable, kinds, found, source)
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
        if name not in names or told.count(name) > 1:
            what = "is named twice as a target" if name in names else "is not there to be a target"
            raise DataError(f"{source}: the column {name!r} {what}", "", nearest(name, names))
    return told


def kind_of(column: pl.Series) -> tuple[str, str]:
    """What a column of values is: number, or why it is not learnt from."""
    if column.dtype.is_nested() or column.dtype in (pl.Binary, pl.Object):
        return "nested", "it holds no plain values"
    if column.dtype.is_temporal() and column.dtype != pl.Duration:
        return "date", "only the column of times is learnt from"
    values = numbers(column)
    known = values.values[~np.isnan(values.values)]
    if not len(known):
        there = len(column) - column.null_count()
        return ("text", "only numbers are learnt from") if there else ("empty", "it holds nothing")
    if values.unreadable > 0.1 * len(column):
        return "text", "only numbers are learnt from"
    if (known == known[0]).all():
        return "constant", "every row has the same value"
    return "number", "its values are numbers"


def _targets(
    told: tuple[str, ...], usable: list[str], kinds: dict[str, tuple[str, str]], time: str, source: str
) -> tuple[tuple[str, ...], str]:
    for name in told:
        if name == time:
            raise DataError(f"{source}: the column {name!r} holds the times", "a target beside them")
        kind, why = kinds[name]
        if kind != "number":
            raise DataError(f"{source}, column {name!r}: {_no_target(kind, why)}", "numbers that differ")
    if told:
        return told, "as told"
    if usable:
        only = len(usable) == 1
        return (usable[-1],), f"the {'only' if only else 'last'} column of numbers that differ; none was told"
    found = ", ".join(f"{name} ({kind}: {why})" for name, (kind, why) in list(kinds.items())[:5]) or "the times alone"
    raise DataError(f"{source} has no column of numbers that differ: {found}", "a column of values beside the times")


def _no_target(kind: str, why: str) -> str:
    return {"constant": "every value is the same, so there is nothing to foresee", "empty": "it holds no number"}.get(
        kind, f"it is taken as {kind}: {why}"
    )
