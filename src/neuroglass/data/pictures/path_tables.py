"""A table that names picture files: one column leads to them, another holds what is to be told of each."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from neuroglass.data.cells import clean
from neuroglass.data.folders.items import File
from neuroglass.data.folders.listing import Listing, shown
from neuroglass.data.folders.sought import PICTURES
from neuroglass.data.raw import Table
from neuroglass.data.sources import read
from neuroglass.data.target_column import find_target, usable_rows
from neuroglass.errors import DataError, nearest

SAMPLE = 200  # cells that are tried as paths


def read_path_table(raw: Any, target: str | int | None, path: str | None, task: str = "auto") -> Listing:
    """The pictures that a table names, with their targets.

    Args:
        raw: anything that ``table`` reads.
        target: the column to be told; None is chosen as for tables, never the paths.
        path: the column of paths, relative to the folder of the table; None is found by trying.
        task: what the target is to be.

    Raises:
        DataError: no column of paths, no target.
    """
    table, folder = _read(raw)
    column = _path_column(table, folder, path)
    names = table.frame.columns
    offered = names if target is not None else [column, *(name for name in names if name != column)]
    wanted, reason = find_target(offered, target, table.source)
    if wanted == column:
        raise DataError(f"{table.source}: {column!r} holds the paths of the pictures", "another column for a target")
    usable, skipped = usable_rows(table, wanted, task)
    frame = table.frame.filter(pl.Series(usable))
    paths = frame[column].to_list()
    return Listing(
        table.source,
        f"{table.format} with paths of pictures",
        _files(folder, paths),
        tuple(paths),
        frame[wanted],
        skipped=tuple(skipped),
        notes=table.notes,
        rows=np.flatnonzero(usable),
        target_reason=reason,
        path_column=column,
    )


def read_paths(raw: Any, path: str | None) -> Listing:
    """The pictures that a table names, whatever else it says of them."""
    table, folder = _read(raw)
    column = _path_column(table, folder, path)
    paths = table.frame[column].to_list()
    return Listing(table.source, table.format, _files(folder, paths), tuple(paths), notes=table.notes)


def _read(raw: Any) -> tuple[Table, Path]:
    table = read(raw)
    cleaned = table.with_frame(clean(table.frame))
    return cleaned, Path(raw).parent if isinstance(raw, str | os.PathLike) else Path()


def _files(folder: Path, paths: Sequence[str]) -> tuple[File, ...]:
    return tuple(File(os.path.join(folder, path)) for path in paths)  # noqa: PTH118 - ten times as fast as Path


def _path_column(table: Table, folder: Path, wanted: str | None) -> str:
    """The column of paths: the one named, or the first of which most cells name existing pictures."""
    texts = [name for name, dtype in table.frame.schema.items() if dtype == pl.String]
    if wanted is not None and wanted not in texts:
        raise DataError(f"{table.source} has no column {wanted!r} of texts", "", nearest(wanted, table.frame.columns))
    shares = {name: _share_of_pictures(table.frame[name], folder) for name in texts}
    if wanted is None and max(shares.values(), default=0.0) <= 0.5:
        where = shown(str(folder.absolute()))
        raise DataError(
            f"{table.source} has no column in which most cells name existing pictures",
            f"a column of paths, relative to {where}",
            'Name it: path="file"',
        )
    column = wanted or max(shares, key=lambda name: shares[name])
    if nameless := table.frame[column].null_count():
        first = int(table.frame[column].is_null().arg_max() or 0)
        raise DataError(
            f"{table.source}, column {column!r}: {nameless} row(s), the first in {table.place(first)}, name no file"
        )
    return column


def _share_of_pictures(column: pl.Series, folder: Path) -> float:
    """Of the cells spread over a column, how many name a picture that is there."""
    chosen = np.linspace(0, len(column) - 1, min(len(column), SAMPLE)).astype(np.int64)
    cells = [cell for cell in column.gather(chosen).to_list() if cell is not None]
    # os.path answers False where a Path raises: a text too long for a name, or with a zero byte
    there = sum(PICTURES.fits(cell) and os.path.isfile(os.path.join(folder, cell)) for cell in cells)  # noqa: PTH113, PTH118
    return there / max(len(cells), 1)
