"""One long text becomes data: its end is held out, its beginning gives the vocabulary, each step asks for the next."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from neuroglass.data import splits
from neuroglass.data.inputs import TEXT
from neuroglass.data.parts import Data, Part
from neuroglass.data.reading import Reading
from neuroglass.data.spec import Spec
from neuroglass.data.targets import Target, Task
from neuroglass.data.texts import finding
from neuroglass.data.texts.rows import PLURAL, unknown_told, windows
from neuroglass.data.texts.taking import Taken
from neuroglass.data.texts.text_choices import TextChoices
from neuroglass.data.texts.text_inputs import TextInputs
from neuroglass.data.texts.units import Unit
from neuroglass.data.texts.vocabulary import UNKNOWN, Ids, Vocabulary, fit_vocabulary
from neuroglass.errors import DataError

STEPS: dict[Unit, int] = {"character": 64, "byte": 64, "word": 32, "subword": 32}  # in a window, at most
FEWEST_WINDOWS = 32  # a short text has shorter windows, down to the shortest
SHORTEST = 8
BETWEEN = "\n"  # texts of several files
EXCERPT = 160  # characters that are shown


@dataclass(frozen=True)
class _Piece:
    """One part of the text, as ids."""

    text: str
    ids: Ids

    def part(self, length: int, first: int) -> Part:
        x, y = windows(self.ids, length)
        return Part({TEXT: x}, y, None, np.arange(first, first + len(x)))


def make_data(taken: Taken, choices: TextChoices) -> Data:
    """The data of texts without labels. See ``neuroglass.data.text``."""
    whole = BETWEEN.join(taken.texts)
    unit = cast(Unit, "character" if choices.unit == "auto" else choices.unit)
    texts, told = _divided(whole, choices, unit)
    given = {name: _given(part, choices) for name, part in choices.given.items()}
    texts |= {name: BETWEEN.join(part.texts) for name, part in given.items()}
    vocabulary = fit_vocabulary([texts["train"]], unit, choices.vocabulary, choices.lower)
    pieces = {name: _Piece(text, vocabulary.ids(text)) for name, text in texts.items()}
    _refuse_empty(pieces, unit)
    length = _length(len(pieces["train"].ids), unit, choices.length, taken.listing.source)
    parts = _parts(pieces, length)
    reason = "a text without labels is learnt token by token" if choices.task == "auto" else "as told"
    task = Task("next", reason)
    target = Target(f"next {unit}", task, vocabulary.names, "text", (0.0,), (1.0,), length)
    inputs = TextInputs(vocabulary, length, True, choices.encoding)
    split = "; ".join([told, *(f"{name} is a source of its own" for name in choices.given)])
    reading = _tell([taken, *given.values()], pieces, parts, inputs, target, split)
    return Data(Spec(inputs, target), parts["train"], parts.get("validation"), parts.get("test"), reading)


def _divided(whole: str, choices: TextChoices, unit: Unit) -> tuple[dict[str, str], str]:
    """The text cut into consecutive pieces, and the sentence that says so."""
    shares = choices.end_shares(len(whole))
    test, validation = (int(count) for count in shares.counts(np.array(len(whole))))
    cuts = [_cut(whole, len(whole) - test - validation, unit), _cut(whole, len(whole) - test, unit), len(whole)]
    pieces = {"train": whole[: cuts[0]], "validation": whole[cuts[0] : cuts[1]], "test": whole[cuts[1] :]}
    kept = {name: piece for name, piece in pieces.items() if len(piece) > 1 or name == "train"}
    told = [f"the last {shares.test:.0%} of the text for the test"] if "test" in kept else []
    if "validation" in kept:
        told.append(f"{shares.validation:.0%} before that for validation")
    return kept, ", ".join(told) or "all of the text is learnt from"


def _cut(text: str, wanted: int, unit: Unit) -> int:
    """A place at which no word is torn, from the wanted one on."""
    blank = re.compile(r"\s").search(text, wanted) if unit in ("word", "subword") else None
    return blank.start() if blank else wanted


def _given(source: object, choices: TextChoices) -> Taken:
    return finding.taken(source, "next", choices.encoding, to_learn=False)


def _refuse_empty(pieces: Mapping[str, _Piece], unit: Unit) -> None:
    """Of one token nothing can be asked.

    Raises:
        DataError: a part to measure on has no two tokens.
    """
    for name, piece in pieces.items():
        if name != "train" and len(piece.ids) < 2:
            received = f"the {name} part has {len(piece.ids)} of the {PLURAL[unit]} that the text is cut into"
            raise DataError(received, "at least two: one that is read, one that comes next", f"Give more, or {name}=0")


def _length(tokens: int, unit: Unit, wanted: int | None, source: str) -> int:
    """Steps in a window.

    Raises:
        DataError: the training part has fewer than two windows.
    """
    length = wanted or max(SHORTEST, min(STEPS[unit], tokens // FEWEST_WINDOWS))
    if tokens < 2 * length + 1:
        received = f"{source} has {tokens:,} {PLURAL[unit]} to learn from, and windows of {length} are asked for"
        mend = "Give a longer text" if wanted is None else "Choose a smaller length"
        raise DataError(received, f"at least two windows and one more, {2 * length + 1:,}", mend)
    return length


def _parts(pieces: Mapping[str, _Piece], length: int) -> dict[str, Part]:
    """Each piece in windows, which are numbered from the beginning of the text."""
    parts: dict[str, Part] = {}
    for name in splits.NAMES:
        if name in pieces:
            parts[name] = pieces[name].part(length, sum(len(part) for part in parts.values()))
    return parts


def _tell(
    sources: Sequence[Taken],
    pieces: Mapping[str, _Piece],
    parts: Mapping[str, Part],
    inputs: TextInputs,
    target: Target,
    split: str,
) -> Reading:
    count = sum(len(part) for part in parts.values())
    notes = [note for taken in sources for note in (*taken.listing.notes, *taken.notes)]
    return Reading(
        source=sources[0].listing.source,
        format=_format(sources[0]),
        read=count,
        used=count,
        skipped=tuple(replace(left, thing="file") for taken in sources for left in taken.skipped),
        target=target.name,
        target_reason="each step of the text asks for what follows it",
        task=target.task.kind,
        task_reason=target.task.reason,
        parts={name: len(part) for name, part in parts.items()},
        split=split,
        samples=_excerpts(pieces),
        notes=(*notes, *_strange(pieces, inputs.vocabulary)),
        thing="window",
        frame=_frame(pieces, inputs),
    )


def _format(taken: Taken) -> str:
    count = len(taken.texts)
    return taken.listing.format if count == 1 else f"{taken.listing.format}, {count:,} of them one after another"


def _frame(pieces: Mapping[str, _Piece], inputs: TextInputs) -> str:
    vocabulary, unit = inputs.vocabulary, PLURAL[inputs.vocabulary.unit]
    tokens = sum(len(piece.ids) for piece in pieces.values())
    counted = f"{sum(len(piece.text) for piece in pieces.values()):,} characters"
    cut = "" if vocabulary.unit == "character" else f", {tokens:,} {unit}"
    return (
        f"{counted}{cut}, {len(vocabulary.tokens):,} different {unit} in the vocabulary; windows of {inputs.length} "
        "steps, beyond which the gradient does not go back"
    )


def _strange(pieces: Mapping[str, _Piece], vocabulary: Vocabulary) -> list[str]:
    notes = []
    for name, piece in pieces.items():
        share = float((piece.ids == UNKNOWN).mean()) if len(piece.ids) else 0.0
        notes += [f"{name}: {note} ({share:.2%})" for note in unknown_told([piece.text], [piece.ids], vocabulary)]
    return notes


def _excerpts(pieces: Mapping[str, _Piece]) -> tuple[dict[str, str], ...]:
    return tuple({"part": name, "text": piece.text.strip()[:EXCERPT]} for name, piece in pieces.items())
