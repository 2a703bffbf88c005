"""A table as it was found, before anything is understood of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from neuroglass.errors import DataError

# Names for the columns of a table that brings none, by how many there are; None where there are no fitting ones.
Namer = Callable[[int], tuple[str, ...] | None]


@dataclass(frozen=True)
class Table:
    """Raw columns, where they came from, and for text files the line at which each row begins."""

    source: str
    frame: pl.DataFrame
    format: str
    header: bool = True
    notes: tuple[str, ...] = ()
    lines: NDArray[np.int64] | None = None

    def with_frame(self, frame: pl.DataFrame) -> Table:
        return dataclasses.replace(self, frame=frame)

    def place(self, row: int) -> str:
        """Where a row stands, for people: its line in a text file, else its number from 1."""
        return f"line {self.lines[row]}" if self.lines is not None else f"row {row + 1}"


def enough(names: Namer | None) -> str:
    """The least table there may be: a row to answer on, where ``names`` are those of a model; two to learn from."""
    return f"a table with at least {'two rows' if names is None else 'one row'}"


NAMELESS = "columns without names"
BY_POSITION = "columns, taken by their position because the model was trained on a table without column names"


def position_names(width: int, names: Namer | None, source: str, columns: str = NAMELESS) -> tuple[str, ...]:
    """Names for a table without a header: those training gave, or column_1, column_2 and so on."""
    if names is None:
        return tuple(f"column_{number + 1}" for number in range(width))
    found = names(width)
    if found is None:
        raise DataError(f"{source} has {width} {columns}", "as many as training had, with or without its target")
    return found


def refuse_duplicates(names: Iterable[str], source: str) -> None:
    """Raises DataError naming the columns that stand there twice."""
    seen: dict[str, list[int]] = {}
    for position, name in enumerate(names, start=1):
        seen.setdefault(name, []).append(position)
    twice = [f"{name!r} (columns {', '.join(map(str, at))})" for name, at in seen.items() if len(at) > 1]
    if twice:
        raise DataError(f"{source} has the same column name more than once: {'; '.join(twice[:5])}", "", "Rename them")
