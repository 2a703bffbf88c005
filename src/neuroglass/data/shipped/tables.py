"""Where the tables that come with the package lie."""

from __future__ import annotations

from pathlib import Path

from neuroglass.errors import DataError, nearest

_FILES = {"digits": "digits.parquet", "iris": "iris.csv", "wine_quality": "wine_quality.csv"}

NAMES = tuple(_FILES)


def path(name: str) -> Path:
    """The file of a shipped table; its last column is the target.

    Args:
        name: one of `NAMES`.

    Raises:
        DataError: no table of that name is shipped.

    >>> path("iris").name
    'iris.csv'
    """
    if name not in _FILES:
        raise DataError(f"No table named {name!r} comes with neuroglass", mend=nearest(name, NAMES))
    return Path(__file__).with_name(_FILES[name])
