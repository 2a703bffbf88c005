"""Tables that are in memory already: polars, pandas and Arrow frames, mappings of columns, rows, 2-D arrays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from neuroglass.data.pandas_frames import from_pandas, is_pandas
from neuroglass.data.raw import Namer, Table, position_names, refuse_duplicates
from neuroglass.errors import DataError

HERE = "the table"


def is_table_like(raw: Any) -> bool:
    """Whether ``read_frame`` knows this kind of thing."""
    return (
        isinstance(raw, (pl.DataFrame, pl.LazyFrame, pl.Series, Mapping, list, tuple, np.ndarray))
        or is_pandas(raw)
        or hasattr(raw, "__arrow_c_stream__")
        or hasattr(raw, "__dataframe__")
    )


def read_frame(raw: Any, names: Namer | None) -> Table:
    """A table from something in memory."""
    if is_pandas(raw):
        frame, notes = from_pandas(raw, HERE)
        return _checked(Table(HERE, frame, "a pandas frame", notes=notes))
    frame, kind, header = _convert(raw, names)
    return _checked(Table(HERE, frame, kind, header))


def _checked(table: Table) -> Table:
    frame = table.frame
    if not len(frame) or not frame.width:
        raise DataError(f"The table has {len(frame)} rows and {frame.width} columns", "at least one row and one column")
    return table


def _convert(raw: Any, names: Namer | None) -> tuple[pl.DataFrame, str, bool]:
    if isinstance(raw, pl.LazyFrame):
        return raw.collect(), "a polars frame", True
    if isinstance(raw, pl.DataFrame):
        return raw, "a polars frame", True
    if isinstance(raw, pl.Series):
        return raw.to_frame(raw.name or "value"), "a polars column", True
    if hasattr(raw, "__arrow_c_stream__"):
        refuse_duplicates([str(name) for name in getattr(raw, "column_names", ())], HERE)
        return pl.DataFrame(raw), "an Arrow table", True
    if isinstance(raw, Mapping):
        return _from_columns(raw), "columns", True
    if isinstance(raw, np.ndarray):
        return _from_rows(raw, names), "an array", False
    if isinstance(raw, list | tuple):
        return (_from_dicts(raw), "rows", True) if _are_dicts(raw) else (_from_rows(raw, names), "rows", False)
    return pl.from_dataframe(raw), "a frame", True


def _from_columns(raw: Mapping[Any, Any]) -> pl.DataFrame:
    columns = {str(name): _listed(values) for name, values in raw.items()}
    lengths = {name: len(values) for name, values in columns.items()}
    if len(set(lengths.values())) > 1:
        shown = ", ".join(f"{name} {length}" for name, length in list(lengths.items())[:8])
        raise DataError(f"The columns differ in length: {shown}", "as many values in each")
    return pl.DataFrame([pl.Series(name, values, strict=False) for name, values in columns.items()])


def _listed(values: Any) -> Any:
    if isinstance(values, str) or np.ndim(values) == 0:
        return [values]
    if isinstance(values, pl.Series | list):
        return values
    array = np.asarray(values)
    return list(values) if array.dtype.kind == "O" or isinstance(values, tuple) else array


def _are_dicts(raw: Any) -> bool:
    return bool(raw) and all(isinstance(row, Mapping) for row in raw)


def _from_dicts(raw: Any) -> pl.DataFrame:
    names = list(dict.fromkeys(str(name) for row in raw for name in row))
    return pl.DataFrame([pl.Series(name, [row.get(name) for row in raw], strict=False) for name in names])


def _from_rows(raw: Any, names: Namer | None) -> pl.DataFrame:
    if len(raw) == 0:
        raise DataError("The table has no rows", "at least one row")
    if isinstance(raw, np.ndarray) and raw.ndim > 2:
        raise DataError(f"an array of shape {raw.shape} is no table", "rows and columns")
    widths = {len(row) if isinstance(row, list | tuple | np.ndarray) else 0 for row in raw}
    if widths == {0}:
        raise DataError("A row is a single value", "rows of one length", 'Write {"x": values} for a column of values')
    if len(widths) > 1:
        raise DataError("The rows differ in length", "rows of one length")
    (width,) = widths
    columns = list(zip(*raw, strict=True)) if isinstance(raw, list | tuple) else list(raw.T)
    fitting = position_names(width, names, HERE)
    return pl.DataFrame([pl.Series(name, _listed(c), strict=False) for name, c in zip(fitting, columns, strict=True)])
