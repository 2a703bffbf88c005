"""Series side by side on one clock: every step has its place, and NaN stands where nothing is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from neuroglass.data.cells import levels, numbers
from neuroglass.data.raw import Table
from neuroglass.data.timeseries.clock import Clock, Steps, shown
from neuroglass.data.timeseries.roles import kind_of
from neuroglass.errors import DataError

LARGEST = 200_000_000  # numbers in a grid


@dataclass(frozen=True)
class Grid:
    """One or more series.

    Args:
        names: what each is called by the key column; ("",) for the only one.
        first: the step of the clock at which the grid begins.
        values: (series, steps, columns).
        rows: (series, steps), where there is a row.
        notes: what is to be told of rows, steps and cells.
    """

    names: tuple[str, ...]
    first: int
    values: NDArray[np.float64]
    rows: NDArray[np.bool_]
    notes: tuple[str, ...] = ()

    def known(self, columns: int) -> NDArray[np.bool_]:
        """(series, steps): where any of the first so many columns is known."""
        return np.asarray(np.isfinite(self.values[..., :columns]).any(axis=2))

    def ends(self, columns: int) -> Steps:
        """(series,): how many steps there are up to the last at which any of these columns is known."""
        known = self.known(columns)
        return np.where(known.any(axis=1), known.shape[1] - np.argmax(known[:, ::-1], axis=1), 0)


def lay_out(table: Table, clock: Clock, key: str | None, columns: Sequence[str], to_learn: bool = True) -> Grid:
    """The rows of a cleaned table, each at its step.

    Args:
        to_learn: whether a key can still be chosen.

    Raises:
        DataError: two rows of one series at one time.
    """
    frame = table.frame
    rows = np.arange(len(frame))
    steps, there = clock.steps(frame[clock.column], table.source) if clock.column else (rows, rows >= 0)
    names = levels(frame[key]) if key is not None else pl.Series([""]).new_from_index(0, len(frame))
    reasons = {"there is no time": ~there, f"there is no {key}": names.is_null().to_numpy() & there}
    usable = ~np.any(list(reasons.values()), axis=0)
    if not usable.any():
        raise DataError(f"{table.source} has no row with a time", "a time in each")
    known = tuple(sorted(names.filter(pl.Series(usable)).unique().to_list()))
    numbered = pl.Series(names).replace_strict(known, range(len(known)), default=0, return_dtype=pl.Int64).to_numpy()
    of, at, chosen = numbered[usable], steps[usable], rows[usable]
    _refuse_repeated(table, clock, key, of, at, chosen, to_learn)
    first, length = int(at.min()), int(at.max() - at.min()) + 1
    if length * len(known) * len(columns) > LARGEST:
        raise DataError(f"{table.source} spans {length:,} steps of {clock.step}", "fewer, or a shorter stretch of time")
    values = np.full((len(known), length, len(columns)), np.nan)
    for place, name in enumerate(columns):
        values[of, at - first, place] = numbers(frame[name]).values[usable]
    there = np.zeros(values.shape[:2], bool)
    there[of, at - first] = True
    left_out = [_left_out(why, mask, table) for why, mask in reasons.items() if mask.any()]
    is_sorted = all((np.diff(steps) > 0).all() for steps in _of_each(of, at, len(known)))
    notes = () if is_sorted else (f"the rows were not in the order of {clock.column!r}: they are sorted",)
    return Grid(known, first, values, there, (*left_out, *notes))


def _refuse_repeated(
    table: Table, clock: Clock, key: str | None, of: Steps, at: Steps, rows: NDArray[np.int64], to_learn: bool
) -> None:
    order = np.lexsort((rows, at, of))
    twice = (np.diff(at[order]) == 0) & (np.diff(of[order]) == 0)
    if not twice.any():
        return
    pairs = [(rows[order[place]], rows[order[place + 1]]) for place in np.flatnonzero(twice)]
    one, other = min(pairs, key=lambda pair: pair[1])
    shared = f" of {table.frame[key][int(one)]!r}" if key is not None else ""
    when = table.frame[clock.column].cast(pl.String)[int(one)]
    raise DataError(
        f"{table.source}: {len(pairs)} time(s) stand there more than once; the first is {when}{shared}, in "
        f"{table.place(int(one))} and {table.place(int(other))}",
        "each time once in a series",
        _mend(_tells_apart(table.frame, clock.column, key), to_learn),
    )


def _mend(apart: str | None, to_learn: bool) -> str:
    once = "Leave the repeated rows out or take their mean"
    if not to_learn:
        return once if apart is None else f"Ask for each {apart} by itself: the model learnt without that column"
    if apart is None:
        return f"{once}. Where several series stand in it, name the column that tells them apart as the key"
    return f"Name the column that tells the series apart: key={apart!r} (--key {apart})"


def _tells_apart(frame: pl.DataFrame, time: str, key: str | None) -> str | None:
    """A column of text, else of whole numbers, by which each time stands there once."""
    kinds = {name: kind_of(frame[name])[0] for name in frame.columns if name not in (time, key)}
    texts = [name for name, kind in kinds.items() if kind == "text"]
    codes = [name for name, kind in kinds.items() if kind == "number" and _is_code(frame, time, name)]
    return next((name for name in (*texts, *codes) if not frame.select(time, name).is_duplicated().any()), None)


def _is_code(frame: pl.DataFrame, time: str, name: str) -> bool:
    """Whole numbers, each of which stands at half of the times or more, where most times stand there twice."""
    values, times = numbers(frame[name]).values, frame[time].n_unique()
    are_whole = bool((values == np.round(values)).all())
    return are_whole and len(frame) >= max(1.5 * times, 0.5 * times * len(np.unique(values)))


def _left_out(reason: str, mask: NDArray[np.bool_], table: Table) -> str:
    rows = np.flatnonzero(mask)
    return f"{len(rows)} row(s) are left out, where {reason}: {shown([table.place(int(row)) for row in rows])}"


def _of_each(of: Steps, at: Steps, series: int) -> list[Steps]:
    """The steps of each series, in the order of its rows."""
    return np.split(at[np.argsort(of, kind="stable")], np.cumsum(np.bincount(of, minlength=series))[:-1])
