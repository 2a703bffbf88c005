"""Texts with labels become data: divided, cut into tokens by the vocabulary of their training part; every step told."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from neuroglass.data import splits
from neuroglass.data.cells import numbers
from neuroglass.data.folders.decoding import DIGEST, Digests
from neuroglass.data.folders.dividing import check_parts, divide
from neuroglass.data.folders.labelling import encode_labels, fit_classes, labels_of
from neuroglass.data.folders.telling import copies, told
from neuroglass.data.parts import Data, Part
from neuroglass.data.reading import worded
from neuroglass.data.spec import Spec
from neuroglass.data.targets import Target
from neuroglass.data.tasks import scaled_to
from neuroglass.data.texts import finding
from neuroglass.data.texts.rows import PLURAL, fitting_length
from neuroglass.data.texts.taking import Taken
from neuroglass.data.texts.text_choices import TextChoices
from neuroglass.data.texts.text_inputs import TextInputs
from neuroglass.data.texts.units import Unit, suiting
from neuroglass.data.texts.vocabulary import fit_vocabulary

THING = "text"
SAMPLES = 3  # texts that are shown
EXCERPT = 160  # characters of each


@dataclass(frozen=True)
class _Source:
    """Readable texts as ids, with their targets and their parts."""

    taken: Taken
    x: dict[str, NDArray[np.generic]]
    y: NDArray[np.generic]
    parts: splits.Parts
    notes: tuple[str, ...]

    def part(self, number: int) -> Part:
        chosen = self.parts == number
        names = tuple(name for name, is_in in zip(self.taken.names, chosen, strict=True) if is_in)
        x = {name: array[chosen] for name, array in self.x.items()}
        return Part(x, self.y[chosen], None, self.taken.rows[chosen], names)


def make_data(taken: Taken, choices: TextChoices) -> Data:
    """The data of texts with labels. See ``neuroglass.data.text``."""
    taken, listing, rows = taken.ended, taken.listing, taken.rows
    check_parts(listing, choices)
    target = fit_classes(listing, rows, choices.task)
    y, _ = encode_labels(listing, rows, target)
    split = divide(listing, rows, target, y, choices)
    is_train = split.parts == splits.TRAIN
    if not target.classes:
        target = scaled_to(target, numbers(labels_of(listing, rows)).values[is_train][:, None])
    inputs, frame = _fitted([text for text, chosen in zip(taken.texts, is_train, strict=True) if chosen], choices)
    own = _encoded(taken, inputs, target, split.parts)
    given = {name: _given(name, inputs, target, choices) for name in choices.given}
    parts = {name: own.part(number) for number, name in enumerate(splits.NAMES)}
    parts |= {name: source.part(splits.SPELLINGS[name]) for name, source in given.items()}
    sources, counts = (own, *given.values()), {name: len(part) for name, part in parts.items()}
    notes = [*(worded(note, THING) for note in split.notes), *copies(THING, sources, _digests(sources), target)]
    reading = told(THING, sources, target, counts, split, frame, _samples(own), notes)
    return Data(Spec(inputs, target), parts["train"], parts["validation"] or None, parts["test"] or None, reading)


def _fitted(texts: Sequence[str], choices: TextChoices) -> tuple[TextInputs, str]:
    """The vocabulary and length that suit the training texts, and the sentence that says so."""
    unit, reason = suiting(texts) if choices.unit == "auto" else (cast(Unit, choices.unit), "as told")
    vocabulary = fit_vocabulary(texts, unit, choices.vocabulary, choices.lower)
    length = choices.length or fitting_length([vocabulary.ids(text) for text in texts], unit)
    frame = (
        f"cut into {PLURAL[unit]}: {reason}; {len(vocabulary.tokens):,} of them in the vocabulary; {length:,} are read "
        "of each text"
    )
    return TextInputs(vocabulary, length, False, choices.encoding), frame


def _encoded(taken: Taken, inputs: TextInputs, target: Target, parts: splits.Parts) -> _Source:
    encoded = inputs.encode_taken(Taken(taken.listing, taken.rows, taken.texts, (), taken.notes))
    y, notes = encode_labels(taken.listing, taken.rows, target)
    return _Source(taken, encoded.x, y, parts, (*encoded.notes, *notes))


def _given(name: str, inputs: TextInputs, target: Target, choices: TextChoices) -> _Source:
    """A validation or test part that comes as a source of its own."""
    taken = finding.taken(choices.given[name], "classes", choices.encoding, to_learn=False).ended
    parts = np.full(len(taken.rows), splits.SPELLINGS[name], np.int8)
    source = _encoded(taken, inputs, target, parts)
    notes = tuple(f"{taken.listing.source}: {note}" for note in (*taken.listing.notes, *source.notes))
    return _Source(taken, source.x, source.y, parts, notes)


def _samples(own: _Source) -> tuple[dict[str, Any], ...]:
    labels = labels_of(own.taken.listing, own.taken.rows)
    chosen = np.unique(np.linspace(0, len(labels) - 1, SAMPLES).astype(np.int64))
    return tuple(
        {"name": own.taken.names[row], labels.name: labels[int(row)], "text": own.taken.texts[row].strip()[:EXCERPT]}
        for row in chosen
    )


def _digests(sources: Sequence[_Source]) -> Digests:
    """Of every text, source after source."""
    texts = [text for source in sources for text in source.taken.texts]
    digests = b"".join(hashlib.blake2b(text.encode(), digest_size=DIGEST).digest() for text in texts)
    return np.frombuffer(digests, np.uint8).reshape(len(texts), DIGEST)
