"""What is told of labelled samples: pictures, clips and texts alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from neuroglass.data import splits
from neuroglass.data.folders.copies import copies_of, two_labels, two_parts
from neuroglass.data.folders.decoding import Digests
from neuroglass.data.folders.labelling import class_counts
from neuroglass.data.folders.listing import Listing, some
from neuroglass.data.reading import Reading, Skipped, worded
from neuroglass.data.targets import Target


class Taken(Protocol):
    """A listing, and which of its samples could be read."""

    @property
    def listing(self) -> Listing: ...
    @property
    def skipped(self) -> tuple[Skipped, ...]: ...
    @property
    def names(self) -> Sequence[str]: ...


class Labelled(Protocol):
    """Readable samples with their targets and their parts."""

    @property
    def taken(self) -> Taken: ...
    @property
    def y(self) -> NDArray[np.generic]: ...
    @property
    def parts(self) -> splits.Parts: ...
    @property
    def notes(self) -> tuple[str, ...]: ...


def told(
    thing: str,
    sources: Sequence[Labelled],
    target: Target,
    parts: Mapping[str, int],
    split: splits.Split,
    frame: str,
    samples: tuple[dict[str, Any], ...],
    notes: Sequence[str],
) -> Reading:
    """All that is told of them.

    Args:
        thing: the word for one sample.
        sources: the data's own, then parts that come as sources of their own.
        parts: how many samples each has.
        frame: to which form they were brought, and why.
        samples: some that are shown.
        notes: on these samples, between those of the listing and those of each source.
    """
    own, listing = sources[0], sources[0].taken.listing
    skipped = tuple(part for source in sources for part in source.taken.skipped)
    used = sum(len(source.y) for source in sources)
    return Reading(
        source=listing.source,
        format=listing.format,
        read=used + sum(part.count for part in skipped),
        used=used,
        skipped=skipped,
        target=target.name,
        target_reason=listing.target_reason,
        task=target.task.kind,
        task_reason=target.task.reason,
        classes=class_counts(target, own.y),
        parts=dict(parts),
        split=worded(split.told, thing),
        samples=samples,
        notes=(*listing.notes, *notes, *(note for source in sources for note in source.notes)),
        thing=thing,
        frame=frame,
    )


def lonely(thing: str, own: Labelled, target: Target) -> list[str]:
    """A sentence on classes that have next to nothing to learn from."""
    counts = class_counts(target, own.y[own.parts == splits.TRAIN])
    few = [name for name, count in counts.items() if count < 2]
    return [f"fewer than two {thing}s to learn from: {some(few)}"] if few else []


def copies(thing: str, sources: Sequence[Labelled], digests: Digests, target: Target) -> list[str]:
    """Sentences on samples that are there several times: with two labels, or in two parts.

    Args:
        digests: of all samples, source after source.
    """
    groups = copies_of(digests)
    names = [name for source in sources for name in source.taken.names]
    parts = np.concatenate([source.parts for source in sources])
    y = np.concatenate([source.y for source in sources])
    torn = two_labels(groups, y, target.classes, names, thing) if target.strata else []
    return [*torn, *two_parts(groups, parts, names, thing)]
