"""Which rows are shown where not all can be: some of each class, or from the lowest to the highest number."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.parts import Part
from neuroglass.data.spec import Spec
from neuroglass.report.words import number

MOST_CLASSES = 10
STRETCHES = 3  # into which numbers are divided

Places = NDArray[np.int64]


def groups(part: Part, spec: Spec) -> list[tuple[str, Places]]:
    """The rows of each of the first classes; of numbers the rows of the lowest, middle and highest ones."""
    if (writing := spec.target.writing) is not None:
        return _by_text([writing.text(ids) for ids in part.y])
    if spec.classes:
        found = [(name, np.flatnonzero(part.y == place)) for place, name in enumerate(spec.classes[:MOST_CLASSES])]
        return [(name, places) for name, places in found if len(places)]
    values = part.y[:, 0].astype(np.float64) * spec.target_scale[0] + spec.target_offset[0]
    stretches = np.array_split(np.argsort(values, kind="stable"), min(STRETCHES, len(values)))
    return [(f"{number(float(values[rows[0]]))} to {number(float(values[rows[-1]]))}", rows) for rows in stretches]


def _by_text(texts: list[str]) -> list[tuple[str, Places]]:
    """The rows of each of the first texts."""
    first = list(dict.fromkeys(texts))[:MOST_CLASSES]
    return [(text, np.array([place for place, own in enumerate(texts) if own == text])) for text in first]


def spread(places: Places, most: int) -> Places:
    """So many of them, evenly spread, for neighbours are often alike."""
    return places[np.unique(np.linspace(0, len(places) - 1, min(most, len(places))).round().astype(np.int64))]


def name_of(part: Part, place: int) -> str:
    """What a row of a part is called."""
    if part.names:
        return part.names[place]
    return f"row {part.rows[place] + 1 if len(part.rows) else place + 1}"
