"""Inputs that hold ids: what each id is called, and what is refused of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neuroglass.data.inputs import TEXT, WRITTEN
from neuroglass.data.table_inputs import TableInputs
from neuroglass.data.texts.text_column import TextColumn
from neuroglass.data.texts.text_inputs import TextInputs
from neuroglass.errors import NetworkError
from neuroglass.model import Model

if TYPE_CHECKING:
    from neuroglass.glass.glass import Glass


def tokens_of(model: Model, name: str) -> tuple[str, ...]:
    """What each id of a text, a column of texts, or a text that is written, is called; of any other node nothing."""
    source, writing = model.spec.source, model.spec.target.writing
    if name == WRITTEN and writing is not None:
        return writing.names
    if name == TEXT and isinstance(source, TextInputs):
        return source.vocabulary.names
    if not isinstance(source, TableInputs):
        return ()
    texts = (column for column in source.columns if isinstance(column, TextColumn))
    return next((column.vocabulary.names for column in texts if source.input_name(column) == name), ())


def tokens_in(glass: Glass, node: str) -> list[list[str]]:
    """The tokens of each sample, without padding; of a node that holds none, nothing."""
    names = tokens_of(glass.model, node)
    return [[names[token] for token in row if token] for row in glass.values[node].tolist()] if names else []


def check_no_ids(model: Model, node: str) -> None:
    """Refuse ids where more and less must mean something.

    Raises:
        NetworkError: with the nodes that read them.
    """
    layer = model.network.inputs.get(node)
    if layer is not None and layer.dtype == "int32":
        readers = " or ".join(entry.name for entry in model.network.nodes if node in entry.inputs)
        raise NetworkError(f"{node} holds ids, of which none is larger than another", "numbers", f"Ask for {readers}")
