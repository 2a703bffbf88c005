"""The rows a network gets most wrong, as they stood in the source."""

from __future__ import annotations

import dataclasses

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from neuroglass.data.spec import Spec
from neuroglass.glass.looks import looked_at, looks
from neuroglass.report.groups import name_of
from neuroglass.report.judged import Judged
from neuroglass.report.originals import original
from neuroglass.report.portraits import portrait
from neuroglass.report.svg import element, picture
from neuroglass.report.words import number, share

SHOWN = 12
MOST_CELLS = 24


@dataclasses.dataclass(frozen=True)
class Wrong:
    """One row.

    Args:
        name: its file, or its number in the source, from 1.
        true: what it is.
        told: what the network says.
        sure: how sure the network is of that, or how far off it is.
        cells: its values by column, the first of them.
        more: how many are left out.
        picture: it, drawn, where it is a picture or a clip.
    """

    name: str
    true: str
    told: str
    sure: str
    cells: tuple[tuple[str, str], ...]
    more: int
    picture: Markup | None


def worst(judged: Judged, spec: Spec) -> tuple[Wrong, ...]:
    """Rows in order of their error: the surest wrong class first, or the largest distance in the target's spread."""
    if spec.classes:
        chance = judged.answers[np.arange(len(judged.part)), judged.truth.astype(np.int64)]
        wrong = judged.answers.argmax(axis=1) != judged.truth
        order = [int(row) for row in np.argsort(chance, kind="stable") if wrong[row]]
    else:
        off = np.abs(judged.answers - judged.truth.astype(np.float64)) / spec.target_scale
        order = [int(row) for row in np.argsort(-off.max(axis=1), kind="stable")]
    return tuple(_wrong(judged, spec, row) for row in order[:SHOWN])


def _wrong(judged: Judged, spec: Spec, row: int) -> Wrong:
    true, told, sure = _classes(judged, spec, row) if spec.classes else _values(judged, row)
    name = name_of(judged.part, row)
    if (kind := looked_at(spec)) is not None:
        look = looks(spec.inputs[kind], np.asarray(judged.part.x[kind][[row]]))[0]
        shown = portrait(look, f"{true} told as {told}: {name}", name)
        return Wrong(name, true, told, sure, (), 0, shown)
    known = original(spec, judged.part, row)
    drawn = None if known.picture is None else pictured(known.picture)
    cells = () if drawn else known.cells[:MOST_CELLS]
    return Wrong(name, true, told, sure, cells, 0 if drawn else len(known.cells) - len(cells), drawn)


def _classes(judged: Judged, spec: Spec, row: int) -> tuple[str, str, str]:
    true, given = int(judged.truth[row]), int(judged.answers[row].argmax())
    chances = judged.answers[row]
    return (
        spec.classes[true],
        spec.classes[given],
        f"{share(chances[given])} sure; {share(chances[true])} for the truth",
    )


def _values(judged: Judged, row: int) -> tuple[str, str, str]:
    true, told = judged.truth[row].astype(np.float64), judged.answers[row]
    off = told - true
    written = [", ".join(number(float(v)) for v in values) for values in (true, told, off)]
    return written[0], written[1], f"off by {written[2]}"


def pictured(grid: NDArray[np.float64]) -> Markup:
    """Ink on paper: the larger the value the deeper."""
    pixels = [
        element(
            "rect", x=int(x), y=int(y), width=1.04, height=1.04, class_="ink", style=f"fill-opacity:{grid[y, x]:.2f}"
        )
        for y, x in np.argwhere(grid > 0.02)
    ]
    height, width = grid.shape
    return picture("The row as a picture", f"{height} by {width} values", width, height, *pixels)
