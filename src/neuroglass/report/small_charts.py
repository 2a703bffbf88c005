"""Courses so small that they stand in a table: a line on a scale that it shares, and strips of ink."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from neuroglass.report.pictures import drawn, inked
from neuroglass.report.scales import Scale
from neuroglass.report.svg import dots, line, picture, straight, text

LEVELS_OF_INK = 8  # few, so that a map is a small file
THINNEST, SHORTEST = 24, 160  # pixels of a strip

Array = NDArray[Any]


class Frame(NamedTuple):
    """Where a small chart is drawn."""

    width: float
    height: float
    left: float
    top: float
    floor: float


FRAME = Frame(200.0, 64.0, 44.0, 6.0, 58.0)


def small(
    title: str,
    course: tuple[Array, Array],
    end: int,
    y: Scale,
    written: Callable[[float], str],
    level: float | None = None,
) -> Markup:
    """A line over the steps, between the lowest and the highest value of its scale.

    Args:
        title: what is shown.
        course: steps and values.
        end: the last step.
        y: the scale up.
        written: how a value is written.
        level: a value that is marked.
    """
    steps, values = course
    xs, ys = Scale(0.0, float(end), FRAME.left, FRAME.width - 4)(steps), y(np.maximum(values, y.low))
    ticks = (y.high / 1.3, y.low * 1.3) if y.logarithmic else (y.high, y.low)
    parts = [text(written(tick), FRAME.left - 6, y.place(tick) + 3, "tiny", "end") for tick in ticks]
    parts += [straight(FRAME.left, y.start, FRAME.width - 4, y.start, "axis")]
    if level is not None:
        parts += [straight(FRAME.left, y.place(level), FRAME.width - 4, y.place(level), "level")]
    parts += [dots(xs, ys, "blue") if len(steps) == 1 else line(xs, ys, "blue thin")]
    known = values[np.isfinite(values)]
    told = f"from {written(float(known[0]))} to {written(float(known[-1]))}" if len(known) else "no finite value"
    return picture(title, told, FRAME.width, FRAME.height, *parts)


def strip(shares: Array, alt: str, thick: int = THINNEST) -> Markup:
    """Numbers from -1 to 1, (rows, columns), as ink, at least so many pixels high and SHORTEST wide."""
    coarse = np.rint(np.nan_to_num(shares) * LEVELS_OF_INK) / LEVELS_OF_INK
    faint = np.where((coarse == 0) & (shares != 0), np.sign(np.nan_to_num(shares)) / (2 * LEVELS_OF_INK), coarse)
    down, across = math.ceil(thick / len(shares)), math.ceil(SHORTEST / shares.shape[1])
    return drawn(inked(faint).repeat(down, axis=0).repeat(across, axis=1), alt)
