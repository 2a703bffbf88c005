"""A model asked about a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from neuroglass.cli.places import model_file
from neuroglass.errors import DataError

if TYPE_CHECKING:
    from neuroglass.model import Model


def load_for_tables(given: str) -> Model:
    """The model that a word on the command line names.

    Raises:
        DataError: it was trained on arrays, which no file holds.
        FileError: there is no such model.
    """
    from neuroglass.data.table_inputs import TableInputs
    from neuroglass.model import load

    path = model_file(given)
    model = load(path)
    if not isinstance(model.spec.source, TableInputs):
        raise DataError(
            f"{path} was trained on arrays, and a file holds a table",
            "a model that neuroglass train made",
            f'Ask it in Python: ng.load("{path}").predict(x)',
        )
    return model


def was_trained_on(model: Model, given: str, source: Path) -> bool:
    """Whether its training part came out of this very source."""
    learnt = model.card.get("source")
    return isinstance(learnt, str) and (learnt == given or Path(learnt).resolve() == source.resolve())
