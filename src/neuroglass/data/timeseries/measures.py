"""How far forecasts are from what came, beside naive forecasts. NaN stands where nothing came."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.timeseries.series_inputs import NAIVE, SEASONAL

Values = NDArray[np.float64]
ROUNDING = 1e-6  # of the largest value: what scaling in float32 and back may be off by


@dataclass(frozen=True)
class Scores:
    """One set of forecasts, measured.

    Args:
        mae, rmse, smape: mean |ŷ - y|; root of mean (ŷ - y)²; mean 2 |ŷ - y| / (|y| + |ŷ|), 0 to 2.
        mase: mae over that of the seasonal naive forecast on the same windows (of the naive one where there is no
            season), so that 1.0 is the seasonal naive forecast. The textbook's (Hyndman and Koehler 2006, Another look
            at measures of forecast accuracy) divides by the error within the training part instead.
        naive: mae of each naive forecast by its name.
        by_step: mae of each step ahead, (horizon,), by who forecasts.
        coverage: share of what came that lies between the outer quantiles; None without quantiles.
        promised: the share that should.
    """

    mae: float
    rmse: float
    smape: float
    mase: float
    naive: dict[str, float]
    by_step: dict[str, Values]
    coverage: float | None
    promised: float


def measured(
    truth: Values, values: Values, levels: Values | None, quantiles: tuple[float, ...], beside: Mapping[str, Values]
) -> Scores:
    """The scores of forecasts.

    Args:
        truth: (n, horizon, targets), in the unit of the data, as all that follows.
        values: as truth.
        levels: (n, horizon, targets, quantiles), or None.
        quantiles: which these are.
        beside: the naive forecasts by name, each as truth.
    """
    naive = {name: beside[name] for name in (NAIVE, SEASONAL) if name in beside}
    errors = {name: error(truth, forecast)["mae"] for name, forecast in naive.items()}
    own = error(truth, values)
    by_step = {"network": values, **naive}
    return Scores(
        **own,
        mase=_as_part(own["mae"], errors[reference(beside)], float(np.nanmax(np.abs(truth)))),
        naive=errors,
        by_step={name: _mean_by_step(np.abs(told - truth)) for name, told in by_step.items()},
        coverage=None if levels is None or len(quantiles) < 2 else covered(truth, levels),
        promised=quantiles[-1] - quantiles[0] if quantiles else 0.0,
    )


def _as_part(error: float, of: float, largest: float) -> float:
    """A naive forecast that is off by what float32 rounds has no parts: no farther off is no number, else infinite."""
    least = ROUNDING * largest
    if of > least:
        return error / of
    return math.inf if error > least else math.nan


def _mean_by_step(off: Values) -> Values:
    """(horizon,): the mean of (n, horizon, targets) over what came, NaN where nothing did."""
    came = np.isfinite(off)
    count = came.sum(axis=(0, 2))
    return np.where(came, off, 0).sum(axis=(0, 2)) / np.where(count > 0, count, np.nan)


def reference(beside: Mapping[str, object]) -> str:
    """The naive forecast that others are measured by: the seasonal one where there is a season."""
    return SEASONAL if SEASONAL in beside else NAIVE


def error(truth: Values, forecast: Values) -> dict[str, float]:
    """rmse, mae and smape over all that came."""
    off = np.abs(forecast - truth)
    size = np.abs(forecast) + np.abs(truth)
    return {
        "rmse": float(np.sqrt(np.nanmean(off**2))),
        "mae": float(np.nanmean(off)),
        "smape": float(np.nanmean(2 * off / np.where(size == 0, 1, size))),
    }


def covered(truth: Values, levels: Values) -> float:
    """The share of what came that lies between the first and the last quantile, both among them."""
    inside = (truth >= levels[..., 0]) & (truth <= levels[..., -1])
    return float(inside[np.isfinite(truth)].mean())
