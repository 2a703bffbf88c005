"""A row of a table in the words and units of its source, taken back from the arrays that were made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.encoders import DateColumn, EmbeddedColumn, NumberColumn, OneHotColumn
from neuroglass.data.inputs import FEATURES
from neuroglass.data.scaling import Scaling
from neuroglass.data.table_inputs import TableInputs
from neuroglass.data.texts.text_column import TextColumn
from neuroglass.data.texts.vocabulary import Vocabulary

MISSING, UNKNOWN = "missing", "rare or unknown"
MOST_LETTERS = 400  # of a text

Arrays = Mapping[str, NDArray[np.generic]]


def read_back(source: TableInputs, x: Arrays) -> Iterator[tuple[str, float | str]]:
    """Each column of one row with its value; columns that were not used are not among them."""
    at = 0
    for column in source.columns:
        if isinstance(column, EmbeddedColumn):
            yield column.name, _level(column, int(x[source.input_name(column)]))
            continue
        if isinstance(column, TextColumn):
            yield column.name, shortened(column.vocabulary, x[source.input_name(column)])
            continue
        encoded = np.asarray(x[FEATURES][at : at + len(column.outputs)], np.float64)
        at += len(column.outputs)
        yield column.name, _cell(column, encoded)


def shortened(vocabulary: Vocabulary, ids: NDArray[np.generic]) -> str:
    """A text as the network read it, or how it begins."""
    text = vocabulary.text(ids.tolist())
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS]} …"


def unscaled(scaling: Scaling, value: float) -> float:
    """The number of which the scaling made ``value``."""
    if scaling.limit:
        value = value / np.sqrt(max(1.0 - (value / scaling.limit) ** 2, 1e-12))
    return value / scaling.scale + scaling.offset if scaling.scale else scaling.offset


def _cell(column: NumberColumn | OneHotColumn | DateColumn, encoded: NDArray[np.float64]) -> float | str:
    if isinstance(column, OneHotColumn):
        names = (*column.levels, *[MISSING] * column.missing, *[UNKNOWN] * column.other)
        return names[int(encoded.argmax())] if encoded.any() else UNKNOWN
    if column.indicator and encoded[-1]:
        return MISSING
    value = unscaled(column.scaling, float(encoded[0]))
    if isinstance(column, DateColumn):
        return str(np.datetime64(round(value * 1440), "m") if column.with_hours else np.datetime64(round(value), "D"))
    return round(value, _decimals(column.scaling))


def _decimals(scaling: Scaling) -> int:
    """As many as float32 keeps of a number that was scaled."""
    return round(np.log10(max(scaling.scale, 1e-30))) + 5


def _level(column: EmbeddedColumn, number: int) -> str:
    return (UNKNOWN, *column.levels, MISSING)[number]
