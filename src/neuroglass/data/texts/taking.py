"""The texts of a listing: those that can be read, and why the others cannot."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.folders.listing import Listing, as_skipped, some
from neuroglass.data.folders.unreadable import Unreadable
from neuroglass.data.reading import Skipped
from neuroglass.data.texts.plain_text import plain_text, settled
from neuroglass.errors import DataError


@dataclass(frozen=True)
class Taken:
    """A listing, ``rows``, those of it that could be read, and their texts."""

    listing: Listing
    rows: NDArray[np.int64]
    texts: tuple[str, ...]
    broken: tuple[Skipped, ...]
    notes: tuple[str, ...]

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        return (*self.listing.skipped, *self.broken)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.listing.names[row] for row in self.rows)

    @property
    def ended(self) -> Taken:
        """The texts without the line feeds at their ends, which editors write and no one means."""
        return dataclasses.replace(self, texts=tuple(text.rstrip("\n") for text in self.texts))

    @classmethod
    def of(cls, listing: Listing, texts: Sequence[str]) -> Taken:
        """Texts that need no reading."""
        return cls(listing, np.arange(len(texts)), tuple(settled(text) for text in texts), (), ())


def take(listing: Listing, encoding: str | None) -> Taken:
    """The texts of the files of a listing.

    Raises:
        DataError: none can be read.
    """
    texts: dict[int, str] = {}
    guessed: list[str] = []
    reasons: dict[str, list[str]] = defaultdict(list)
    for row, item in enumerate(listing.items):
        name = listing.names[row]
        try:
            texts[row], notes = plain_text(item.read(), encoding, name)
        except Unreadable as error:
            reasons[str(error)].append(name)
        else:
            guessed += notes
    if not texts:
        _refuse(listing, reasons)
    rows = np.array(list(texts), np.int64)
    return Taken(listing, rows, tuple(texts.values()), as_skipped(reasons), _told_once(guessed))


def _refuse(listing: Listing, reasons: dict[str, list[str]]) -> None:
    reason, names = next(iter(reasons.items()))
    if len(listing) == 1:
        raise DataError(f"{names[0]}: {reason}", "a text")
    raise DataError(f"{listing.source}: none of {len(listing)} texts can be read; {names[0]}: {reason}", "texts")


def _told_once(notes: list[str]) -> tuple[str, ...]:
    """The note of one file, or how many have such a one."""
    return tuple(notes[:1]) if len(notes) < 2 else (f"{len(notes)} texts are not UTF-8: {some(notes, 2)}",)
