"""Clips become data: brought to one rate and length, divided, measured on their training part; every step told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroglass.data import splits
from neuroglass.data.audio import finding
from neuroglass.data.audio.choosing import choose_clip
from neuroglass.data.audio.clip import Clip
from neuroglass.data.audio.grouping import by_groups
from neuroglass.data.audio.sound_choices import SoundChoices
from neuroglass.data.audio.sound_inputs import SoundInputs
from neuroglass.data.audio.spectrum import statistics, suiting
from neuroglass.data.audio.taking import Taken, take
from neuroglass.data.folders.dividing import check_parts, divide
from neuroglass.data.folders.labelling import encode_labels, fit_classes, labels_of
from neuroglass.data.folders.listing import Listing
from neuroglass.data.folders.telling import copies, lonely, told
from neuroglass.data.inputs import SOUND
from neuroglass.data.parts import Data, Part
from neuroglass.data.reading import worded
from neuroglass.data.spec import Spec
from neuroglass.data.targets import Target
from neuroglass.errors import ConfigurationError

THING = "clip"
SAMPLES = 5  # clips that are named in the reading


@dataclass(frozen=True)
class _Source:
    """Readable clips with their targets and their parts."""

    taken: Taken
    y: NDArray[np.generic]
    parts: splits.Parts
    notes: tuple[str, ...]

    def part(self, number: int) -> Part:
        chosen = self.parts == number
        rows = self.taken.rows[chosen]
        names = tuple(self.taken.listing.names[row] for row in rows)
        return Part({SOUND: self.taken.samples[rows]}, self.y[chosen], None, rows, names)


def make_data(listing: Listing, choices: SoundChoices) -> Data:
    """The data of a listing with classes. See ``neuroglass.data.sounds``."""
    check_parts(listing, choices)
    clip, frame = choose_clip(tuple(listing.items), choices)
    taken = take(listing, clip, choices.broken, choices.progress)
    target = fit_classes(listing, taken.rows, choices.task)
    y, label_notes = encode_labels(listing, taken.rows, target)
    split = _split(taken, target, y, choices)
    own = _Source(taken, y, split.parts, label_notes)
    given = {name: _given(name, target, clip, choices) for name in choices.given}
    mel = suiting(clip.rate)
    inputs = SoundInputs(clip, mel, *statistics(taken.samples, taken.rows[split.parts == splits.TRAIN], mel))
    parts = {name: own.part(number) for number, name in enumerate(splits.NAMES)}
    parts |= {name: source.part(splits.SPELLINGS[name]) for name, source in given.items()}
    sources, counts = (own, *given.values()), {name: len(part) for name, part in parts.items()}
    notes = _notes(sources, target, split)
    reading = told(THING, sources, target, counts, split, frame, _samples(own, target), notes)
    return Data(Spec(inputs, target), parts["train"], parts["validation"] or None, parts["test"] or None, reading)


def _split(taken: Taken, target: Target, y: NDArray[np.generic], choices: SoundChoices) -> splits.Split:
    if choices.group is None:
        return divide(taken.listing, taken.rows, target, y, choices)
    if taken.listing.parts is not None:
        raise ConfigurationError(
            f"{taken.listing.source} is divided by its folders, and by group={choices.group!r}", "one of both"
        )
    return by_groups(taken.names, choices)


def _given(name: str, target: Target, clip: Clip, choices: SoundChoices) -> _Source:
    """A validation or test part that comes as a source of its own."""
    with finding.labelled(choices.given[name], to_learn=False) as found:
        taken = take(found, clip, choices.broken, choices.progress)
    y, notes = encode_labels(found, taken.rows, target)
    parts = np.full(len(y), splits.SPELLINGS[name], np.int8)
    return _Source(taken, y, parts, tuple(f"{found.source}: {note}" for note in (*found.notes, *notes)))


def _samples(own: _Source, target: Target) -> tuple[dict[str, Any], ...]:
    labels = labels_of(own.taken.listing, own.taken.rows)
    chosen = np.unique(np.linspace(0, len(labels) - 1, SAMPLES).round().astype(np.int64))
    return tuple({"clip": own.taken.names[row], target.name: labels[int(row)]} for row in chosen)


def _notes(sources: Sequence[_Source], target: Target, split: splits.Split) -> list[str]:
    """What is odd about clips, about how they were divided, about classes and copies."""
    digests = np.concatenate([source.taken.digests for source in sources])
    return [
        *(note for source in sources for note in source.taken.notes),
        *(worded(note, THING) for note in split.notes),
        *lonely(THING, sources[0], target),
        *copies(THING, sources, digests, target),
    ]
