"""The facts about a table's columns and rows, as they are told."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from neuroglass.data.columns import USED, Guess
from neuroglass.data.reading import ColumnFact

SAMPLES = 3
EXAMPLES = 3


def column_facts(frame: pl.DataFrame, guesses: list[Guess]) -> tuple[ColumnFact, ...]:
    """One fact per column, in the order of the table."""
    by_name = {guess.name: guess for guess in guesses}
    return tuple(_fact(frame[name], by_name[name]) for name in frame.columns)


def _fact(column: pl.Series, guess: Guess) -> ColumnFact:
    there = column.drop_nulls()
    is_plain = not column.dtype.is_nested() and column.dtype != pl.Object
    examples = tuple(str(value) for value in there.head(200).to_list())
    shown = tuple(dict.fromkeys(examples))[:EXAMPLES]
    distinct = there.n_unique() if is_plain else 0
    return ColumnFact(guess.name, guess.kind, guess.reason, guess.kind in USED, column.null_count(), distinct, shown)


def sample_rows(frame: pl.DataFrame) -> tuple[dict[str, Any], ...]:
    """A few rows from the beginning, the middle and the end, as plain data."""
    places = np.unique(np.linspace(0, len(frame) - 1, SAMPLES).astype(np.int64))
    return tuple({name: _plain(value) for name, value in row.items()} for row in frame[places].to_dicts())


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
