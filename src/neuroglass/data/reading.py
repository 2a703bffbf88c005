"""The facts about reading a source: what was read, used, skipped and guessed. Plain data; others print it."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class ColumnFact:
    """What became of one column, and why.

    ``kind`` is number, category, date, identifier, constant, duplicate, empty, text, nested, ignored, target, group,
    part or weight; ``used`` says whether the network sees it.
    """

    name: str
    kind: str
    reason: str
    used: bool
    missing: int
    distinct: int
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Skipped:
    """What was left out for one reason; ``places`` names the first of it.

    ``thing`` is the word for one of them where they are no samples: a file, of a text that is read in windows.
    """

    reason: str
    count: int
    places: tuple[str, ...]
    thing: str = ""


@dataclass(frozen=True)
class Reading:
    """What was understood of a source, told before training. Of samples read = used + skipped, always.

    ``thing`` is the word for what one sample is; ``frame`` says to which size pictures were brought, and why.
    """

    source: str
    format: str
    read: int
    used: int
    skipped: tuple[Skipped, ...] = ()
    columns: tuple[ColumnFact, ...] = ()
    target: str = ""
    target_reason: str = ""
    task: str = ""
    task_reason: str = ""
    classes: dict[str, int] = field(default_factory=dict)
    parts: dict[str, int] = field(default_factory=dict)
    split: str = ""
    samples: tuple[dict[str, Any], ...] = ()
    notes: tuple[str, ...] = ()
    thing: str = "row"
    frame: str = ""

    def facts(self) -> dict[str, Any]:
        """The reading as JSON data."""
        return dataclasses.asdict(self)


def worded(sentence: str, thing: str) -> str:
    """A sentence about rows as one about other things; what stands in braces is no word yet.

    >>> worded("{rows} rows, each row alike", "picture")
    '{rows} pictures, each picture alike'
    """
    return re.sub(r"(?<!\{)\brow(?=s?\b)", thing, sentence)
