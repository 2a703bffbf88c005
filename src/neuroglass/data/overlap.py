"""Rows that stand in two parts at once: what is measured on them is remembered, not learnt."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

Target = NDArray[np.generic]


def count_shared(frame: pl.DataFrame, y: Target, others: pl.DataFrame, others_y: Target) -> int:
    """How many rows of ``frame`` stand in ``others`` too: all the columns both have, and the target, are the same."""
    both = set(others.columns)
    names = [name for name, dtype in frame.schema.items() if name in both and not dtype.is_nested()]
    seen = _hashes(others.select(names), others_y)
    return int(_hashes(frame.select(names), y).is_in(seen.implode()).sum())


def _hashes(frame: pl.DataFrame, y: Target) -> pl.Series:
    target = [pl.Series(f"y {at}", part) for at, part in enumerate(y.reshape(len(y), -1).T)]
    return frame.select(pl.all().cast(pl.String)).hstack(target).hash_rows()
