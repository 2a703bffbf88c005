"""The delimiter of a text file, found out from its content."""

from __future__ import annotations

import csv
import re
from collections import Counter

from neuroglass.data.raw import Namer, enough
from neuroglass.errors import DataError

NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", " ": "blanks"}
ALONE = "\x1f"  # the unit separator, which stands in no text: each line is one field
HEAD = 1 << 16


def guess_delimiter(text: str, source: str, names: Namer | None = None) -> str:
    """The delimiter that gives the first lines the same number of fields, and more than one.

    Args:
        names: of a model's columns: a file of the only one it reads may hold all delimiters in its texts.

    Raises:
        DataError: none does, and no model is asked: nothing could be learnt from everything in one column.
    """
    lines = text[:HEAD].splitlines()
    heads = [line for line in lines[: None if len(lines) == 1 or len(text) <= HEAD else -1] if line.strip()][:200]
    if not heads:
        raise DataError(f"{source} holds nothing but empty lines", enough(names))
    if names is not None and (heads[0].strip(' "'),) == names(1):
        return ALONE
    rated = {delimiter: _rate(heads, delimiter) for delimiter in ("\t", ";", "|", ",", " ")}
    best = max(rated, key=lambda delimiter: rated[delimiter])
    if rated[best] == 0 and names is not None:
        return ALONE
    if rated[best] == 0:
        raise DataError(
            f"{source} has everything in one column",
            "at least one column to learn from and the target",
            "Name the delimiter if the columns are there",
        )
    return best


def _rate(lines: list[str], delimiter: str) -> float:
    """The share of lines with the usual number of fields; 0 when that is one."""
    if delimiter == " ":
        widths = Counter(len(line.split()) for line in lines)
    else:
        widths = Counter(len(fields) for fields in csv.reader(lines, delimiter=delimiter, skipinitialspace=True))
    usual, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 1))
    return count / len(lines) * (0.9 if delimiter == " " else 1.0) if usual > 1 else 0.0


def settle(text: str, delimiter: str) -> tuple[bytes, str]:
    """The text as bytes a strict reader takes: runs of blanks made one, no blank before a quotation mark."""
    if delimiter in (" ", r"\s+"):
        text, delimiter = re.sub(r"[ \t]+", " ", re.sub(r"(?m)^[ \t]+|[ \t]+$", "", text)), " "
    elif '"' in text:
        mark = re.escape(delimiter)
        # Two quotation marks are one inside a quoted field, unless a field ends after them.
        text = re.sub(rf'{mark} +"(?!"[^{mark}\r\n])', delimiter + '"', text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(delimiter) != 1 or ord(delimiter) > 127 or delimiter in '"\n\r':
        raise DataError(f"The delimiter {delimiter!r} cannot be used", "one ASCII character like , ; | or a tab")
    return (text if text.endswith("\n") else text + "\n").encode(), delimiter
