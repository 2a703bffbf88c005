"""Series become data: read, laid on a clock, cut by time, fitted on the training part, cut into windows; all told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.cells import clean
from neuroglass.data.inputs import SERIES
from neuroglass.data.parts import Data, Part
from neuroglass.data.raw import Table
from neuroglass.data.reading import Reading, Skipped
from neuroglass.data.spec import Spec
from neuroglass.data.table_facts import column_facts, sample_rows
from neuroglass.data.targets import Target, Task
from neuroglass.data.timeseries import windows
from neuroglass.data.timeseries.clock import ROWS, Clock
from neuroglass.data.timeseries.frequency import fit_clock
from neuroglass.data.timeseries.gaps import with_gaps_told
from neuroglass.data.timeseries.grid import Grid, lay_out
from neuroglass.data.timeseries.growth import SLOPE, swings_with_level
from neuroglass.data.timeseries.roles import Roles, Wanted, find_roles
from neuroglass.data.timeseries.seasons import Season, find_seasons
from neuroglass.data.timeseries.series_choices import SeriesChoices
from neuroglass.data.timeseries.series_inputs import SeriesInputs
from neuroglass.data.timeseries.written import order_told
from neuroglass.errors import DataError

FEWEST = 4  # windows to learn from
SHOWN = 3  # windows that are named
LONG = 60  # steps of a season, of which a window holds one turn and not two,
TURNS = 10  # and that only where so many turns are there to learn from


@dataclass(frozen=True)
class Cuts:
    """Where the parts begin, in steps from the grid's first: what is asked for lies on one side of a cut."""

    validation: int
    test: int
    end: int

    @property
    def stretches(self) -> dict[str, tuple[int, int]]:
        """Where each part begins and ends."""
        return {
            "train": (0, self.validation),
            "validation": (self.validation, self.test),
            "test": (self.test, self.end),
        }


def make_data(table: Table, target: Wanted, choices: SeriesChoices) -> Data:
    """The data of a raw table. See ``neuroglass.data.series``."""
    table = table.with_frame(clean(table.frame, choices.missing))
    roles = find_roles(table, target, choices.time, choices.key, choices.ignore)
    clock = fit_clock(table.frame[roles.time], table.source) if roles.time else ROWS
    laid = lay_out(table, clock, roles.key, roles.values)
    grid = with_gaps_told(laid, clock, roles.values, len(roles.targets))
    cuts = _cuts(grid, choices, table.source)
    learnt = grid.values[:, : cuts.validation]
    _refuse_constant(learnt, roles.targets, table.source)
    seasons = find_seasons(learnt[..., 0], clock)
    window = choices.window or _window(choices.horizon, seasons, cuts.validation)
    _refuse_short(grid, cuts, len(roles.targets), window, choices, table.source)
    swing = _swing(learnt, len(roles.targets), seasons, choices.horizon)
    offset, scale = _fit_scales(learnt, len(roles.targets) if swing is not None else 0)
    inputs = SeriesInputs(
        clock=clock,
        key=roles.key,
        targets=roles.targets,
        others=roles.others,
        offset=offset,
        scale=scale,
        window=window,
        horizon=choices.horizon,
        season=seasons[0].steps if seasons else 1,
        relative=swing is not None,
        cycles=tuple(season.cycle for season in seasons if season.cycle),
        names=tuple(table.frame.columns),
        header=table.header,
        missing=tuple(choices.missing),
    )
    asked = _target(inputs, choices)
    parts = _parts(inputs, grid, cuts, table.source)
    order = order_told(table.frame[roles.time], clock.format) if roles.time else []
    reading = _tell(table, roles, grid, cuts, inputs, parts, [*order, *_notes(inputs, seasons, swing)])
    return Data(Spec(inputs, asked), parts["train"], parts.get("validation"), parts.get("test"), reading)


