"""One row of a table as it is told, value by value; what is not told is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from neuroglass.data.table_inputs import TableInputs
from neuroglass.errors import DataError, nearest


def given_row(told: Sequence[str], source: Any) -> tuple[dict[str, str | None], list[str]]:
    """The row that texts like ``column=value`` make up, and what a reader must know of it.

    Raises:
        DataError: no such column, one that is told twice, no value, or data that has no columns.
    """
    if not isinstance(source, TableInputs):
        raise DataError(f"--given {told[0]} is told, and the model reads no columns", "a file to write of")
    needed = [column.name for column in source.columns]
    row: dict[str, str | None] = {}
    for entry in told:
        name, equals, value = entry.partition("=")
        if not equals:
            raise DataError(f"--given {entry!r} tells no value", "a column and its value, as colour=red")
        if name not in needed:
            raise DataError(f"--given tells {name!r}, which the model does not read", "", nearest(name, needed))
        if name in row:
            raise DataError(f"--given tells {name!r} twice: {row[name]!r} and {value!r}", "one value for each column")
        row[name] = value
    missing = [name for name in needed if not row.get(name)]
    told_missing = f"nothing is given of {', '.join(missing)}: taken as missing"
    return dict.fromkeys(needed) | row, [told_missing] if missing else []
