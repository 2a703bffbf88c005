"""How numbers are brought to a common size. One table: a name, how offset and scale are fitted, whether it clips."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuroglass.errors import ConfigurationError, nearest

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Scaling:
    """A fitted scaling: a = clip((x - offset) * scale), with clip(v) = v / sqrt(1 + (v / limit)^2), or none for 0."""

    offset: float
    scale: float
    limit: float = 0.0

    def __post_init__(self) -> None:
        if self.limit < 0:
            raise ValueError(f"a clipping limit of {self.limit}")

    def apply(self, values: Values) -> Values:
        with np.errstate(over="ignore"):
            scaled = np.clip((values - self.offset) * self.scale, -1e30, 1e30)
        return scaled / np.sqrt(1.0 + (scaled / self.limit) ** 2) if self.limit else scaled


def _standard(values: Values) -> tuple[float, float]:
    return float(values.mean()), _inverse(float(values.std()))


def _minmax(values: Values) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    return low, _inverse(high - low)


def _robust(values: Values) -> tuple[float, float]:
    low, quarter, median, three_quarters, high = (float(v) for v in np.quantile(values, [0, 0.25, 0.5, 0.75, 1]))
    spread = three_quarters - quarter or (high - low) / 2
    return median, _inverse(spread)


def _none(values: Values) -> tuple[float, float]:
    return 0.0, 1.0


def _inverse(spread: float) -> float:
    return 1.0 / spread if spread > 1e-30 else 0.0


# Robust scaling with smooth clipping at 3 is that of RealMLP (Holzmueller et al. 2024, arXiv:2407.04491, section 3).
METHODS: dict[str, tuple[Callable[[Values], tuple[float, float]], float]] = {
    "robust": (_robust, 3.0),
    "standard": (_standard, 0.0),
    "minmax": (_minmax, 0.0),
    "none": (_none, 0.0),
}


def fit_scaling(method: str, values: Values) -> Scaling:
    """The scaling of that name, fitted on values that are all there."""
    if method not in METHODS:
        raise ConfigurationError(f"The scaling {method!r} is not known", "", nearest(method, METHODS))
    fit, limit = METHODS[method]
    offset, scale = fit(values) if len(values) else (0.0, 0.0)
    return Scaling(offset, scale, limit)
