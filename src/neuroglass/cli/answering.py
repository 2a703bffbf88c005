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


def was_trained_on(model: Model, source: str) -> bool:
    """Whether its training part came out of this very source."""
    learnt = model.card.get("source")
    return isinstance(learnt, str) and (learnt == source or Path(learnt).resolve() == located(source).resolve())
