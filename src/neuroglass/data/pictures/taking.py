"""One source's pictures in the frame: those that can be read, and why the others cannot."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.folders.decoding import Digests
from neuroglass.data.folders.listing import Listing, as_skipped
from neuroglass.data.inputs import PICTURE
from neuroglass.data.parts import Part
from neuroglass.data.pictures.frame import Frame, Pixels
from neuroglass.data.pictures.image_choices import ImageChoices
from neuroglass.data.pictures.in_frame import in_frame
from neuroglass.data.pictures.stored import some_of
from neuroglass.data.reading import Skipped
from neuroglass.errors import DataError


@dataclass(frozen=True)
class Taken:
    """A listing, the pixels of all its pictures, and ``rows``, those that could be read."""

    listing: Listing
    pixels: Pixels
    rows: NDArray[np.int64]
    digests: Digests
    broken: tuple[Skipped, ...]

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        return (*self.listing.skipped, *self.broken)

    @property
    def names(self) -> list[str]:
        return [self.listing.names[row] for row in self.rows]

    def part(self, y: NDArray[np.generic], chosen: NDArray[np.bool_]) -> Part:
        """The chosen ones of the readable pictures as a part: in memory where all are small enough."""
        rows = self.rows[chosen]
        x: dict[str, Any] = {PICTURE: some_of(self.pixels, rows)}
        numbered = rows if self.listing.rows is None else self.listing.rows[rows]
        return Part(x, y[chosen], None, numbered, tuple(self.listing.names[row] for row in rows))


def take(listing: Listing, frame: Frame, choices: ImageChoices) -> Taken:
    """The pictures of a listing, decoded.

    Raises:
        DataError: more of them are broken than is allowed.
    """
    pixels, decoded = in_frame(listing.items, frame, choices.progress)
    _check_broken(listing, decoded.reasons, choices.broken)
    reasons: dict[str, list[str]] = defaultdict(list)
    for row, reason in decoded.reasons.items():
        reasons[reason].append(listing.names[row])
    rows = np.setdiff1d(np.arange(len(listing)), list(decoded.reasons))
    return Taken(listing, pixels, rows, decoded.digests[rows], as_skipped(reasons))


def _check_broken(listing: Listing, reasons: dict[int, str], allowed: float) -> None:
    count, share = len(reasons), len(reasons) / len(listing)
    shown = "; ".join(f"{listing.names[row]}: {reason}" for row, reason in list(reasons.items())[:3])
    if count == len(listing):
        raise DataError(f"{listing.source}: none of {count} picture(s) can be read ({shown})", "pictures")
    if share > allowed:
        raise DataError(
            f"{listing.source}: {count} of {len(listing)} pictures ({share:.1%}) cannot be read, first {shown}",
            f"at most {allowed:.0%}",
            f"Mend or remove them, or allow it with broken={math.ceil(share * 100) / 100:g}",
        )
