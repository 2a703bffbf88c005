"""What pandas holds, as polars columns. It is recognised by the name of its module and never imported."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from neuroglass.data.raw import refuse_duplicates

OF_TIMES = ("DatetimeIndex", "PeriodIndex")


def is_pandas(raw: Any) -> bool:
    """Whether it is a frame or a single column of pandas."""
    return type(raw).__module__.split(".")[0] == "pandas" and type(raw).__name__ in ("DataFrame", "Series")


def as_frame(raw: Any, name: str = "value") -> Any:
    """A pandas frame; of a single column the one with it alone, called ``name`` where it has none."""
    return raw if raw.ndim == 2 else raw.to_frame(name if raw.name is None else raw.name)


def from_pandas(raw: Any, source: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """A frame's columns, and what is left out of it.

    Raises:
        DataError: a name that stands there twice.
    """
    frame = as_frame(raw)
    refuse_duplicates([str(name) for name in frame.columns], source)
    return pl.DataFrame([_column(str(name), frame.iloc[:, at]) for at, name in enumerate(frame.columns)]), _told(frame)


def with_times(frame: Any, time: str) -> Any:
    """The frame with an index of times as its first columns; one without a name is called ``time``.

    An index is left where it is that holds no times, or whose name a column has.
    """
    names = [name if name is not None else time for name in frame.index.names]
    if not _has_times(frame.index) or set(names) & set(frame.columns) or len(set(names)) < len(names):
        return frame
    return frame.rename_axis(names).reset_index()


def _has_times(index: Any) -> bool:
    return any(type(level).__name__ in OF_TIMES for level in getattr(index, "levels", [index]))


def _told(frame: Any) -> tuple[str, ...]:
    """A note on an index that says more than the columns and the order of the rows."""
    names = [repr(name) for name in frame.index.names if name is not None]
    if set(frame.index.names) <= set(frame.columns) or not (names or _has_times(frame.index)):
        return ()
    return (f"the index {', '.join(names) or 'of times'} is left out: reset_index() makes a column of it",)


def _column(name: str, column: Any) -> pl.Series:
    if type(column.dtype).__name__ == "PeriodDtype":
        column = column.dt.to_timestamp()
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "biufM":
        return pl.Series(name, column.to_numpy())
    plain = column.astype(object)
    return pl.Series(name, plain.where(plain.notna(), None).tolist(), strict=False)
