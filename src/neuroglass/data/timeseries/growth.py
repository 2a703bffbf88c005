"""Whether a series swings wider where it stands higher, so that it is better seen in parts of its level."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
FEWEST = 4  # stretches to compare
RANGE = 1.5  # the highest of them must stand so many times as high as the lowest
SLOPE = 0.5  # of log(swing) over log(level), from which swings belong to the level: halfway from 0, not at all, to 1


def swings_with_level(series: Values, stretch: int) -> float | None:
    """The slope of log(swing) over log(level) between stretches of (series, steps), or None where it says nothing.

    Source: Guerrero 1993, Time-series analysis supported by power transformations.
    """
    if not (series[np.isfinite(series)] > 0).all():
        return None
    pieces = _stretches(series, stretch)
    if len(pieces) < FEWEST:
        return None
    levels, swings = pieces.mean(axis=1), pieces.std(axis=1)
    told = swings > 0
    if told.sum() < FEWEST or levels.max() < RANGE * levels.min():
        return None
    return float(np.polyfit(np.log(levels[told]), np.log(swings[told]), 1)[0])


def _stretches(series: Values, stretch: int) -> Values:
    """(pieces, stretch), those of which all is known."""
    whole = series.shape[1] // stretch * stretch
    pieces = series[:, series.shape[1] - whole :].reshape(-1, stretch)
    return pieces[np.isfinite(pieces).all(axis=1)]
