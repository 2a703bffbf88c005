"""Seasons: after how many steps a series comes round, by the calendar or by its autocorrelation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.timeseries.clock import LENGTHS, Clock

Values = NDArray[np.float64]
LEAST = 0.2  # autocorrelation from which a series comes round, where chance alone does not make three deviations of it
MORE = 0.02  # that a longer season must be stronger than one that goes into it
RISE = 0.1  # above that at half the way round
FOUND_RISE = 0.3  # the same for a season that no calendar speaks for
ALIKE = 0.9  # of the highest peak, from which an earlier one is taken for the season and the highest for its multiple
TURNS = 2.5  # a season must go round so often to be seen


@dataclass(frozen=True)
class Season:
    """A season of so many steps; ``cycle`` is the part of a date that goes round with it, "" for none."""

    steps: int
    cycle: str
    strength: float


def calendar_seasons(clock: Clock) -> dict[str, float]:
    """How many steps the calendar's rounds have, by the name of the part of a date: those of more than two steps."""
    if clock.unit == "number":
        return {}
    days = {"month": 0.0, "working day": 1.0, "day": 1 / clock.every, "second": LENGTHS["day"] / clock.every}
    day = days[clock.unit]
    week = 5.0 if clock.unit == "working day" else 7 * day
    year = {"month": 12 / clock.every, "working day": 260.9}.get(clock.unit, 365.25 * day)
    rounds = {"in the day": day, "in the week": week, "in the year": year}
    return {name: steps for name, steps in rounds.items() if steps > 2}


def find_seasons(series: Values, clock: Clock) -> tuple[Season, ...]:
    """The seasons of (series, steps) values, the strongest first; found on what is given and nothing else."""
    correlation = autocorrelation(series)
    longest = len(correlation) - 1
    seasons: list[Season] = []
    for cycle, length in calendar_seasons(clock).items():
        steps = round(length)
        if steps <= longest and _comes_round(correlation, steps, RISE):
            season = Season(steps, cycle, float(correlation[steps]))
            seasons += [] if any(_only_repeats(season, shorter) for shorter in seasons) else [season]
    if not seasons and (found := _highest(correlation)):
        seasons = [Season(found, "", float(correlation[found]))]
    return tuple(sorted(seasons, key=lambda season: -season.strength))


def _only_repeats(season: Season, shorter: Season) -> bool:
    """Whether a season is a multiple of a shorter one, and says no more than it."""
    return season.steps % shorter.steps == 0 and season.strength < shorter.strength + MORE


def autocorrelation(series: Values) -> Values:
    """(lags,): the mean over the series, without their straight trend, up to the lag that fits in so often."""
    length = series.shape[1]
    residue = np.stack([_without_trend(one) for one in series])
    there = np.isfinite(series).astype(np.float64)
    size = 2 * length
    products = np.fft.irfft(np.abs(np.fft.rfft(residue, size)) ** 2, size).sum(axis=0)
    pairs = np.fft.irfft(np.abs(np.fft.rfft(there, size)) ** 2, size).sum(axis=0)
    lags = int(length / TURNS) + 1
    mean = products[:lags] / np.maximum(pairs[:lags], 1)
    return mean / mean[0] if mean[0] > 0 else np.zeros(lags)


def _without_trend(one: Values) -> Values:
    there = np.isfinite(one)
    at = np.arange(len(one), dtype=np.float64)
    if there.sum() < 3:
        return np.zeros_like(one)
    slope, level = np.polyfit(at[there], one[there], 1)
    residue = np.where(there, one - level - slope * at, 0.0)
    spread = residue[there].std()
    return residue / spread if spread > 0 else residue


def _comes_round(correlation: Values, steps: int, rise: float) -> bool:
    here, chance = correlation[steps], 3 / np.sqrt(TURNS * len(correlation))
    return bool(
        here > max(LEAST, chance)
        and here > correlation[: steps + 1].min() + rise
        and here > correlation[steps // 2] + rise
    )


def _highest(correlation: Values) -> int | None:
    """The first peak behind the first dip below 0 that is about as high as any: the later ones are its multiples."""
    below = np.flatnonzero(correlation < 0)
    if not len(below):
        return None
    rest = correlation[below[0] : -1]
    first = int(below[0] + np.argmax(rest >= ALIKE * rest.max(initial=0.0))) if len(rest) else 0
    peak = first + int(correlation[first : first + first // 3 + 1].argmax())
    is_inside = first > below[0] and peak < len(correlation) - 1
    return peak if is_inside and _comes_round(correlation, peak, FOUND_RISE) else None