def _cuts(grid: Grid, choices: SeriesChoices, source: str) -> Cuts:
    steps, horizon = grid.values.shape[1], choices.horizon
    test, validation = choices.held_out(steps)
    for name, count in (("test", test), ("validation", validation)):
        if 0 < count < horizon:
            raise DataError(
                f"{source}: {count} step(s) are held out for the {name}, and {horizon} are to be foreseen",
                f"{name} to be 0, or at least {horizon} steps",
            )
    if steps - test - validation < horizon + 2:
        raise DataError(
            f"{source} holds {steps} step(s), of which {test + validation} are held out",
            f"more: {horizon} steps ahead are to be foreseen, which takes {horizon + 2} to learn from",
            "Forecast fewer steps, hold out fewer (test), or bring a longer history",
        )
    return Cuts(steps - test - validation, steps - test, steps)


def _refuse_constant(learnt: NDArray[np.float64], targets: Sequence[str], source: str) -> None:
    for place, name in enumerate(targets):
        known = learnt[..., place][np.isfinite(learnt[..., place])]
        if len(known) < 2 or known.min() == known.max():
            held = "no number" if not len(known) else f"only the value {known[0]:g}"
            raise DataError(f"{source}, column {name!r}: the part to learn from holds {held}", "numbers that differ")


