"""Small series whose every number is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl


def months(count: int, first: int = 2000) -> list[str]:
    return [f"{first + at // 12}-{at % 12 + 1:02}" for at in range(count)]


def days(count: int, first: date = date(2001, 1, 1)) -> list[date]:
    return [first + timedelta(days=at) for at in range(count)]


def hours(count: int, every: int = 1) -> list[datetime]:
    return [datetime(2001, 1, 1) + timedelta(hours=every * at) for at in range(count)]


def sold(count: int, season: int = 12) -> np.ndarray:
    """A wave of that season on a slow rise, with a little noise."""
    at = np.arange(count)
    return np.round(
        50 + 0.3 * at + 10 * np.sin(2 * np.pi * at / season) + np.random.default_rng(1).normal(0, 1, count), 3
    )


def monthly(count: int = 96) -> pl.DataFrame:
    return pl.DataFrame({"month": months(count), "sold": sold(count)})


def shops(count: int = 60, names: Sequence[str] = ("A", "B")) -> pl.DataFrame:
    """Several series in long form, each ten times as large as the one before."""
    frames: list[Any] = [
        pl.DataFrame({"shop": [name] * count, "month": months(count), "sold": 10.0**at * sold(count)})
        for at, name in enumerate(names)
    ]
    return pl.concat(frames)
