"""What fit is given to learn from, or the sentence that says how to give it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from neuroglass.data.array_data import arrays
from neuroglass.data.parts import Data
from neuroglass.errors import DataError

PAIR = "the arrays (x, y), or what ng.data.table or ng.data.arrays returned"


def read(data: Any, validation_data: Any, test_data: Any) -> Data:
    """Read data as it is, or arrays as data.

    Raises:
        DataError: neither of them.
    """
    if isinstance(data, Data):
        if validation_data is not None or test_data is not None:
            raise DataError(
                "validation_data or test_data was given beside read data", "its own parts", "Give them to data.table"
            )
        return data
    _refuse_unread(data)
    for name, part in (("validation", validation_data), ("test", test_data)):
        if part is not None and not _is_pair(part):
            share = f"A share of the rows is given as ng.data.arrays(x, y, {name}=0.2)"
            raise DataError(f"{name}_data is {_told(part)}", "the arrays (x, y)", share)
    x, y = data
    return arrays(x, y, validation_data=validation_data, test_data=test_data)


def _refuse_unread(data: Any) -> None:
    if isinstance(data, str | Path):
        raise DataError(f"the data is the path {str(data)!r}", PAIR, f"Write ng.data.table({str(data)!r})")
    if hasattr(data, "columns"):
        raise DataError("the data is a frame", PAIR, 'Write ng.data.table(frame, "the target\'s column")')
    if not _is_pair(data):
        mend = "Weights are given as ng.data.arrays(x, y, weight=...)" if isinstance(data, tuple) else ""
        raise DataError(f"the data is {_told(data)}", PAIR, mend)


def _is_pair(given: Any) -> bool:
    return isinstance(given, tuple | list) and len(given) == 2


def _told(given: Any) -> str:
    kind = type(given).__name__
    if isinstance(given, int | float):
        return repr(given)
    return f"a {kind} of {len(given)}" if isinstance(given, tuple | list) else f"one {kind}"
