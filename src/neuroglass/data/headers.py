"""Whether the first line of a table names the columns."""

from __future__ import annotations

import polars as pl

from neuroglass.data.cells import clean


def guess_header(cells: pl.DataFrame) -> tuple[bool, str]:
    """Every column votes by how its first cell differs from the rest; the reason says what decided."""
    if len(cells) < 2:
        return not _has_number(cells), "from its one line"
    cleaned = clean(cells)
    votes = [_vote(cleaned[name]) for name in cleaned.columns]
    names, values = votes.count(1), votes.count(-1)
    if names or values:
        told = "differs from" if names > values else "is like"
        return names > values, f"in {max(names, values)} column(s) the first line {told} the rest"
    return True, "nothing speaks against it"


def _vote(column: pl.Series) -> int:
    """1: the first cell names the column; -1: it is a value like the others; 0: it does not say."""
    first, rest = column[0], column[1:].drop_nulls()
    is_number = pl.Series([first]).cast(pl.Float64, strict=False)[0] is not None
    if not len(rest):
        return 0
    if rest.cast(pl.Float64, strict=False).null_count() <= 0.05 * len(rest):
        return -1 if is_number else int(first is not None)
    if is_number or (rest == first).any():
        return -1
    return int(first is not None and rest.n_unique() <= len(rest) / 2 and len(rest) >= 10)


def _has_number(cells: pl.DataFrame) -> bool:
    first = pl.Series(cells.row(0), dtype=pl.String).str.strip_chars()
    return bool(first.cast(pl.Float64, strict=False).is_not_nan().any())
