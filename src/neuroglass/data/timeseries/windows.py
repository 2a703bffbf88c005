"""Windows of a grid: what is looked back on, what comes next, and what the naive forecasts say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.timeseries.grid import Grid

Values = NDArray[np.float64]
KNOWN = 0.5  # of what is looked back on must be known, so that a window is learnt from


@dataclass(frozen=True)
class Origins:
    """Where windows end and what is asked for begins.

    Args:
        of: (n,), which series.
        at: (n,), the first step that is asked for, counted from the grid's first.
    """

    of: NDArray[np.int64]
    at: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.of)

    def within(self, low: int, high: int, horizon: int) -> Origins:
        """Those of which all that is asked for lies from ``low`` to before ``high``."""
        inside = self._lies_within(low, high, horizon)
        return Origins(self.of[inside], self.at[inside])

    def torn(self, stretches: Sequence[tuple[int, int]], horizon: int) -> Origins:
        """Those of which what is asked for lies in none of some stretches."""
        apart = ~np.any([self._lies_within(low, high, horizon) for low, high in stretches], axis=0)
        return Origins(self.of[apart], self.at[apart])

    def without(self, grid: Grid) -> list[str]:
        """The series of a grid that have no window among these."""
        there = set(self.of.tolist())
        return [name for number, name in enumerate(grid.names) if number not in there]

    def _lies_within(self, low: int, high: int, horizon: int) -> NDArray[np.bool_]:
        return (self.at >= low) & (self.at + horizon <= high)


def all_origins(grid: Grid, targets: int, window: int, horizon: int) -> Origins:
    """Every place where enough is known before and, of some step after, all that is asked for."""
    length = grid.values.shape[1]
    if length < window + horizon:
        return Origins(np.empty(0, np.int64), np.empty(0, np.int64))
    at = np.arange(window, length - horizon + 1)
    known = _counted(grid.known(targets))
    whole = _counted(np.asarray(np.isfinite(grid.values[..., :targets]).all(axis=2)))
    before, after = known[:, at] - known[:, at - window], whole[:, at + horizon] - whole[:, at]
    of, place = np.nonzero((before >= max(1, KNOWN * window)) & (after > 0))
    return Origins(of.astype(np.int64), at[place].astype(np.int64))


def _counted(steps: NDArray[np.bool_]) -> NDArray[np.int64]:
    """(series, 1 + steps): how many there are before each step."""
    return np.pad(np.cumsum(steps, axis=1), ((0, 0), (1, 0)))


def last_origins(grid: Grid, targets: int, window: int) -> Origins:
    """Behind the last known step of each series that is long enough."""
    first, behind = np.argmax(grid.known(targets), axis=1), grid.ends(targets)
    long_enough = behind - first >= window
    return Origins(np.flatnonzero(long_enough), behind[long_enough])


def before(grid: Grid, origins: Origins, window: int) -> Values:
    """(n, window, columns): what is looked back on, from no later step, with gaps filled."""
    room = max(0, window - int(origins.at.min(initial=window)))
    padded = np.pad(grid.values, ((0, 0), (room, 0), (0, 0)), constant_values=np.nan)
    views = np.lib.stride_tricks.sliding_window_view(padded, window, axis=1)
    return filled(np.moveaxis(views[origins.of, origins.at + room - window], 2, 1))


def after(grid: Grid, origins: Origins, horizon: int, targets: int) -> Values:
    """(n, horizon, targets): what comes next, NaN where it is not known."""
    steps = origins.at[:, None] + np.arange(horizon)
    return grid.values[origins.of[:, None], steps, :targets]


def filled(windows: Values) -> Values:
    """Gaps along a straight line between the known steps around them, at the ends as the nearest one.

    Nothing that comes after a window is looked at: at its end a gap has the last known value.
    """
    known = np.isfinite(windows)
    if known.all():
        return windows
    length = windows.shape[1]
    at = np.broadcast_to(np.arange(length)[None, :, None], windows.shape)
    left = np.maximum.accumulate(np.where(known, at, -1), axis=1)
    right = np.minimum.accumulate(np.where(known, at, length)[:, ::-1], axis=1)[:, ::-1]
    left, right = np.where(left < 0, right, left), np.where(right == length, left, right)
    low = np.take_along_axis(windows, np.clip(left, 0, length - 1), axis=1)
    high = np.take_along_axis(windows, np.clip(right, 0, length - 1), axis=1)
    return np.asarray(low + (high - low) * (at - left) / np.maximum(right - left, 1))


def repeated(past: Values, season: int, horizon: int) -> Values:
    """(n, horizon, targets): the last season of (n, window, targets), over and over."""
    places = past.shape[1] - season + np.arange(horizon) % season
    return past[:, places]
