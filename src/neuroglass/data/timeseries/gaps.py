"""What is told of steps without a row and of cells without a number."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np

from neuroglass.data.timeseries.clock import Clock, shown
from neuroglass.data.timeseries.grid import Grid

FILLED = "filled along a straight line where they are looked back on, and never asked for"
MOST = 5  # series that are named


def with_gaps_told(grid: Grid, clock: Clock, columns: Sequence[str], targets: int) -> Grid:
    """A grid that also notes its gaps.

    Args:
        columns: the names of its columns, and
        targets: how many of them, the first ones, are asked for.
    """
    known = np.arange(grid.rows.shape[1]) < grid.ends(targets)[:, None]
    notes = [*_gaps(grid, clock, known), *_missing(grid, columns, known), *_behind(grid, clock, columns[:targets])]
    return dataclasses.replace(grid, notes=(*grid.notes, *notes))


def _gaps(grid: Grid, clock: Clock, known: np.ndarray) -> list[str]:
    """Steps between the first row of a series and its last known value for which there is no row."""
    begun = np.maximum.accumulate(grid.rows, axis=1)
    told = []
    for name, absent in zip(grid.names, known & begun & ~grid.rows, strict=True):
        if absent.any():
            times = shown(clock.times(np.flatnonzero(absent) + grid.first))
            told.append(f"{absent.sum()} step(s) of {clock.step}{_whose(name)} have no row ({times}): {FILLED}")
    return _first(told, "have gaps")


def _missing(grid: Grid, columns: Sequence[str], known: np.ndarray) -> list[str]:
    """Cells without a number in rows that are there, up to the last known value."""
    missing = ((known & grid.rows)[..., None] & ~np.isfinite(grid.values)).sum(axis=(0, 1))
    return [
        f"{name!r} has no number in {count} row(s): {FILLED}"
        for name, count in zip(columns, missing, strict=True)
        if count
    ]


def _behind(grid: Grid, clock: Clock, targets: Sequence[str]) -> list[str]:
    """Rows behind the last known value."""
    subject = f"{targets[0]!r} has" if len(targets) == 1 else f"{', '.join(map(repr, targets))} have"
    told = []
    for name, rows, end in zip(grid.names, grid.rows, grid.ends(len(targets)), strict=True):
        if end and (count := rows[end:].sum()):
            (time,) = clock.times(np.array([grid.first + end]))
            told.append(
                f"{subject} no number in the last {count} row(s){_whose(name)}: a forecast begins behind the last "
                f"known value, at {time}"
            )
    return _first(told, "end without a number")


def _whose(name: str) -> str:
    return f" of {name!r}" if name else ""


def _first(told: list[str], what: str) -> list[str]:
    return [*told[:MOST], *([f"{len(told) - MOST} more series {what}"] if len(told) > MOST else [])]