def _window(horizon: int, seasons: Sequence[Season], steps: int) -> int:
    """Two turns of a season, or one of a long season; three horizons where there is none. At most half of all."""
    season = seasons[0].steps if seasons else 0
    turns = 2 * season if season <= LONG else season if steps >= TURNS * season else 0
    return max(1, min(turns or 3 * horizon, (steps - horizon) // 2))


def _refuse_short(grid: Grid, cuts: Cuts, targets: int, window: int, choices: SeriesChoices, source: str) -> None:
    origins = windows.all_origins(grid, targets, window, choices.horizon)
    learnt = len(origins.within(0, cuts.validation, choices.horizon))
    if learnt < FEWEST:
        needed = window + choices.horizon + FEWEST - 1
        raise DataError(
            f"{source}: {cuts.validation} step(s) to learn from give {learnt} window(s) of {window} steps with "
            f"{choices.horizon} to come",
            f"at least {needed} steps, which give {FEWEST} windows",
            "Forecast fewer steps, look back on fewer (window), or bring a longer history",
        )


def _swing(learnt: NDArray[np.float64], targets: int, seasons: Sequence[Season], horizon: int) -> float | None:
    """How much wider all targets swing where they stand higher, or None where they should be taken as they are."""
    stretch = max(seasons[0].steps if seasons else 0, horizon, 6)
    slopes = [swings_with_level(learnt[..., place], stretch) for place in range(targets)]
    told = [slope for slope in slopes if slope is not None and slope >= SLOPE]
    return min(told) if len(told) == targets else None


def _fit_scales(learnt: NDArray[np.float64], relative: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Offset and scale of each column: mean and spread; of the first, relative ones 0 and the mean."""
    flat = learnt.reshape(-1, learnt.shape[2])
    known = np.isfinite(flat)
    count = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, flat, 0.0).sum(axis=0) / count
    spread = np.sqrt(np.square(np.where(known, flat - mean, 0.0)).sum(axis=0) / count)
    in_parts = np.arange(len(mean)) < relative
    scale = np.where(in_parts, mean, np.where(spread > 0, spread, 1.0))
    return tuple(np.where(in_parts, 0.0, mean).tolist()), tuple(scale.tolist())


def _target(inputs: SeriesInputs, choices: SeriesChoices) -> Target:
    count = len(inputs.targets)
    return Target(
        name=", ".join(inputs.targets),
        task=Task("forecast", f"the next {choices.horizon} steps of {inputs.clock.step} are asked for"),
        classes=(),
        label_type="float",
        offset=inputs.offset[:count],
        scale=inputs.scale[:count],
        steps=choices.horizon,
        quantiles=tuple(choices.quantiles),
    )


def _parts(inputs: SeriesInputs, grid: Grid, cuts: Cuts, source: str) -> dict[str, Part]:
    origins = windows.all_origins(grid, len(inputs.targets), inputs.window, inputs.horizon)
    parts = {}
    for name, (low, high) in cuts.stretches.items():
        inside = origins.within(low, high, inputs.horizon)
        if high > low and not len(inside):
            raise DataError(f"{source}: no window of the {name} part has a value", "half of the steps known")
        if high > low:
            x = {SERIES: inputs.looked_back_on(grid, inside)}
            rows = grid.first + inside.at
            parts[name] = Part(
                x, inputs.asked(grid, inside), None, rows, inputs.called(grid, inside), inputs.beside(grid, inside)
            )
    return parts


def _tell(
    table: Table,
    roles: Roles,
    grid: Grid,
    cuts: Cuts,
    inputs: SeriesInputs,
    parts: dict[str, Part],
    notes: Sequence[str],
) -> Reading:
    origins = windows.all_origins(grid, len(inputs.targets), inputs.window, inputs.horizon)
    torn = inputs.called(grid, origins.torn(list(cuts.stretches.values()), inputs.horizon))
    skipped = (Skipped("what is asked for lies on both sides of a cut", len(torn), tuple(torn[:SHOWN])),)
    return Reading(
        source=table.source,
        format=table.format,
        read=len(origins),
        used=len(origins) - len(torn),
        skipped=skipped if torn else (),
        columns=column_facts(table.frame, list(roles.guesses)),
        target=", ".join(roles.targets),
        target_reason=roles.target_reason,
        task="forecast",
        task_reason=f"{inputs.horizon} steps of {inputs.clock.step} are to be foreseen",
        parts={name: len(part) for name, part in parts.items()},
        split=_split_told(inputs.clock, grid, cuts),
        samples=sample_rows(table.frame),
        notes=(*table.notes, *grid.notes, *inputs.without_window(grid, origins), *notes),
        thing="window",
        frame=_frame(inputs, grid, len(origins.without(grid))),
    )


def _frame(inputs: SeriesInputs, grid: Grid, left_out: int) -> str:
    """How the rows lie in time, and what a window is."""
    count, steps = grid.values.shape[:2]
    first, last = inputs.clock.times(grid.first + np.array([0, steps - 1]))
    used = f"{count - left_out} of {count}" if left_out else f"{count}"
    many = f"{used} series of " if inputs.key is not None else ""
    window = f"{inputs.window} are looked back on, {inputs.horizon} are foreseen"
    return f"{many}{steps} steps of {inputs.clock.step}, from {first} to {last}; {window}"


def _split_told(clock: Clock, grid: Grid, cuts: Cuts) -> str:
    told = []
    for name, (low, high) in cuts.stretches.items():
        if high > low and name != "train":
            first, last = clock.times(grid.first + np.array([low, high - 1]))
            told.append(f"the {high - low} steps from {first} to {last} are held out for the {name}")
    return "windows by time: " + ("; ".join(told) or "none is held out")


def _notes(inputs: SeriesInputs, seasons: Sequence[Season], swing: float | None) -> list[str]:
    """What was found out about the series, on the part to learn from."""
    told = [
        f"it comes round every {season.steps} steps of {inputs.clock.step}"
        f"{f' ({season.cycle})' if season.cycle else ''}: autocorrelation {season.strength:.2f}"
        for season in seasons
    ]
    seen = told or ["it comes round after no number of steps: what is seasonal naive is naive here"]
    if not inputs.clock.column:
        seen.append("there is no column of times: the order of the rows is taken for it")
    if swing is not None:
        seen.append(
            f"it swings wider where it stands higher (by the power {swing:.2f} of its level): it is learnt in parts of "
            "the level of what is looked back on"
        )
    return seen
