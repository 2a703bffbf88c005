"""One source's clips as samples: those that can be read, and why the others cannot."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.audio.clip import Clip
from neuroglass.data.folders.decoding import Digests, decode
from neuroglass.data.folders.listing import Listing, as_skipped, some
from neuroglass.data.reading import Skipped
from neuroglass.errors import DataError


@dataclass(frozen=True)
class Taken:
    """A listing, the samples of all its clips, and ``rows``, those that could be read; ``notes`` tell what is odd."""

    listing: Listing
    samples: NDArray[np.int16]
    rows: NDArray[np.int64]
    digests: Digests
    broken: tuple[Skipped, ...]
    notes: tuple[str, ...] = ()

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        return (*self.listing.skipped, *self.broken)

    @property
    def names(self) -> list[str]:
        return [self.listing.names[row] for row in self.rows]


def take(listing: Listing, clip: Clip, allowed: float, progress: Callable[[int, int], None] | None = None) -> Taken:
    """The clips of a listing, decoded.

    Raises:
        DataError: more of them are broken than the share that is allowed.
    """
    samples = np.zeros((len(listing), *clip.shape), np.int16)
    tell = None if progress is None else lambda done: progress(done, len(listing))
    items = tuple(listing.items)
    decoded = decode(items, clip, samples, tell)
    _check_broken(listing, decoded.reasons, allowed)
    reasons, doubts = (_by_reason(found, listing) for found in (decoded.reasons, decoded.doubts))
    rows = np.setdiff1d(np.arange(len(listing)), list(decoded.reasons))
    notes = tuple(f"{len(names)} clip(s) are {doubt}: {some(names)}" for doubt, names in doubts.items())
    return Taken(listing, samples, rows, decoded.digests[rows], as_skipped(reasons), notes)


def _by_reason(found: dict[int, str], listing: Listing) -> dict[str, list[str]]:
    """The names of rows by what was found of them."""
    names: dict[str, list[str]] = defaultdict(list)
    for row, reason in found.items():
        names[reason].append(listing.names[row])
    return names


def _check_broken(listing: Listing, reasons: dict[int, str], allowed: float) -> None:
    count, share = len(reasons), len(reasons) / len(listing)
    shown = "; ".join(f"{listing.names[row]}: {reason}" for row, reason in list(reasons.items())[:3])
    if count == len(listing):
        raise DataError(f"{listing.source}: none of {count} clip(s) can be read ({shown})", "sounds")
    if share > allowed:
        raise DataError(
            f"{listing.source}: {count} of {len(listing)} clips ({share:.1%}) cannot be read, first {shown}",
            f"at most {allowed:.0%}",
            f"Mend or remove them, or allow it with broken={math.ceil(share * 100) / 100:g}",
        )
