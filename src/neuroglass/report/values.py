"""How close predicted values come to the true ones."""

from __future__ import annotations

import dataclasses

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from neuroglass.report.charts import BOTTOM, LEFT, RIGHT, TOP, axes, histogram
from neuroglass.report.judged import Judged
from neuroglass.report.scales import Scale, padded, scale
from neuroglass.report.svg import dots, picture, straight

MOST_DOTS = 2000
MOST_OUTPUTS = 4
SQUARE = (370.0, 410.0)
SMALL = (370.0, 190.0)


@dataclasses.dataclass(frozen=True)
class Output:
    """One predicted number: told against true, and what is left over."""

    name: str
    scatter: Markup
    residuals: Markup
    spread: Markup


def values(judged: Judged, name: str) -> tuple[Output, ...]:
    """A row of charts for each of the first predicted numbers."""
    width = judged.answers.shape[1]
    names = [name] if width == 1 else [f"{name} {place + 1}" for place in range(min(width, MOST_OUTPUTS))]
    true = judged.truth.astype(np.float64)
    return tuple(_output(names[place], true[:, place], judged.answers[:, place]) for place in range(len(names)))


def _output(name: str, true: NDArray[np.float64], told: NDArray[np.float64]) -> Output:
    residual = told - true
    return Output(
        name,
        _scatter("Predicted and true", (f"true {name}", f"predicted {name}"), true, told, diagonal=True),
        histogram("Residuals", "predicted − true", residual, SMALL),
        _scatter("Residuals over the prediction", (f"predicted {name}", "predicted − true"), told, residual),
    )


def _scatter(
    title: str,
    labels: tuple[str, str],
    across: NDArray[np.float64],
    up: NDArray[np.float64],
    diagonal: bool = False,
) -> Markup:
    width, height = SQUARE if diagonal else SMALL
    both = np.concatenate([across, up])
    x = padded(scale(both if diagonal else across, LEFT, width - RIGHT), 0.04)
    y = padded(scale(both if diagonal else up, height - BOTTOM, TOP), 0.04)
    every = -(-len(across) // MOST_DOTS)
    cloud = dots(x(across[::every]), y(up[::every]), "blue")
    told = f"{len(across):,} answers" + (f", one in {every} drawn" if every > 1 else "")
    ideal = _diagonal(x, y) if diagonal else straight(x.start, y.place(0), x.end, y.place(0), "level")
    return picture(title, told, width, height, axes(x, y, labels, across=4), cloud, ideal)


def _diagonal(x: Scale, y: Scale) -> Markup:
    return straight(x.start, y.start, x.end, y.end, "level")
