"""What a source of files holds, before one of them is read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from neuroglass.data.folders.items import Item
from neuroglass.data.folders.sought import Sought
from neuroglass.data.reading import Skipped

SHOWN = 10  # so many of the skipped things are named
LITTER = ("thumbs.db", "desktop.ini", "__macosx", "ehthumbs.db")


@dataclass(frozen=True)
class Listing:
    """Samples, in a stable order, and what is known of them.

    Args:
        source: what was named, for people.
        format: what kind of source it is.
        items: where each sample is, or, of sources that hold no files, the pixels (n, height, width, channels).
        names: what each sample is called.
        labels: the target of each sample; None where only an answer is asked for.
        parts: train, validation or test of each sample, as the source says; None where it does not.
        skipped: what is no sample, or none that can be learnt from.
        notes: what a reader must know.
        rows: the row of each sample in its table; None where they are numbered as they stand here.
        target_reason: how the target was found.
        classes_because: why the labels are classes, whatever they look like; empty where their values decide.
        path_column: the column of a table that names the files.
    """

    source: str
    format: str
    items: tuple[Item, ...] | NDArray[np.uint8]
    names: tuple[str, ...]
    labels: pl.Series | None = None
    parts: NDArray[np.int8] | None = None
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()
    rows: NDArray[np.int64] | None = None
    target_reason: str = ""
    classes_because: str = ""
    path_column: str | None = None

    def __len__(self) -> int:
        return len(self.names)


@dataclass(frozen=True)
class Entry:
    """One file of a folder or an archive; ``path`` leads to it from there, name by name."""

    path: tuple[str, ...]
    item: Item


@dataclass(frozen=True)
class Tree:
    """A folder or an archive: its files of one kind in natural order, all its folders, and what was left out."""

    source: str
    format: str
    sought: Sought
    entries: tuple[Entry, ...]
    folders: tuple[tuple[str, ...], ...]
    skipped: Mapping[str, Sequence[str]]


def as_skipped(reasons: Mapping[str, Sequence[str]]) -> tuple[Skipped, ...]:
    """What was left out, reason by reason."""
    return tuple(Skipped(reason, len(places), tuple(places[:SHOWN])) for reason, places in reasons.items() if places)


def natural(name: str) -> tuple[tuple[str | int, ...], str]:
    """A key that sorts as people do: cat2 before cat10, whatever the case.

    >>> sorted(["cat10", "Cat2", "cat1"], key=natural)
    ['cat1', 'Cat2', 'cat10']
    """
    pieces = re.split(r"([0-9]+)", name.casefold())
    return tuple(_piece(text, at % 2 == 1) for at, text in enumerate(pieces)), name


def _piece(text: str, is_number: bool) -> str | int:
    return int(text[:300]) if is_number else text


def naturally(path: Sequence[str]) -> list[tuple[tuple[str | int, ...], str]]:
    """The key of a path, folder by folder."""
    return [natural(name) for name in path]


def shown(name: str) -> str:
    """A name as text that can be written anywhere: bytes that are no letters in its encoding are spelt out."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def folded(name: str) -> str:
    """A name without what the eye, or another file system, does not tell apart: case and Unicode form."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def is_litter(name: str) -> bool:
    """Whether a file or folder is what a system leaves lying about, or hidden."""
    return name.startswith(".") or name.lower() in LITTER


def some(names: Iterable[str], most: int = 5) -> str:
    """The first of many names.

    >>> some("abcdefg")
    'a, b, c, d, e and 2 more'
    """
    listed = list(names)
    more = f" and {len(listed) - most} more" if len(listed) > most else ""
    return ", ".join(listed[:most]) + more
