"""Clips become data: brought to one rate and length, divided, measured on their training part; every step told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from neuroglass.data.folders.copies import copies_of, two_labels, two_parts
from neuroglass.data.folders.dividing import check_parts, divide
from neuroglass.data.folders.labelling import class_counts, encode_labels, fit_classes, labels_of
from neuroglass.data.folders.listing import Listing, some
from neuroglass.data.inputs import SOUND
from neuroglass.data.parts import Data, Part
from neuroglass.data.reading import Reading, worded
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
    clip, told = choose_clip(tuple(listing.items), choices)
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
    reading = _tell(own, given, target, {name: len(part) for name, part in parts.items()}, split, told)
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


def _tell(
    own: _Source,
    given: Mapping[str, _Source],
    target: Target,
    parts: dict[str, int],
    split: splits.Split,
    told: str,
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
            *(note for source in sources for note in source.taken.notes),
            *(worded(note, THING) for note in split.notes),
            *_lonely(own, target),
            *_copies(sources, target),
            *(note for source in sources for note in source.notes),
        ),
        thing=THING,
        frame=told,
    )


def _samples(own: _Source, target: Target) -> tuple[dict[str, Any], ...]:
    labels = labels_of(own.taken.listing, own.taken.rows)
    chosen = np.unique(np.linspace(0, len(labels) - 1, SAMPLES).round().astype(np.int64))
    return tuple({"clip": own.taken.names[row], target.name: labels[int(row)]} for row in chosen)


def _lonely(own: _Source, target: Target) -> list[str]:
    counts = class_counts(target, own.y[own.parts == splits.TRAIN])
    few = [name for name, count in counts.items() if count < 2]
    return [f"fewer than two clips to learn from: {some(few)}"] if few else []


def _copies(sources: Sequence[_Source], target: Target) -> list[str]:
    groups = copies_of(np.concatenate([source.taken.digests for source in sources]))
    names = [name for source in sources for name in source.taken.names]
    parts = np.concatenate([source.parts for source in sources])
    y = np.concatenate([source.y for source in sources])
    return [*two_labels(groups, y, target.classes, names, "clip"), *two_parts(groups, parts, names, "clip")]
