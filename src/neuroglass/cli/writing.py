"""A text for each row, picture or other thing that a model is given."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from neuroglass.cli import screen
from neuroglass.cli.answering import asked
from neuroglass.cli.harmless import harmless
from neuroglass.errors import ConfigurationError

if TYPE_CHECKING:
    from neuroglass.data.inputs import Encoded
    from neuroglass.data.texts.writing import Writing
    from neuroglass.model import Model
    from neuroglass.writing import Wish


def write_of(
    model: Model,
    writing: Writing,
    sources: list[str],
    given: Sequence[str],
    wish: Wish,
    facts: dict[str, Any],
    json: bool,
) -> None:
    """Write of what is named: one text streams, of many each is a line, behind the name of its file where it has one.

    Raises:
        ConfigurationError: nothing is named, or a file and a row.
    """
    from neuroglass.writing import of_one

    encoded, notes = _encoded(model, sources, given)
    for note in (*notes, *encoded.notes, *model.strange(wish.prompt)):
        screen.aside().print(f"! {note}", style="yellow")
    if json:
        texts = [
            {**name, "text": text} for name, text in zip(_names(encoded), model.written(encoded, wish), strict=True)
        ]
        screen.emit({**facts, "texts": texts, "notes": [*notes, *encoded.notes]})
    elif len(encoded.rows) == 1:
        stream(wish.prompt, of_one(model.objective, model.variables, writing, encoded.x, wish))
    else:
        files = [f"{name}: " for name in encoded.names] or [""] * len(encoded.rows)
        for file, text in zip(files, model.written(encoded, wish), strict=True):
            sys.stdout.write(f"{harmless(file + text)}\n")
            sys.stdout.flush()


def _encoded(model: Model, sources: list[str], given: Sequence[str]) -> tuple[Encoded, list[str]]:
    from neuroglass.data.given_row import given_row

    if bool(sources) == bool(given):
        told = "a file and --given are told" if given else "nothing is told to write of"
        raise ConfigurationError(told, "a table or pictures as INPUT, or --given COLUMN=VALUE for each column")
    if sources:
        return model.spec.encode(asked(model, sources)), []
    row, notes = given_row(given, model.spec.source)
    return model.spec.encode([row]), notes


def _names(encoded: Encoded) -> list[dict[str, Any]]:
    """What each text is written of: a file, or a row of a table by its number."""
    return [{"file": name} for name in encoded.names] or [{"row": int(row) + 1} for row in encoded.rows]


def stream(prompt: str, pieces: Iterable[str]) -> None:
    """A prompt and what follows it, as it comes."""
    sys.stdout.write(harmless(prompt))
    for piece in pieces:
        sys.stdout.write(harmless(piece))
        sys.stdout.flush()
    sys.stdout.write("\n")
