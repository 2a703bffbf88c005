"""Pictures become data: brought into one frame, divided, measured on their training part; every step told."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from neuroglass.data import splits
from neuroglass.data.folders.dividing import check_parts, divide
from neuroglass.data.folders.labelling import encode_labels, fit_classes, labels_of
from neuroglass.data.folders.listing import Listing
from neuroglass.data.folders.telling import copies, lonely, told
from neuroglass.data.parts import Data, Part
from neuroglass.data.pictures import finding
from neuroglass.data.pictures.channels import channel_statistics
from neuroglass.data.pictures.frame import Frame
from neuroglass.data.pictures.image_choices import ImageChoices
from neuroglass.data.pictures.image_inputs import ImageInputs
from neuroglass.data.pictures.sizes import choose_frame, spread_over
from neuroglass.data.pictures.taking import Taken, take
from neuroglass.data.reading import worded
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
    sources, counts = (own, *given.values()), {name: len(part) for name, part in parts.items()}
    notes, form = _notes(sources, target, split), "; ".join(frame_notes)
    reading = told(THING, sources, target, counts, split, form, _samples(own, target), notes)
    return Data(Spec(inputs, target), parts["train"], parts["validation"] or None, parts["test"] or None, reading)


def _given(name: str, listing: Listing, target: Target, frame: Frame, choices: ImageChoices) -> _Source:
    """A validation or test part that comes as a source of its own."""
    column = target.name if listing.path_column else None
    with finding.labelled(choices.given[name], column, listing.path_column, choices.task, to_learn=False) as found:
        taken = take(found, frame, choices)
    y, notes = encode_labels(found, taken.rows, target)
    parts = np.full(len(y), splits.SPELLINGS[name], np.int8)
    return _Source(taken, target, y, parts, tuple(f"{found.source}: {note}" for note in (*found.notes, *notes)))


def _samples(own: _Source, target: Target) -> tuple[dict[str, Any], ...]:
    labels = labels_of(own.taken.listing, own.taken.rows)
    chosen = spread_over(len(labels), SAMPLES)
    return tuple({"picture": own.taken.names[row], target.name: labels[int(row)]} for row in chosen)


def _notes(sources: Sequence[_Source], target: Target, split: splits.Split) -> list[str]:
    """What a target to be written is, and what is odd about how pictures were divided, about classes and copies."""
    digests = np.concatenate([source.taken.digests for source in sources])
    return [
        *([] if target.writing is None else [f"{target.name!r} is {target.writing.told}"]),
        *(worded(note, THING) for note in split.notes),
        *lonely(THING, sources[0], target),
        *copies(THING, sources, digests, target),
    ]
