"""What a sample shows, in the words and units of its source."""

from __future__ import annotations

from typing import Any

import numpy as np

from neuroglass.data.inputs import TEXT
from neuroglass.data.parts import Part
from neuroglass.data.read_back import read_back
from neuroglass.data.spec import Spec
from neuroglass.data.table_inputs import TableInputs
from neuroglass.data.texts.text_inputs import TextInputs
from neuroglass.glass.looks import looked_at
from neuroglass.glass.steps import step_names

AROUND = 24  # tokens on either side of the one that is marked
MOST_NUMBERS = 12


def shown(spec: Spec, part: Part, row: int, at: tuple[int, ...] = ()) -> Any:
    """Columns with their values of a table's row; of a text what stands around a step, that marked «so»; the first
    numbers of an array; None of what is looked at.
    """
    if isinstance(spec.source, TableInputs):
        return dict(read_back(spec.source, {name: array[row] for name, array in part.x.items()}))
    if isinstance(spec.source, TextInputs):
        return excerpt(spec.source, part, row, at[0] if len(at) == 1 else None)
    if looked_at(spec) is not None:
        return None
    flat = {name: np.asarray(array[row]).ravel()[:MOST_NUMBERS].tolist() for name, array in part.x.items()}
    return {**flat, **({"step": step_names(spec, part, row, _steps(part))[at[0]]} if len(at) == 1 else {})}


def excerpt(source: TextInputs, part: Part, row: int, step: int | None) -> str:
    """The tokens around a step, that one marked; without a step how the text begins."""
    ids = part.x[TEXT][row].tolist()
    tell = source.vocabulary.text
    if step is None or step >= len(ids):
        start = tell(ids[: 2 * AROUND])
        return f"{start} …" if any(ids[2 * AROUND :]) else start
    first, last = max(0, step - AROUND), step + 1 + AROUND
    gap = " " if source.vocabulary.unit == "word" else ""
    told = gap.join([tell(ids[first:step]), f"«{tell(ids[step : step + 1])}»", tell(ids[step + 1 : last])]).strip(" ")
    return f"{'… ' if first else ''}{told}{' …' if any(ids[last:]) else ''}"


def _steps(part: Part) -> int:
    return next(array.shape[1] if array.ndim > 1 else 1 for array in part.x.values())
