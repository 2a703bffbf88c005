"""Which column is the target, and which rows have a usable one."""

from __future__ import annotations

import re

import numpy as np
import polars as pl
from numpy.typing import NDArray

from neuroglass.data.cells import LARGEST, levels, numbers
from neuroglass.data.raw import Table
from neuroglass.data.reading import Skipped
from neuroglass.data.tasks import looks_like_numbers
from neuroglass.errors import DataError, nearest

USUAL_NAMES = ("target", "label", "class", "y")
SHOWN = 10  # so many of the skipped rows are named


def find_target(names: list[str], wanted: str | int | None, source: str) -> tuple[str, str]:
    """The target's name and how it was found: by name, by position counted from 0 (or from the end), or by custom.

    Raises:
        DataError: no such column.
    """
    if len(names) < 2:
        raise DataError(f"{source} has one column, {names[0]!r}", "at least one column to learn from and the target")
    if wanted is None:
        return _customary(names)
    if str(wanted) in names:
        return str(wanted), "as told"
    if re.fullmatch(r"[+-]?\d+", str(wanted)):
        position = int(wanted)
        if not -len(names) <= position < len(names):
            raise DataError(
                f"{source} has {len(names)} columns, so none at position {position}",
                f"a position from 0 to {len(names) - 1}, or from -{len(names)} to -1 counted from the end",
            )
        return names[position], _place(position)
    raise DataError(f"{source} has no column {str(wanted)!r} for a target", "", nearest(str(wanted), names))


def _place(position: int) -> str:
    """A position in words.

    >>> _place(2), _place(-1), _place(-2)
    ('the column at position 2 (counted from 0)', 'the last column', 'the column at position -2 (counted from the end)')
    """
    if position == -1:
        return "the last column"
    return f"the column at position {position} (counted from {'0' if position >= 0 else 'the end'})"


def _customary(names: list[str]) -> tuple[str, str]:
    for usual in USUAL_NAMES:
        for name in names:
            if name.lower() == usual:
                return name, "by its name; none was told"
    return names[-1], "the last column; none was told"


def usable_rows(table: Table, name: str, task: str) -> tuple[NDArray[np.bool_], list[Skipped]]:
    """Which rows have a target to learn from, and why the others have none.

    Raises:
        DataError: no row, or one row, is left.
    """
    column = table.frame[name]
    reasons: list[tuple[str, NDArray[np.bool_]]] = [("the target is missing", column.is_null().to_numpy())]
    is_text = column.dtype == pl.String
    if task == "regression" or (task == "auto" and (not is_text or looks_like_numbers(column) or _all_numbers(column))):
        reasons += _not_finite(column)
    usable = ~np.any([mask for _, mask in reasons], axis=0)
    skipped = [_skipped(reason, mask, table) for reason, mask in reasons if mask.any()]
    if usable.sum() < 2:
        why = f" ({'; '.join(f'{part.reason} in {part.count}' for part in skipped)})" if skipped else ""
        raise DataError(
            f"{table.source}, column {name!r}: {usable.sum()} of {len(usable)} row(s) have a target{why}",
            "at least two rows to learn from",
        )
    return usable, skipped


def _all_numbers(column: pl.Series) -> bool:
    return numbers(column).unreadable == 0


def _not_finite(column: pl.Series) -> list[tuple[str, NDArray[np.bool_]]]:
    cast = column.cast(pl.Float64, strict=False)
    wild = (cast.abs() > LARGEST).fill_null(False).to_numpy()
    lost = np.isnan(numbers(column).values) & ~wild & column.is_not_null().to_numpy()
    return [("the target is infinite or beyond 1e30", wild), ("the target is no number", lost)]


def _skipped(reason: str, mask: NDArray[np.bool_], table: Table) -> Skipped:
    rows = np.flatnonzero(mask)
    return Skipped(reason, len(rows), tuple(table.place(int(row)) for row in rows[:SHOWN]))


def spelling_notes(raw: pl.Series, name: str) -> list[str]:
    """Notes on labels that were the same but for blanks around them, or are the same but for case."""
    if raw.dtype != pl.String:
        return []
    found = raw.drop_nulls().unique()
    merged = len(found) - found.str.strip_chars().n_unique()
    notes = (
        [f"{merged} label(s) of {name!r} differ from another only by blanks around them; they are one"]
        if merged
        else []
    )
    names = levels(found.str.strip_chars()).unique()
    folded = (
        names.to_frame("name").group_by(pl.col("name").str.to_lowercase().alias("folded")).agg(pl.col("name").sort())
    )
    twins = folded.filter(pl.col("name").list.len() > 1)["name"].to_list()
    return notes + [
        f"the labels {' and '.join(map(repr, same))} differ only by case; they stay apart" for same in twins[:5]
    ]
