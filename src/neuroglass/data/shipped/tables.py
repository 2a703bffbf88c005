"""Where the tables that come with the package lie."""

from __future__ import annotations

import difflib
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


def located(source: str) -> Path:
    """The file of a source: what lies there, else the shipped table of that name.

    Raises:
        DataError: neither, and a shipped name is near.

    >>> located("iris").name, str(located("mine.csv"))
    ('iris.csv', 'mine.csv')
    """
    given = Path(source)
    if _lies_there(given) or given.name != source:
        return given
    if source in NAMES:
        return path(source)
    near = difflib.get_close_matches(source.lower(), NAMES, n=1)
    if near and not given.suffix:
        raise DataError(f"There is no file {source}", "", f"Did you mean {near[0]}, which comes with neuroglass?")
    return given


def _lies_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name too long, or with a zero byte: whoever reads it says so better
        return False
