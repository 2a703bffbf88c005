"""The columns of a table, and the places of the network's inputs that each of them fills."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.array_inputs import ArrayInputs
from neuroglass.data.inputs import FEATURES, WRITTEN
from neuroglass.data.table_inputs import Ids, TableInputs
from neuroglass.model import Model

BEFORE = "the text before"  # of a token that is written


class Column(NamedTuple):
    """A column.

    Args:
        name: in the source.
        input: the network's input it is in.
        places: of the last axis of that input; None: all of it.
    """

    name: str
    input: str
    places: slice | None


def columns_of(model: Model) -> tuple[Column, ...]:
    """Those of a table in their order; of vectors each number; of anything else none."""
    source = model.spec.source
    if isinstance(source, ArrayInputs):
        flat = [column for column in source.columns if len(column.shape) == 1 and column.size is None]
        if len(flat) < len(source.columns):
            return ()
        return tuple(
            Column(f"{column.name}[{place}]", column.name, slice(place, place + 1))
            for column in flat
            for place in range(column.shape[0])
        )
    if not isinstance(source, TableInputs):
        return ()
    found, start = [], 0
    for column in source.columns:
        if isinstance(column, Ids):
            found.append(Column(column.name, source.input_name(column), None))
        else:
            stop = start + len(column.outputs)
            found.append(Column(column.name, FEATURES, slice(start, stop)))
            start = stop
    return tuple(found)


def parts_of(model: Model) -> tuple[Column, ...]:
    """All that an answer follows from: the columns and, where a text is written, what stands before each token."""
    columns = columns_of(model)
    return (*columns, Column(BEFORE, WRITTEN, None)) if columns and model.spec.target.writing else columns


def summed(columns: tuple[Column, ...], values: Mapping[str, NDArray[np.float64]]) -> dict[str, NDArray[np.float64]]:
    """What all places of a column have together, (samples,) by column."""
    parts = {column.name: values[column.input] for column in columns if column.input in values}
    return {column.name: _part(parts[column.name], column.places) for column in columns if column.name in parts}


def _part(values: NDArray[np.float64], places: slice | None) -> NDArray[np.float64]:
    chosen = values if places is None else values[..., places]
    return chosen.reshape(len(values), -1).sum(axis=1)
