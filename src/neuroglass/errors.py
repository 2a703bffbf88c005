"""What a user is told when something is wrong: what was received, what was expected, how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

MOST_NAMED = 40  # known words in one message


class NeuroglassError(ValueError):
    """Something the user can mend.

    The message is built from three short sentences: what was received (with its place: file, line,
    column, layer), what was expected, and how to mend it. The command line prints it and leaves with 1.

    >>> str(NeuroglassError("units is -3", "a whole number above 0", "Write Dense(3)"))
    'units is -3. Expected a whole number above 0. Write Dense(3).'
    """

    def __init__(self, received: str, expected: str = "", mend: str = ""):
        self.received, self.expected, self.mend = received, expected, mend
        parts = [received, f"Expected {expected}" if expected else "", mend]
        super().__init__(" ".join(part if part.endswith((".", "?", "!")) else part + "." for part in parts if part))


class NetworkError(NeuroglassError):
    """A network that cannot be built or does not fit what it is given."""


class DataError(NeuroglassError):
    """Raw data that cannot be read or learnt from."""


class FileError(NeuroglassError):
    """A model, run or checkpoint that cannot be read or written."""


class ConfigurationError(NeuroglassError):
    """A setting that is unknown or has an impossible value."""


def nearest(word: object, known: Iterable[str]) -> str:
    """A mend for an unknown word: the nearest known one, or what is known when none is near.

    >>> nearest("rleu", ["relu", "tanh"])
    'Did you mean relu?'
    """
    names = list(known)
    near = difflib.get_close_matches(str(word).lower(), names, n=1, cutoff=0.6)
    if near:
        return f"Did you mean {near[0]}?"
    rest = len(names) - MOST_NAMED
    return f"Known: {', '.join(names[:MOST_NAMED])}{f' and {rest} more' if rest > 0 else ''}"
