"""Where the rows of a delimited text begin and how many fields each has, in blocks of bounded memory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuroglass.errors import DataError

BLOCK = 1 << 23
QUOTE, NEWLINE = ord('"'), ord("\n")


@dataclass(frozen=True)
class Records:
    """For each row: the line it begins at (from 1), its number of fields, and whether it is an empty line."""

    lines: NDArray[np.int64]
    widths: NDArray[np.int64]
    blank: NDArray[np.bool_]


def scan(text: bytes, delimiter: str, source: str) -> Records:
    """The rows of ``text``; what stands between quotation marks ends neither field nor row.

    Raises:
        DataError: a quotation mark that is never closed.
    """
    ends, lines, fields = _row_ends(text, delimiter, source)
    starts = np.concatenate([[0], ends[:-1] + 1]).astype(np.int64)
    widths = np.diff(fields, prepend=0) + 1
    plain = np.frombuffer(text, np.uint8)
    empty = (ends == starts) | ((ends == starts + 1) & (plain[np.minimum(starts, len(plain) - 1)] == ord("\r")))
    return Records(np.concatenate([[1], lines[:-1] + 1]).astype(np.int64), widths, empty & (widths == 1))


def _row_ends(text: bytes, delimiter: str, source: str) -> tuple[NDArray[np.int64], ...]:
    """Positions of the line feeds that end rows, the count of lines up to each, and of delimiters up to each."""
    special = np.zeros(256, np.bool_)
    special[[QUOTE, NEWLINE, ord(delimiter)]] = True
    whole = np.frombuffer(text, np.uint8)
    ends, lines, fields = [], [], []
    quotes = line_count = field_count = 0
    for start in range(0, len(whole), BLOCK):
        block = whole[start : start + BLOCK]
        at = np.flatnonzero(special[block])
        kind = block[at]
        quoted = (quotes + np.cumsum(kind == QUOTE)) % 2 == 1
        line_feeds = np.cumsum(kind == NEWLINE)
        delimiters = np.cumsum((kind == ord(delimiter)) & ~quoted)
        row_end = (kind == NEWLINE) & ~quoted
        ends.append(at[row_end] + start)
        lines.append(line_feeds[row_end] + line_count)
        fields.append(delimiters[row_end] + field_count)
        quotes += int((kind == QUOTE).sum())
        line_count += int((kind == NEWLINE).sum())
        field_count += int(delimiters[-1]) if len(delimiters) else 0
    if quotes % 2:
        line = int(lines[-1][-1]) + 1 if lines and len(lines[-1]) else 1
        raise DataError(
            f"{source}: a quotation mark is opened in line {line} or after it and never closed",
            "quotation marks in pairs",
            "Close it, or double it where it is part of a field",
        )
    return np.concatenate(ends), np.concatenate(lines), np.concatenate(fields)
