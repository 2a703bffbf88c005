"""A model asked about a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from neuroglass.data.shipped import located
from neuroglass.errors import DataError

if TYPE_CHECKING:
    from neuroglass.model import Model


def load_for_files(given: str) -> Model:
    """The model that a word on the command line names.

    Raises:
        DataError: it was trained on arrays, which no file holds.
        FileError: there is no such model.
    """
    from neuroglass.data.array_inputs import ArrayInputs
    from neuroglass.model import load

    model = load(given)
    if isinstance(model.spec.source, ArrayInputs):
        raise DataError(
            f"{given} was trained on arrays, and a file holds a table, pictures, sounds or texts",
            "a model that neuroglass train made",
            f'Ask it in Python: ng.load("{given}").predict(x)',
        )
    return model


def asked(model: Model, sources: list[str]) -> str | list[str]:
    """What is to be answered: pictures, sounds and texts may be many files, a table is one.

    Raises:
        DataError: several tables.
    """
    from neuroglass.data.audio.sound_inputs import SoundInputs
    from neuroglass.data.pictures.image_inputs import ImageInputs
    from neuroglass.data.texts.text_inputs import TextInputs

    is_many = isinstance(model.spec.source, ImageInputs | SoundInputs | TextInputs)
    if len(sources) > 1 and not is_many:
        raise DataError(f"{len(sources)} sources are named", "one table", "Ask for one after the other")
    return sources if len(sources) > 1 else sources[0]


def thing_of(model: Model) -> str:
    """What one of the things is that a model answers about."""
    from neuroglass.data.audio.sound_inputs import SoundInputs
    from neuroglass.data.pictures.image_inputs import ImageInputs
    from neuroglass.data.texts.text_inputs import TextInputs
    from neuroglass.data.timeseries import SeriesInputs

    if model.spec.target.task.kind == "next":
        return "window"
    called = {ImageInputs: "picture", SoundInputs: "clip", TextInputs: "text", SeriesInputs: "window"}
    return called.get(type(model.spec.source), "row")


def was_trained_on(model: Model, source: str) -> bool:
    """Whether its training part came out of this very source."""
    learnt = model.card.get("source")
    return isinstance(learnt, str) and (learnt == source or Path(learnt).resolve() == located(source).resolve())
