"""Series as they are held in memory: a frame whose index is the times, a single column, values alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from neuroglass.data.pandas_frames import as_frame, is_pandas, with_times

TIME, VALUE = "time", "value"  # what is called so that has no name


def as_table(raw: Any, time: str, value: str) -> Any:
    """A table of what may have no names for its times and values; anything else as it is.

    Args:
        time: what an index of times is called that has no name.
        value: what values alone are called.

    >>> as_table([3.0, 5.0], TIME, VALUE)
    {'value': [3.0, 5.0]}
    """
    if is_pandas(raw):
        return with_times(as_frame(raw, value), time)
    if isinstance(raw, pl.Series):
        return raw.to_frame(raw.name or value)
    return {value: raw} if _are_values(raw) else raw


def _are_values(raw: Any) -> bool:
    if isinstance(raw, np.ndarray):
        return raw.ndim == 1
    is_listed = isinstance(raw, list | tuple) and len(raw) > 0
    return is_listed and not any(isinstance(row, Mapping | list | tuple | np.ndarray) for row in raw)
