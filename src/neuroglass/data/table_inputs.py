"""The input side of a table's spec: fitted columns, and how any table-like thing becomes their arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from neuroglass.data.cells import clean
from neuroglass.data.delimited import Layout
from neuroglass.data.encoders import DateColumn, EmbeddedColumn, NumberColumn, OneHotColumn
from neuroglass.data.inputs import FEATURES, WRITTEN, Encoded, InputSpec
from neuroglass.data.raw import Table
from neuroglass.data.sources import read
from neuroglass.data.targets import Target
from neuroglass.data.texts.text_column import TextColumn
from neuroglass.errors import DataError

Ids = EmbeddedColumn | TextColumn  # columns that are inputs of their own
Column = NumberColumn | OneHotColumn | DateColumn | Ids


@dataclass(frozen=True)
class TableInputs:
    """Fitted columns. ``names`` are all the columns training read, in order, used or not, the target among them."""

    columns: tuple[Column, ...]
    names: tuple[str, ...]
    target_name: str
    header: bool
    missing: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("no columns")
        used = [column.name for column in self.columns]
        if len(set(used)) != len(used) or len(set(self.names)) != len(self.names) or set(used) - set(self.names):
            raise ValueError("the column names")

    @property
    def feature_names(self) -> tuple[str, ...]:
        """What each place of the feature vector stands for."""
        return tuple(name for column in self.columns if not isinstance(column, Ids) for name in column.outputs)

    @property
    def inputs(self) -> dict[str, InputSpec]:
        width = len(self.feature_names)
        vector = {FEATURES: InputSpec((width,), "float32")} if width else {}
        ids = {self.input_name(column): column.input for column in self.columns if isinstance(column, Ids)}
        return vector | ids

    def encode(self, raw: Any) -> Encoded:
        table = self.read(raw)
        return self.encode_frame(table.frame, table.source, table.notes)

    def encode_frame(self, frame: pl.DataFrame, source: str, notes: tuple[str, ...] = ()) -> Encoded:
        """A cleaned frame as arrays."""
        told = [*notes, *self._check_names(frame, source)]
        dense, ids = [], {}
        for column in self.columns:
            if isinstance(column, Ids):
                ids[self.input_name(column)] = column.encode(frame[column.name], told.append)
            else:
                dense.append(column.encode(frame[column.name], told.append))
        vector = {FEATURES: np.concatenate(dense, axis=1)} if dense else {}
        return Encoded({**vector, **ids}, np.arange(len(frame)), tuple(told))

    def encode_target(self, raw: Any, target: Target) -> NDArray[np.generic]:
        column, source = self._target_column(raw)
        y, there, _ = target.encode(column, source)
        if not there.all():
            first = int(np.argmin(there)) + 1
            raise DataError(
                f"{source}: {(~there).sum()} row(s) have no target, the first is row {first}",
                "a target in each row to measure on",
                "Leave these rows out",
            )
        return y

    def read(self, raw: Any) -> Table:
        """Any table-like thing, cleaned, with training's column names where it has none of its own."""
        table = read(raw, Layout(header=self.header), self.names_for)
        return table.with_frame(clean(table.frame, self.missing))

    def input_name(self, column: Ids) -> str:
        """What the network calls what it reads of a column of ids."""
        return f"{column.name} (category)" if column.name in (FEATURES, WRITTEN) else column.name

    def names_for(self, width: int) -> tuple[str, ...] | None:
        """All columns, those without the target, or those the model reads: whichever are so many."""
        without_target = tuple(name for name in self.names if name != self.target_name)
        used = {column.name for column in self.columns}
        read = tuple(name for name in self.names if name in used)
        return next((names for names in (self.names, without_target, read) if len(names) == width), None)

    def _target_column(self, raw: Any) -> tuple[pl.Series, str]:
        if isinstance(raw, np.ndarray | pl.Series) or (
            isinstance(raw, list) and raw and not isinstance(raw[0], dict | list)
        ):
            column = pl.Series(self.target_name, raw)
            return clean(column.to_frame(), self.missing).to_series(), "the target"
        table = self.read(raw)
        if self.target_name not in table.frame.columns:
            raise DataError(
                f"{table.source} has no column {self.target_name!r}, the target",
                "the known answers beside the other columns",
                "Rows without them can be answered, not measured on",
            )
        return table.frame[self.target_name], table.source

    def _check_names(self, frame: pl.DataFrame, source: str) -> list[str]:
        lacking = [column.name for column in self.columns if column.name not in frame.columns]
        if lacking:
            raise DataError(
                f"{source} lacks {len(lacking)} column(s) the model needs: {', '.join(lacking[:20])}",
                f"the columns {', '.join([column.name for column in self.columns][:20])}",
                "Add them; their values may be empty where they are not known",
            )
        extra = [name for name in frame.columns if name not in self.names]
        return [f"{len(extra)} column(s) training did not know are ignored: {', '.join(extra[:10])}"] if extra else []
