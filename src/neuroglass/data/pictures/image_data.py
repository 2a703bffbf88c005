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
from neuroglass.data.cells import numbers
from neuroglass.data.folders.listing import Listing, natural, some
from neuroglass.data.parts import Data, Part
from neuroglass.data.pictures import finding
from neuroglass.data.pictures.channels import channel_statistics
from neuroglass.data.pictures.copies import copies_of, two_labels, two_parts
from neuroglass.data.pictures.image_choices import ImageChoices
from neuroglass.data.pictures.image_inputs import ImageInputs
from neuroglass.data.pictures.pixels import Frame
from neuroglass.data.pictures.sizes import choose_frame, spread_over
from neuroglass.data.pictures.taking import Taken, take
from neuroglass.data.reading import Reading
from neuroglass.data.spec import Spec
from neuroglass.data.targets import Target, Task
from neuroglass.data.tasks import CHANGE, fit_target, scaled_to
from neuroglass.errors import ConfigurationError, DataError

SAMPLES = 5  # pictures that are named in the reading


@dataclass(frozen=True)
class _Source:
    """Readable pictures with their targets and their parts."""

    taken: Taken
    y: NDArray[np.generic]
    parts: splits.Parts
    notes: tuple[str, ...]

    def part(self, number: int) -> Part:
        return self.taken.part(self.y, self.parts == number)


def make_data(listing: Listing, choices: ImageChoices) -> Data:
    """The data of a listing with labels. See ``neuroglass.data.images``."""
    _check_parts(listing, choices)
    frame, frame_notes = choose_frame(listing.items, choices)
    taken = take(listing, frame, choices)
    target = _fit_target(taken, choices.task)
    y, label_notes = _encode(taken, target)
    split = _split(taken, target, y, choices)
    if not target.classes:
        target = scaled_to(target, numbers(taken.labels).values[split.parts == splits.TRAIN][:, None])
        y, label_notes = _encode(taken, target)
    own = _Source(taken, y, split.parts, label_notes)
    given = {name: _given(name, listing, target, frame, choices) for name in choices.given}
    training = taken.rows[split.parts == splits.TRAIN]
    inputs = ImageInputs(frame, *channel_statistics(taken.pixels, training), listing.path_column)
    parts = {name: own.part(number) for number, name in enumerate(splits.NAMES)}
    parts |= {name: source.part(splits.SPELLINGS[name]) for name, source in given.items()}
    reading = _tell(own, given, target, {name: len(part) for name, part in parts.items()}, split, frame_notes)
    return Data(Spec(inputs, target), parts["train"], parts["validation"] or None, parts["test"] or None, reading)


def _check_parts(listing: Listing, choices: ImageChoices) -> None:
    """Refuse a test or validation part from elsewhere where the source brings its own."""
    for number, (name, wish) in enumerate((("validation", choices.validation), ("test", choices.test)), start=1):
        if wish is not None and listing.parts is not None and (listing.parts == number).any():
            raise ConfigurationError(f"{listing.source} has a {name} part of its own", "", f"Leave out {name}=")


def _fit_target(taken: Taken, task: str) -> Target:
    """The target as the training part shows it; folders and numbered classes are classes, unless told otherwise."""
    listing, labels = taken.listing, taken.labels
    if listing.parts is not None:
        labels = labels.filter(pl.Series(listing.parts[taken.rows] == splits.TRAIN))
    by_itself = task == "auto" and listing.classes_because
    target = fit_target(labels, "classes" if by_itself else task, f"{listing.source}, {labels.name!r}")
    if not by_itself:
        return target
    told = Task(target.task.kind, f"{listing.classes_because}. {CHANGE}")
    return dataclasses.replace(target, task=told, classes=tuple(sorted(target.classes, key=natural)))


def _encode(taken: Taken, target: Target) -> tuple[NDArray[np.generic], tuple[str, ...]]:
    names = taken.names
    y, there, notes = target.encode(taken.labels, taken.listing.source, lambda row: names[row])
    if not there.all():
        raise DataError(
            f"{taken.listing.source}: {(~there).sum()} picture(s), first {names[int(np.argmin(there))]}, have no target"
        )
    return y, tuple(notes)


def _split(taken: Taken, target: Target, y: NDArray[np.generic], choices: ImageChoices) -> splits.Split:
    """The parts that the source brings stay; of what it would train on the others are kept apart."""
    brought = taken.listing.parts
    parts = np.zeros(len(y), np.int8) if brought is None else brought[taken.rows].copy()
    there = [name for number, name in enumerate(splits.NAMES) if brought is not None and (parts == number).any()]
    rest = parts == splits.TRAIN
    has = [name in (*there, *choices.given) for name in ("test", "validation")]
    shares = choices.shares(int(rest.sum()), *has)
    told = [f"{' and '.join(there)} as the source divides them"] if there else []
    told += [f"{name} is a source of its own" for name in choices.given]
    if not (shares.test or shares.validation) and told:
        return splits.Split(parts, "; ".join(told))
    split = splits.for_target(y[rest], target.classes, shares, choices.split, choices.seed)
    parts[rest] = split.parts
    return splits.Split(parts, "; ".join([*told, split.told]), split.notes)


def _given(name: str, listing: Listing, target: Target, frame: Frame, choices: ImageChoices) -> _Source:
    """A validation or test part that comes as a source of its own."""
    column = target.name if listing.path_column else None
    with finding.labelled(choices.given[name], column, listing.path_column, choices.task, to_learn=False) as found:
        taken = take(found, frame, choices)
    y, notes = _encode(taken, target)
    parts = np.full(len(y), splits.SPELLINGS[name], np.int8)
    return _Source(taken, y, parts, tuple(f"{found.source}: {note}" for note in (*found.notes, *notes)))


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
        classes=_class_counts(target, own.y),
        parts=parts,
        split=split.told,
        samples=_samples(own, target),
        notes=(
            *listing.notes,
            *split.notes,
            *_lonely(own, target),
            *_copies(sources, target),
            *(note for source in sources for note in source.notes),
        ),
        thing="picture",
        frame="; ".join(frame_notes),
    )


def _class_counts(target: Target, y: NDArray[np.generic]) -> dict[str, int]:
    counts = np.bincount(y, minlength=len(target.classes)) if target.classes else ()
    return {name: int(count) for name, count in zip(target.classes, counts, strict=True)}


def _samples(own: _Source, target: Target) -> tuple[dict[str, Any], ...]:
    labels = own.taken.labels
    chosen = spread_over(len(labels), SAMPLES)
    return tuple({"picture": own.taken.names[row], target.name: labels[int(row)]} for row in chosen)


def _lonely(own: _Source, target: Target) -> list[str]:
    counts = _class_counts(target, own.y[own.parts == splits.TRAIN])
    few = [name for name, count in counts.items() if count < 2]
    return [f"fewer than two pictures to learn from: {some(few)}"] if few else []


def _copies(sources: Sequence[_Source], target: Target) -> list[str]:
    groups = copies_of(np.concatenate([source.taken.digests for source in sources]))
    names = [name for source in sources for name in source.taken.names]
    parts = np.concatenate([source.parts for source in sources])
    y = np.concatenate([source.y for source in sources])
    torn = two_labels(groups, y, target.classes, names) if target.classes else []
    return [*torn, *two_parts(groups, parts, names)]
