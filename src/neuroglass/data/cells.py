"""What single cells mean: missing values, numbers, levels. The same reading in training and in prediction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

# Compared in lower case and without blanks around them; the empty cell is always missing.
MISSING = ("?", "na", "n/a", "nan", "null", "none", "nil", "<na>", "#n/a", "missing")
# Beyond this a float32 cannot be computed with (its square overflows twice over), so it is no measurement.
LARGEST = 1e30


@dataclass(frozen=True)
class Numbers:
    """A column read as numbers; NaN stands where there is none, with the counts of why."""

    values: NDArray[np.float64]
    missing: int
    unreadable: int
    out_of_range: int
    examples: tuple[str, ...] = ()


def clean(frame: pl.DataFrame, missing: Sequence[str] = MISSING) -> pl.DataFrame:
    """The frame with blanks around texts removed and missing values null."""
    texts = [pl.col(name) for name, dtype in frame.schema.items() if dtype in (pl.String, pl.Categorical, pl.Enum)]
    floats = [pl.col(name).fill_nan(None) for name, dtype in frame.schema.items() if dtype.is_float()]
    if not texts:
        return frame.with_columns(floats)
    marks = [mark.strip().lower() for mark in missing] + [""]
    stripped = frame.with_columns([text.cast(pl.String).str.strip_chars() for text in texts])
    kept = [pl.when(~text.str.to_lowercase().is_in(marks)).then(text).alias(text.meta.output_name()) for text in texts]
    return stripped.with_columns(kept + floats)


def numbers(column: pl.Series) -> Numbers:
    """A cleaned column as float64. Infinity and what lies beyond 1e30 either way counts as out of range."""
    if column.dtype == pl.Object:
        column = pl.Series(column.name, [None if cell is None else str(cell) for cell in column], pl.String)
    plain = column.dt.total_seconds() if column.dtype == pl.Duration else column
    cast = plain.cast(pl.Float64, strict=False)
    if column.dtype == pl.String and cast.null_count() > column.null_count():
        cast = _with_decimal_commas(column, cast)
    unreadable = column.filter(cast.is_null() & column.is_not_null())
    values = cast.fill_null(np.nan).to_numpy().astype(np.float64)
    wild = np.abs(values) > LARGEST
    nan_texts = int(np.isnan(values).sum()) - column.null_count() - len(unreadable)
    values = np.where(wild, np.nan, values)
    examples = tuple(str(cell) for cell in unreadable.unique(maintain_order=True).head(3))
    return Numbers(values, column.null_count() + nan_texts, len(unreadable), int(wild.sum()), examples)


def _with_decimal_commas(column: pl.Series, cast: pl.Series) -> pl.Series:
    decimal = column.str.contains(r"^[+-]?\d*,\d+([eE][+-]?\d+)?$")
    if not decimal.any() or column.filter(decimal).str.contains(r"^[+-]?[1-9]\d{0,2},\d{3}$").all():
        return cast
    return cast.fill_null(column.str.replace(",", ".").cast(pl.Float64, strict=False))


def levels(column: pl.Series) -> pl.Series:
    """A cleaned column as the texts that name its levels; 1.0 and 1 are the same level."""
    if column.dtype.is_float():
        whole = pl.when(pl.col("c") == pl.col("c").round()).then(pl.col("c").cast(pl.Int64, strict=False))
        shown = [whole.cast(pl.String), pl.col("c").cast(pl.String)]
        return column.alias("c").to_frame().select(pl.coalesce(shown).alias(column.name)).to_series()
    return column.cast(pl.String)


def level_numbers(texts: pl.Series, known: Sequence[str]) -> NDArray[np.int64]:
    """The position of each text among the known ones; -1 for a text that is not known, -2 for a missing one."""
    order = pl.DataFrame(
        {"level": list(known), "number": range(len(known))}, schema={"level": pl.String, "number": pl.Int64}
    )
    found = texts.alias("level").to_frame().join(order, on="level", how="left", maintain_order="left")["number"]
    numbered = found.fill_null(-1).to_numpy().astype(np.int64)
    return np.where(texts.is_null().to_numpy(), -2, numbered)
