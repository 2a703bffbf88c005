"""Texts that are to be written of arrays, looked at before anything is made of them."""

from __future__ import annotations

import polars as pl

from neuroglass.data.array_inputs import ArrayInputs
from neuroglass.data.inputs import WRITTEN
from neuroglass.errors import DataError


def check_texts(texts: pl.Series, inputs: ArrayInputs) -> pl.Series:
    """The texts, refused where one is empty, or where an array bears the name of what is written.

    Raises:
        DataError: the first row of an empty one, or the name.
    """
    if WRITTEN in inputs.inputs:
        raise DataError(f"An array is called {WRITTEN!r}, as the text is that is written", "another name for it")
    empty = texts.cast(pl.String).str.strip_chars() == ""
    if empty.any():
        first = int(empty.arg_max() or 0) + 1
        raise DataError(f"{texts.name} holds {empty.sum()} empty text(s), the first in row {first}", "texts")
    return texts
