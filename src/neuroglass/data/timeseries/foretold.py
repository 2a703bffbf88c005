"""A forecast as a table: a row for each step to come of each series."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from neuroglass.data.answers import Answer
from neuroglass.data.inputs import SERIES, Encoded
from neuroglass.data.timeseries.series_inputs import STEP, SeriesInputs


def forecast_frame(answer: Answer, encoded: Encoded, source: SeriesInputs) -> pl.DataFrame:
    """Time, the series where there are several, and of each target the forecast and its other quantiles."""
    steps = encoded.beside[STEP].astype(np.int64)
    horizon = steps.shape[1]
    columns: dict[str, object] = {source.clock.column or "step": source.clock.times(steps.ravel())}
    if source.key is not None:
        whose = series_of(encoded.names, steps, source)
        columns = {source.key: [name for name in whose for _ in range(horizon)], **columns}
    for place, name in enumerate(source.targets):
        columns |= _of_target(name, answer, place, steps.shape)
    return pl.DataFrame(columns)


def series_of(names: Sequence[str], steps: NDArray[np.generic], source: SeriesInputs) -> list[str]:
    """Which series each window is of, by its name without the time at which its forecast begins; "" for the only one.

    Args:
        names: of the windows, as ``SeriesInputs.called`` makes them.
        steps: (n, horizon), those that are foreseen.
    """
    times = source.clock.times(steps[:, 0].astype(np.int64))
    return [name.removesuffix(time).removesuffix(", ") for name, time in zip(names, times, strict=True)]


def past(encoded: Encoded, source: SeriesInputs) -> NDArray[np.float64]:
    """(n, window, targets): what was looked back on, in the unit of the data."""
    count = len(source.targets)
    seen = encoded.x[SERIES][..., :count].astype(np.float64)
    return np.asarray(seen * np.array(source.scale[:count]) + np.array(source.offset[:count]))


def _of_target(name: str, answer: Answer, place: int, shape: tuple[int, ...]) -> dict[str, NDArray[np.generic]]:
    values = np.asarray(answer.values).reshape(*shape, -1)
    columns: dict[str, NDArray[np.generic]] = {name: values[..., place].ravel()}
    if answer.levels is None:
        return columns
    middle = len(answer.quantiles) // 2
    others = [(at, level) for at, level in enumerate(answer.quantiles) if at != middle]
    return columns | {f"{name} {level:.3g}": answer.levels[:, :, place, at].ravel() for at, level in others}
