"""Pictures become data: brought into one frame, divided, measured on their training part; every step told."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from neuroglass.data import splits
from neuroglass.data.folders.copies import copies_of, two_labels, two_parts
from neuroglass.data.folders.dividing import check_parts, divide
from neuroglass.data.folders.labelling import class_counts, encode_labels, fit_classes, labels_of
from neuroglass.data.folders.listing import Listing, some
from neuroglass.data.parts import Data, Part
from neuroglass.data.pictures import finding
from neuroglass.data.pictures.channels import channel_statistics
from neuroglass.data.pictures.frame import Frame
from neuroglass.data.pictures.image_choices import ImageChoices
from neuroglass.data.pictures.image_inputs import ImageInputs
from neuroglass.data.pictures.sizes import choose_frame, spread_over
from neuroglass.data.pictures.taking import Taken, take
from neuroglass.data.reading import Reading, worded
from neuroglass.data.spec import Spec
from neuroglass.data.targets import Target
from neuroglass.data.tasks import fitted_to

SAMPLES = 5  # pictures that are named in the reading
THING = "picture"


@dataclass(frozen=True)
class _Source:
    """Readable pictures with their targets and their parts."""

    taken: Taken
    target: Target
    y: NDArray[np.generic]
    parts: splits.Parts
    notes: tuple[str, ...]

    def part(self, number: int) -> Part:
        part = self.taken.part(self.y, self.parts == number)
        return dataclasses.replace(part, x=part.x | self.target.teaching(part.y))


def make_data(listing: Listing, choices: ImageChoices) -> Data:
    """The data of a listing with labels. See ``neuroglass.data.images``."""
    check_parts(listing, choices)
    frame, frame_notes = choose_frame(listing.items, choices)
    taken = take(listing, frame, choices)
    target = fit_classes(listing, taken.rows, choices.task, may_write=True)
    y, label_notes = encode_labels(listing, taken.rows, target)
    split = divide(listing, taken.rows, target, y, choices)
    if not target.classes:
        target = fitted_to(
            target, labels_of(listing, taken.rows).filter(pl.Series(split.parts == splits.TRAIN)), choices
        )
        y, label_notes = encode_labels(listing, taken.rows, target)
    own = _Source(taken, target, y, split.parts, label_notes)
    given = {name: _given(name, listing, target, frame, choices) for name in choices.given}
    training = taken.rows[split.parts == splits.TRAIN]
    inputs = ImageInputs(frame, *channel_statistics(taken.pixels, training), listing.path_column)
    parts = {name: own.part(number) for number, name in enumerate(splits.NAMES)}
    parts |= {name: source.part(splits.SPELLINGS[name]) for name, source in given.items()}
    reading = _tell(own, given, target, {name: len(part) for name, part in parts.items()}, split, frame_notes)
    return Data(Spec(inputs, target), parts["train"], parts["validation"] or None, parts["test"] or None, reading)


def _given(name: str, listing: Listing, target: Target, frame: Frame, choices: ImageChoices) -> _Source:
    """A validation or test part that comes as a source of its own."""
    column = target.name if listing.path_column else None
    with finding.labelled(choices.given[name], column, listing.path_column, choices.task, to_learn=False) as found:
        taken = take(found, frame, choices)
    y, notes = encode_labels(found, taken.rows, target)
    parts = np.full(len(y), splits.SPELLINGS[name], np.int8)
    return _Source(taken, target, y, parts, tuple(f"{found.source}: {note}" for note in (*found.notes, *notes)))


def _tell(
    own: _Source,
    given: Mapping[str, _Source],
    target: Target,
    parts: dict[str, int],
    split: splits.Split,
    frame_notes: list[str],
) -> Reading:
    listing, sources = own.taken.listing, (own, *given.values())
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
        parts=parts,
        split=worded(split.told, THING),
        samples=_samples(own, target),
        notes=(
            *listing.notes,
            *([] if target.writing is None else [f"{target.name!r} is {target.writing.told}"]),
            *(worded(note, THING) for note in split.notes),
            *_lonely(own, target),
            *_copies(sources, target),
            *(note for source in sources for note in source.notes),
        ),
        thing=THING,
        frame="; ".join(frame_notes),
    )


def _samples(own: _Source, target: Target) -> tuple[dict[str, Any], ...]:
    labels = labels_of(own.taken.listing, own.taken.rows)
    chosen = spread_over(len(labels), SAMPLES)
    return tuple({"picture": own.taken.names[row], target.name: labels[int(row)]} for row in chosen)


def _lonely(own: _Source, target: Target) -> list[str]:
    counts = class_counts(target, own.y[own.parts == splits.TRAIN])
    few = [name for name, count in counts.items() if count < 2]
    return [f"fewer than two pictures to learn from: {some(few)}"] if few else []


def _copies(sources: Sequence[_Source], target: Target) -> list[str]:
    groups = copies_of(np.concatenate([source.taken.digests for source in sources]))
    names = [name for source in sources for name in source.taken.names]
    parts = np.concatenate([source.parts for source in sources])
    y = np.concatenate([source.y for source in sources])
    torn = two_labels(groups, y, target.classes, names, "picture") if target.strata else []
    return [*torn, *two_parts(groups, parts, names, "picture")]
