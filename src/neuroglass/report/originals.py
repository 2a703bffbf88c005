"""A row of the data in the words and units of its source, taken back from the arrays that were made of it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.inputs import TEXT
from neuroglass.data.parts import Part
from neuroglass.data.read_back import read_back, shortened
from neuroglass.data.spec import Spec
from neuroglass.data.table_inputs import TableInputs
from neuroglass.data.texts.text_inputs import TextInputs
from neuroglass.report.words import number

MOST_NUMBERS = 64  # of an array that are written out
GRID_NAME = re.compile(r"(\d+)\D(\d+)$")  # pixel_3_4, 3x4


@dataclasses.dataclass(frozen=True)
class Original:
    """One row: its values by column, and as a picture (height, width) of numbers from 0 to 1 where it is one."""

    cells: tuple[tuple[str, str], ...]
    picture: NDArray[np.float64] | None = None


def original(spec: Spec, part: Part, row: int) -> Original:
    """A row of a part as it stood in the source; columns that were not used are not in it."""
    if isinstance(spec.source, TextInputs):
        return Original(((TEXT, shortened(spec.source.vocabulary, part.x[TEXT][row])),))
    if not isinstance(spec.source, TableInputs):
        return _from_arrays(part, row)
    numbers = dict(read_back(spec.source, {name: array[row] for name, array in part.x.items()}))
    cells = tuple((name, value if isinstance(value, str) else number(value)) for name, value in numbers.items())
    return Original(cells, _grid({name: value for name, value in numbers.items() if not isinstance(value, str)}))


def _from_arrays(part: Part, row: int) -> Original:
    cells: list[tuple[str, str]] = []
    for name, array in part.x.items():
        flat: NDArray[Any] = np.asarray(array[row]).ravel()[:MOST_NUMBERS]
        cells += [(f"{name}[{place}]" if len(flat) > 1 else name, number(float(v))) for place, v in enumerate(flat)]
    first = next(iter(part.x.values()))[row]
    is_picture = first.ndim in (2, 3) and min(first.shape[:2]) > 3
    return Original(tuple(cells), _unit(first.astype(np.float64)) if is_picture else None)


def _grid(values: Mapping[str, float]) -> NDArray[np.float64] | None:
    """Columns named by row and column of a grid, pixel_0_0 to pixel_7_7, as a picture; what is left out is blank."""
    places = {name: found for name in values if (found := GRID_NAME.search(name))}
    if len(places) < 16 or len(places) < len(values):
        return None
    at = {name: (int(found[1]), int(found[2])) for name, found in places.items()}
    height, width = (1 + max(place[axis] for place in at.values()) for axis in (0, 1))
    if height * width > 2 * len(places) or height * width > 10_000:
        return None
    grid = np.full((height, width), min(values.values()))
    for name, place in at.items():
        grid[place] = values[name]
    return _unit(grid)


def _unit(grid: NDArray[np.float64]) -> NDArray[np.float64]:
    plain = grid.mean(axis=2) if grid.ndim == 3 else grid
    return (plain - plain.min()) / (float(np.ptp(plain)) or 1.0)
