"""Anything table-like, as one frame of raw columns: files by their content, frames by their kind, rows and arrays."""

from __future__ import annotations

import difflib
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from neuroglass.data.delimited import Layout, read_delimited
from neuroglass.data.frames import is_table_like, read_frame
from neuroglass.data.raw import Namer, Table, enough
from neuroglass.data.shipped import NAMES, located, path as shipped_table
from neuroglass.errors import DataError

# How well-known binary files begin, so that one with a wrong name is called what it is.
BINARY = {
    b"\x1f\x8b": "a gzip archive",
    b"PK\x03\x04": "a zip archive or a spreadsheet (.xlsx)",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"%PDF": "a PDF document",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet (.xls)",
    b"SQLite format 3": "an SQLite database",
    b"\x7fELF": "a program",
    b"ARROW1": "an Arrow file",
}
PARQUET = b"PAR1"
FOUND_OUT = Layout()


def read(raw: Any, layout: Layout = FOUND_OUT, names: Namer | None = None) -> Table:
    """A table from a path, the name of a shipped table, a frame, a mapping of columns, a list of rows or a 2-D array.

    Raises:
        DataError: what cannot be read, with file, place, cause and mend.
    """
    if isinstance(raw, str | os.PathLike):
        return _read_file(located(raw) if isinstance(raw, str) else Path(raw), layout, names)
    if is_table_like(raw):
        return read_frame(raw, names)
    raise DataError(
        f"A {type(raw).__name__} is no table", "a file, a frame, a mapping of columns, a list of rows or a 2-D array"
    )


def _read_file(path: Path, layout: Layout, names: Namer | None) -> Table:
    content = _content(path, enough(names))
    suffix = path.suffix.lower()
    if content.startswith(PARQUET):
        return _read_with(pl.read_parquet, content, path, "Parquet", enough(names))
    if suffix in (".parquet", ".pq"):
        raise DataError(f"{path} is no Parquet file: it does not begin with PAR1", "", "Check how it was made")
    for start, kind in BINARY.items():
        if content.startswith(start):
            raise DataError(f"{path} is {kind}", "a table: CSV, TSV, Parquet or JSON lines", "Unpack or export it")
    if suffix in (".jsonl", ".ndjson", ".json"):
        return _read_with(_read_json_lines, content, path, "JSON lines", enough(names))
    return read_delimited(content, str(path), layout, names)


def _content(path: Path, least: str) -> bytes:
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode) and (content := path.read_bytes()):
            return content
    except FileNotFoundError as error:
        raise DataError(f"There is no file {path}", "", nearest_path(path)) from error
    except (OSError, ValueError) as error:  # ValueError: a path that holds a zero byte
        reason = error.strerror if isinstance(error, OSError) else str(error)
        shown = str(path)[:200]
        raise DataError(f"{shown} cannot be read: {reason}", "", "Check the path and its permissions") from error
    if stat.S_ISREG(mode):
        raise DataError(f"{path} is empty", least)
    kind = "a folder" if stat.S_ISDIR(mode) else "a pipe" if stat.S_ISFIFO(mode) else "no ordinary file"
    raise DataError(f"{path} is {kind}", "a file that holds a table", f"Name the file itself{_hidden(path)}")


def _hidden(path: Path) -> str:
    """Where the shipped table is whose name something else has here."""
    name = str(path)
    return f"; the table {name} that comes with neuroglass is {shipped_table(name)}" if name in NAMES else ""


def nearest_path(path: Path) -> str:
    """A mend for a path where nothing lies: the nearest name beside it."""
    if not path.parent.is_dir():
        return f"The folder {path.parent} does not exist either"
    near = difflib.get_close_matches(path.name, [file.name for file in path.parent.iterdir()], n=1, cutoff=0.6)
    return f"Did you mean {path.parent / near[0]}?" if near else "Check the path"


def _read_json_lines(content: bytes) -> pl.DataFrame:
    try:
        return pl.read_ndjson(content, infer_schema_length=None)
    except pl.exceptions.PolarsError as error:
        for number, line in enumerate(content.splitlines(), start=1):
            if line.strip() and not _is_json_object(line):
                raise pl.exceptions.ComputeError(f"line {number} is no JSON object") from error
        raise


def _is_json_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _read_with(reader: Callable[[bytes], pl.DataFrame], content: bytes, path: Path, kind: str, least: str) -> Table:
    try:
        frame = reader(content)
    except (pl.exceptions.PolarsError, OSError) as error:
        first = str(error).strip().splitlines()[0]
        raise DataError(
            f"{path} cannot be read as {kind}: {first}", "", "The file may be damaged or cut short"
        ) from error
    if not len(frame):
        raise DataError(f"{path} holds no rows", least)
    return Table(str(path), frame, kind)
