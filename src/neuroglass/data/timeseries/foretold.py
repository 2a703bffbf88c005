"""What encoded windows are about: their series, the times that are asked for, and the past they look back on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.foreseen import Foreseen
from neuroglass.data.inputs import SERIES, Encoded
from neuroglass.data.timeseries.series_inputs import STEP, SeriesInputs


def foreseen_of(encoded: Encoded, source: SeriesInputs) -> Foreseen:
    """What series and times the answers on encoded windows are about."""
    steps = encoded.beside[STEP].astype(np.int64)
    times = np.array(source.clock.times(steps.ravel())).reshape(steps.shape)
    series = tuple(series_of(encoded.names, steps, source))
    return Foreseen(source.clock.column or "step", times, source.key, series, source.targets)


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
