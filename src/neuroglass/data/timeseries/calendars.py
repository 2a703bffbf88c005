"""Calendar features: how far through the day, the week or the year a step is, known of every step to come."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.dates import PARTS
from neuroglass.data.timeseries.clock import Clock


def feature_names(cycles: Sequence[str]) -> tuple[str, ...]:
    """Two for each cycle.

    >>> feature_names(["in the week"])
    ('in the week (sine)', 'in the week (cosine)')
    """
    return tuple(f"{cycle} ({wave})" for cycle in cycles for wave in ("sine", "cosine"))


def calendar(clock: Clock, cycles: Sequence[str], steps: NDArray[np.int64]) -> NDArray[np.float64]:
    """(steps, 2 * cycles): sine and cosine of each part of the steps' dates."""
    dates = clock.dates(clock.origin + steps.astype(np.float64) * clock.every)
    rounds = [2 * np.pi * PARTS[cycle](dates).to_numpy() for cycle in cycles]
    return np.stack([wave(turn) for turn in rounds for wave in (np.sin, np.cos)], axis=-1)
