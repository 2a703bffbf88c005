"""Files whose bytes are the same: told where they have two labels, or stand in two parts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from neuroglass.data import splits
from neuroglass.data.folders.decoding import Digests
from neuroglass.data.folders.listing import some

Rows = NDArray[np.int64]


def copies_of(digests: Digests) -> list[Rows]:
    """The row numbers of each file that is there more than once, (n, 16) digests given.

    >>> copies_of(np.array([[1] * 16, [2] * 16, [1] * 16], np.uint8))
    [array([0, 2])]
    """
    if not len(digests):
        return []
    halves = np.ascontiguousarray(digests).view(np.uint64)
    order = np.lexsort((halves[:, 1], halves[:, 0]))  # stable: rows of one file stay in their order
    is_new = (halves[order][1:] != halves[order][:-1]).any(axis=1)
    return [group for group in np.split(order, np.flatnonzero(is_new) + 1) if len(group) > 1]


def two_labels(
    groups: Sequence[Rows], y: NDArray[np.generic], classes: Sequence[str], names: Sequence[str], thing: str
) -> list[str]:
    """A sentence on copies that bear different labels: one of them is wrong."""
    torn = [group for group in groups if (y[group] != y[group[0]]).any()]
    if not torn:
        return []
    told = [" and ".join(f"{names[row]} ({classes[y[row]]})" for row in group[:4]) for group in torn]
    return [f"{len(torn)} {thing}(s) are there several times with different classes: {some(told, 10)}"]


def two_parts(groups: Sequence[Rows], parts: splits.Parts, names: Sequence[str], thing: str) -> list[str]:
    """Sentences on files of the validation and test parts that are trained on too."""
    notes = []
    for number, part in enumerate(splits.NAMES[1:], start=1):
        shared = [group for group in groups if (parts[group] == splits.TRAIN).any() and (parts[group] == number).any()]
        count = sum(int((parts[group] == number).sum()) for group in shared)
        told = [" and ".join((_first(group, parts, number, names), _first(group, parts, 0, names))) for group in shared]
        if count:
            notes.append(
                f"{count} of the {(parts == number).sum()} {part} {thing}s stand in the training part too: what is "
                f"measured on them is flattered ({some(told)})"
            )
    return notes


def _first(group: Rows, parts: splits.Parts, number: int, names: Sequence[str]) -> str:
    return names[int(group[parts[group] == number][0])]
