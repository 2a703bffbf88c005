"""The labels of the samples of a listing that could be read, as a target and its y."""

from __future__ import annotations

import dataclasses

import numpy as np
import polars as pl
from numpy.typing import NDArray

from neuroglass.data import splits
from neuroglass.data.folders.listing import Listing, natural
from neuroglass.data.targets import Target, Task
from neuroglass.data.tasks import CHANGE, fit_target
from neuroglass.errors import DataError

Rows = NDArray[np.int64]


def labels_of(listing: Listing, rows: Rows) -> pl.Series:
    """The labels of some samples.

    Raises:
        DataError: there are none.
    """
    if listing.labels is None:
        raise DataError(f"{listing.source} has no labels", "folders named after the classes")
    return listing.labels.gather(rows)


def fit_classes(listing: Listing, rows: Rows, task: str, may_write: bool = False) -> Target:
    """The target as the training part shows it; folders and numbered classes are classes, unless told otherwise.

    Raises:
        DataError: texts that are no labels, where no text may be written.
    """
    labels = labels_of(listing, rows)
    if listing.parts is not None:
        labels = labels.filter(pl.Series(listing.parts[rows] == splits.TRAIN))
    by_itself = task == "auto" and listing.classes_because
    target = fit_target(labels, "classes" if by_itself else task, f"{listing.source}, {labels.name!r}")
    if target.writes and not may_write:
        expected = "labels that repeat, or numbers: of tables, pictures and arrays alone a text is written"
        raise DataError(f"{listing.source}, {labels.name!r} holds texts that are to be written", expected)
    if not by_itself:
        return target
    told = Task(target.task.kind, f"{listing.classes_because}. {CHANGE}")
    return dataclasses.replace(target, task=told, classes=tuple(sorted(target.classes, key=natural)))


def encode_labels(listing: Listing, rows: Rows, target: Target) -> tuple[NDArray[np.generic], tuple[str, ...]]:
    """The labels of some samples as y, with notes.

    Raises:
        DataError: a label that training did not know, or none.
    """
    names = [listing.names[row] for row in rows]
    y, there, notes = target.encode(labels_of(listing, rows), listing.source, lambda row: names[row])
    if not there.all():
        first = names[int(np.argmin(there))]
        raise DataError(f"{listing.source}: {(~there).sum()} sample(s), first {first}, have no target", "one for each")
    return y, tuple(notes)


def class_counts(target: Target, y: NDArray[np.generic]) -> dict[str, int]:
    """How many samples each class has; nothing where there are no classes."""
    counts = np.bincount(y, minlength=len(target.strata)) if target.strata else ()
    return {name: int(count) for name, count in zip(target.strata, counts, strict=True)}
