"""Numbers of a network's values that are held at something else, whatever is computed."""

from __future__ import annotations

from typing import Any, NamedTuple

import jax.numpy as jnp
import numpy as np
import polars as pl
from numpy.typing import NDArray

from neuroglass.data.encoders import EmbeddedColumn
from neuroglass.data.inputs import FEATURES, SERIES
from neuroglass.data.table_inputs import TableInputs
from neuroglass.data.texts.text_column import TextColumn
from neuroglass.data.timeseries.series_inputs import SeriesInputs
from neuroglass.errors import NetworkError, nearest
from neuroglass.glass.given import finite
from neuroglass.model import Model
from neuroglass.nn.network import Variables, held_by

Array = NDArray[Any]
Place = tuple[int, ...]


class Held(NamedTuple):
    """Of a node's value: which numbers are held, and at what; both of its shape, or of its last axis alone."""

    node: str
    where: Array
    at: Array
    notes: tuple[str, ...] = ()


def held_unit(model: Model, node: str, unit: int | None, place: Place | None, value: Any) -> Held:
    """One unit at all its places or at one; without a unit all of them.

    Raises:
        NetworkError: no such node, unit or place, or a value that the node cannot have.
    """
    shape = shape_of(model, node)
    check_unit(node, shape, unit)
    if finite(node if unit is None else f"{node}[{unit}]", value).size != 1:
        raise NetworkError(f"{node} held at an array of {np.shape(value)}", "one number")
    check_place(node, shape, place)
    where = np.zeros(shape if place is not None or not shape else shape[-1:], np.bool_)
    where[(*(place or ()), slice(None) if unit is None else unit) if shape else ()] = True
    return Held(node, where, _of_kind(model, node, where, value))


def held_column(model: Model, column: str, value: object) -> Held:
    """A column of a table, or of a series at all its steps, in the column's own words and unit.

    Raises:
        NetworkError: no such column, or what a series cannot hold.
    """
    source = model.spec.source
    if isinstance(source, SeriesInputs) and column in source.columns:
        place = source.columns.index(column)
        scaled = (_number(column, value) - source.offset[place]) / source.scale[place]
        return held_unit(model, SERIES, place, None, scaled)
    if not isinstance(source, TableInputs) or column not in columns(model):
        raise NetworkError(f"there is no node or column {column!r}", "", nearest(column, known(model)))
    notes: list[str] = []
    fitted = next(entry for entry in source.columns if entry.name == column)
    encoded = fitted.encode(pl.Series(column, [value]), notes.append)[0]
    if isinstance(fitted, EmbeddedColumn | TextColumn):
        return Held(source.input_name(fitted), np.ones(encoded.shape, np.bool_), np.asarray(encoded), tuple(notes))
    where = np.isin(np.array(source.feature_names), fitted.outputs)
    at = np.zeros(len(where), np.float32)
    at[where] = encoded
    return Held(FEATURES, where, at, tuple(notes))


def columns(model: Model) -> tuple[str, ...]:
    """What an input is made of, where that has columns."""
    source = model.spec.source
    if isinstance(source, TableInputs):
        return tuple(column.name for column in source.columns)
    return source.columns if isinstance(source, SeriesInputs) else ()


def known(model: Model) -> tuple[str, ...]:
    """All that can be edited, by name."""
    return (*model.network.shapes, *columns(model))


def with_held(variables: Variables, held: Held) -> Variables:
    """Weights and state with one edit more."""
    place, state = held_by(held.node), variables["state"]
    where, at = np.broadcast_arrays(held.where, held.at)
    if place in state:
        before, kept = np.asarray(state[place]["where"]), np.asarray(state[place]["at"])
        where, at = where | before, np.where(where, at, kept)
    return {**variables, "state": {**state, place: {"where": jnp.asarray(where), "at": jnp.asarray(at)}}}


def shape_of(model: Model, node: str) -> tuple[int, ...]:
    """Of a node's value, without the batch axis.

    Raises:
        NetworkError: there is no such node.
    """
    if node not in model.network.shapes:
        raise NetworkError(f"there is no node {node!r}", "", nearest(node, model.network.shapes))
    return model.network.shapes[node]


def check_unit(node: str, shape: tuple[int, ...], unit: int | None) -> None:
    """Refuse a unit that a node does not have.

    Raises:
        NetworkError: it has fewer, or none.
    """
    if unit is not None and not (shape and 0 <= unit < shape[-1]):
        expected = f"a number from 0 to {shape[-1] - 1}" if shape else "no unit: it has one number"
        raise NetworkError(f"unit {unit} of {node}", expected)


def check_place(node: str, shape: tuple[int, ...], place: Place | None) -> None:
    """Refuse a place that a node does not have: all axes but the units'.

    Raises:
        NetworkError: with the places that there are.
    """
    places = shape[:-1]
    if place is not None and (
        len(place) != len(places) or not all(0 <= at < size for at, size in zip(place, places, strict=True))
    ):
        raise NetworkError(f"the place {place} of {node}", f"one below {places}" if places else "no place")


def _of_kind(model: Model, node: str, where: Array, value: Any) -> Array:
    """The value in the type of the node: ids and pixels are whole numbers."""
    layer = model.network.inputs.get(node)
    at = np.zeros(where.shape, np.float32 if layer is None else layer.dtype)
    if at.dtype.kind != "f" and (value != int(value) or not _holds(at.dtype, int(value))):
        raise NetworkError(f"{node} held at {value}", f"a whole number that {at.dtype} has")
    at[where] = value
    return at


def _number(column: str, value: object) -> float:
    """A number as it is written or as it is."""
    try:
        return float(str(value))
    except ValueError:
        raise NetworkError(f"{column} = {value!r}", "a number") from None


def _holds(dtype: np.dtype[Any], value: int) -> bool:
    return int(np.iinfo(dtype).min) <= value <= int(np.iinfo(dtype).max)
