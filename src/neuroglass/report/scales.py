"""Scales: from values to places in a picture, and the round numbers beside them."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neuroglass.report.words import number, signed

STEEP = 30  # where the largest value is this many times the smallest, a logarithmic scale shows more
SHORT_SPAN = 2.7  # decades up to which a logarithmic scale has ticks at 2 and 5 too


@dataclasses.dataclass(frozen=True)
class Scale:
    """Values from ``low`` to ``high`` laid between the places ``start`` and ``end``."""

    low: float
    high: float
    start: float
    end: float
    logarithmic: bool = False
    whole: bool = False  # whether only whole numbers are marked

    def __call__(self, values: float | NDArray[Any]) -> NDArray[np.float64]:
        """The places of values."""
        low, high, at = (_logged(part) if self.logarithmic else part for part in (self.low, self.high, values))
        shares = (np.asarray(at, np.float64) - low) / (high - low)
        return np.asarray(self.start + shares * (self.end - self.start))

    def place(self, value: float) -> float:
        """The place of one value."""
        return float(self(value))

    def ticks(self, wanted: int = 5) -> list[tuple[float, str]]:
        """Round values within the scale, and how they are written."""
        finest = 1.0 if self.whole else 0.0
        values = (
            _decades(self.low, self.high, wanted) if self.logarithmic else _steps(self.low, self.high, wanted, finest)
        )
        return [(value, _short(value)) for value in values]


def scale(
    values: ArrayLike, start: float, end: float, *, logarithmic: bool = False, through: float | None = None
) -> Scale:
    """The scale over all finite values, and ``through`` where it must be on it too."""
    known = np.asarray(values, np.float64).ravel()
    known = known[np.isfinite(known)]
    if through is not None:
        known = np.append(known, through)
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    if logarithmic:
        return Scale(low / 1.15, high * 1.15, start, end, logarithmic=True)
    if high - low <= 1e-6 * max(abs(low), abs(high)):
        room = abs(low) * 0.1 or 1.0
        return Scale(low - room, high + room, start, end)
    return Scale(low, high, start, end)


def padded(fitted: Scale, share: float = 0.05) -> Scale:
    """The scale with room at both ends."""
    room = share * (fitted.high - fitted.low)
    return dataclasses.replace(fitted, low=fitted.low - room, high=fitted.high + room)


def is_steep(values: ArrayLike) -> bool:
    """Whether positive values lie so far apart that a logarithmic scale shows them better."""
    known = np.asarray(values, np.float64).ravel()
    known = known[np.isfinite(known)]
    return len(known) > 0 and bool(known.min() > 0 and known.max() > STEEP * known.min())


def _short(value: float) -> str:
    """A number that fits beside an axis."""
    whole = number(value)
    return whole if len(whole) <= 7 else signed(f"{value:.3g}".replace("e+0", "e").replace("e+", "e"))


def _logged(values: Any) -> NDArray[np.float64]:
    positive = np.asarray(values, np.float64)
    return np.log10(np.where(positive > 0, positive, np.nan))


def _steps(low: float, high: float, wanted: int, finest: float) -> list[float]:
    rough = max((high - low) / wanted, finest)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(place * step, 12) for place in range(first, last + 1)]


def _decades(low: float, high: float, wanted: int) -> list[float]:
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    factors = (1, 2, 5) if math.log10(high / low) <= SHORT_SPAN else (1,)
    inside = [factor * 10.0**power for power in powers for factor in factors if low <= factor * 10.0**power <= high]
    return inside[:: -(-len(inside) // (wanted + 3)) or 1]
