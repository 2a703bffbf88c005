"""The input side of a spec for series: what is fitted, and how any table becomes windows on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.cells import clean
from neuroglass.data.delimited import Layout
from neuroglass.data.inputs import SERIES, Encoded, InputSpec
from neuroglass.data.raw import Table
from neuroglass.data.sources import read
from neuroglass.data.targets import Target
from neuroglass.data.timeseries import windows
from neuroglass.data.timeseries.calendars import calendar, feature_names
from neuroglass.data.timeseries.clock import Clock
from neuroglass.data.timeseries.gaps import with_gaps_told
from neuroglass.data.timeseries.given import TIME, as_table
from neuroglass.data.timeseries.grid import Grid, lay_out
from neuroglass.data.timeseries.seasons import calendar_seasons
from neuroglass.data.timeseries.unread import refuse_unread
from neuroglass.data.timeseries.windows import Origins
from neuroglass.errors import DataError

Array = NDArray[np.generic]
LONGEST = 10_000_000  # steps of a window, a horizon or a season
NAIVE, SEASONAL, STEP = "naive", "seasonal naive", "step"  # what is known beside each window


@dataclass(frozen=True)
class SeriesInputs:
    """Fitted series.

    Args:
        clock: the steps.
        key: the column that tells several series apart.
        targets: the columns that are asked for, and
        others: those that are looked back on beside them.
        offset: of each of these columns, and
        scale: (value - offset) / scale is what the network sees.
        window: how many steps are looked back on.
        horizon: how many are asked for.
        season: after how many steps the targets come round; 1: not at all.
        relative: whether the targets are best seen in parts of their level.
        cycles: the parts of a date that a network is told of the steps to come.
        names: all the columns that training read, in order, and
        header: whether they were named in the source.
        missing: the texts that stand for a missing value.
    """

    clock: Clock
    key: str | None
    targets: tuple[str, ...]
    others: tuple[str, ...]
    offset: tuple[float, ...]
    scale: tuple[float, ...]
    window: int
    horizon: int
    season: int
    relative: bool
    cycles: tuple[str, ...]
    names: tuple[str, ...]
    header: bool
    missing: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.targets or len(set(self.columns)) != len(self.columns):
            raise ValueError("the columns")
        if not len(self.offset) == len(self.scale) == len(self.columns) or min(self.scale) <= 0:
            raise ValueError("the offset and scale of each column")
        if not all(1 <= steps <= LONGEST for steps in (self.window, self.horizon, self.season)):
            raise ValueError("the window, the horizon and the season")
        if set(self.cycles) - set(calendar_seasons(self.clock)):
            raise ValueError("cycles that the clock does not have")

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns of values, those that are asked for first."""
        return (*self.targets, *self.others)

    @property
    def feature_names(self) -> tuple[str, ...]:
        """What each number of a step stands for."""
        return (*self.columns, *feature_names(self.cycles))

    @property
    def inputs(self) -> dict[str, InputSpec]:
        return {SERIES: InputSpec((self.window, len(self.feature_names)), "float32")}

    def asks_for(self, target: Target) -> bool:
        """Whether a target is what comes next."""
        return target.steps == self.horizon and len(target.offset) == len(self.targets)

    def read(self, raw: Any) -> tuple[Grid, Table]:
        """Any table-like thing as a grid of this clock.

        Raises:
            DataError: columns that are missing or hold no number, or times that do not fit.
        """
        given = as_table(raw, self.clock.column or TIME, self.targets[0])
        table = read(given, Layout(header=self.header), self.names_for)
        wanted = [name for name in (self.clock.column, self.key, *self.columns) if name]
        lacking = [name for name in wanted if name not in table.frame.columns]
        if lacking:
            raise DataError(
                f"{table.source} lacks {', '.join(map(repr, lacking))}", f"the columns {', '.join(map(repr, wanted))}"
            )
        table = table.with_frame(clean(table.frame, self.missing))
        grid = lay_out(table, self.clock, self.key, self.columns, to_learn=False)
        if not grid.known(len(self.targets)).any():
            refuse_unread(table, self.targets[0])
        return with_gaps_told(grid, self.clock, self.columns, len(self.targets)), table

    def names_for(self, width: int) -> tuple[str, ...] | None:
        return self.names if len(self.names) == width else None

    def encode(self, raw: Any) -> Encoded:
        """The last window of each series, behind which the forecast begins.

        Raises:
            DataError: no series that is as long as the window.
        """
        grid, table = self.read(raw)
        origins = windows.last_origins(grid, len(self.targets), self.window)
        short = origins.without(grid)
        if not len(origins):
            longest = int(grid.known(len(self.targets)).sum(axis=1).max())
            raise DataError(
                f"{table.source} holds {longest} step(s)", f"at least {self.window}, which the model looks back on"
            )
        told = f"{len(short)} series are shorter than {self.window} steps and left out: {', '.join(short[:5])}"
        notes = (*table.notes, *grid.notes, *([told] if short else []))
        return self._encoded(grid, origins, notes, len(short))

    def encode_labelled(self, raw: Any, target: Target) -> tuple[Encoded, Array]:
        """Every window of a source of which is known what came next, and that.

        Raises:
            DataError: no such window.
        """
        grid, table = self.read(raw)
        origins = windows.all_origins(grid, len(self.targets), self.window, self.horizon)
        if not len(origins):
            needed = self.window + self.horizon
            raise DataError(
                f"{table.source} holds {grid.values.shape[1]} step(s)",
                f"at least {needed}: {self.window} to look back on and {self.horizon} to compare with",
            )
        notes = (*table.notes, *grid.notes, *self.without_window(grid, origins))
        return self._encoded(grid, origins, notes, 0), self.asked(grid, origins)

    def without_window(self, grid: Grid, origins: Origins) -> list[str]:
        """A note on the series of which no window is whole."""
        names = origins.without(grid)
        window = f"no window of {self.window} steps with {self.horizon} to come"
        return [f"{len(names)} series give {window} and are left out: {', '.join(names[:5])}"] if names else []

    def encode_target(self, raw: Any, target: Target) -> Array:
        """What came next, of every window of a source."""
        return self.encode_labelled(raw, target)[1]

    def asked(self, grid: Grid, origins: Origins) -> Array:
        """y, float32 (n, horizon, targets), NaN where it is not known."""
        native = windows.after(grid, origins, self.horizon, len(self.targets))
        return self._scaled(native).astype(np.float32)

    def looked_back_on(self, grid: Grid, origins: Origins) -> Array:
        """x, float32 (n, window, features): values, and the calendar of the steps ``horizon`` later."""
        past = self._scaled(windows.before(grid, origins, self.window))
        past = np.nan_to_num(past, nan=0.0)
        if not self.cycles:
            return past.astype(np.float32)
        steps = np.arange(grid.values.shape[1] + self.horizon) + grid.first
        turns = calendar(self.clock, self.cycles, steps)
        ahead = origins.at[:, None] + np.arange(self.horizon - self.window, self.horizon)
        return np.concatenate([past, turns[ahead]], axis=-1).astype(np.float32)

    def beside(self, grid: Grid, origins: Origins) -> dict[str, Array]:
        """What naive forecasts say, (n, horizon, targets) in the unit of the data, and the steps they are about."""
        past = windows.before(grid, origins, max(self.season, self.window))[..., : len(self.targets)]
        steps = grid.first + origins.at[:, None] + np.arange(self.horizon)
        forecasts = {name: windows.repeated(past, season, self.horizon) for name, season in self._naive}
        return {**forecasts, STEP: steps}

    @property
    def _naive(self) -> list[tuple[str, int]]:
        return [(NAIVE, 1), (SEASONAL, self.season)] if self.season > 1 else [(NAIVE, 1)]

    def _scaled(self, native: NDArray[np.float64]) -> NDArray[np.float64]:
        columns = native.shape[-1]
        offset, scale = np.array(self.offset[:columns]), np.array(self.scale[:columns])
        return np.asarray((native - offset) / scale)

    def _encoded(self, grid: Grid, origins: Origins, notes: tuple[str, ...], skipped: int) -> Encoded:
        x = {SERIES: self.looked_back_on(grid, origins)}
        names = self.called(grid, origins)
        return Encoded(x, np.arange(len(origins)), notes, names, skipped, self.beside(grid, origins))

    def called(self, grid: Grid, origins: Origins) -> tuple[str, ...]:
        """What each window is called: its series, and the first time it asks for."""
        times = self.clock.times(grid.first + origins.at)
        whose = [f"{grid.names[number]}, " if self.key is not None else "" for number in origins.of]
        return tuple(f"{who}{time}" for who, time in zip(whose, times, strict=True))
