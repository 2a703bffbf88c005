"""Charts: axes, lines over them, histograms. Each is a picture with a description in words."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from neuroglass.report.scales import Scale, is_steep, padded, scale
from neuroglass.report.svg import bars, dots, element, line, picture, straight, text
from neuroglass.report.words import number

LEFT, RIGHT, TOP, BOTTOM = 66.0, 16.0, 20.0, 42.0
LABEL_GAP = 15.0  # between the names of two lines, so that they do not cover each other
BINS = 30

Values = NDArray[np.generic]


@dataclasses.dataclass(frozen=True)
class Curve:
    """A line of a chart: its name, its points and its colour, a class of the style sheet."""

    name: str
    xs: Values
    ys: Values
    kind: str


def lines(
    title: str,
    labels: tuple[str, str],
    curves: Sequence[Curve],
    *,
    size: tuple[float, float] = (760, 280),
    mark: tuple[float, str] | None = None,
    through: float | None = None,
) -> Markup:
    """Curves over one pair of axes.

    Args:
        title: what is shown.
        labels: what is on the axis across and on the axis up.
        curves: the lines; each name stands at its line's end.
        size: width and height.
        mark: a place across that is marked by an upright line, and what it is.
        through: a height that must be seen; the axis up is then never logarithmic.
    """
    width, height = size
    heights = np.concatenate([np.asarray(curve.ys, np.float64) for curve in curves])
    steep = through is None and is_steep(heights)
    x = scale(np.concatenate([curve.xs for curve in curves]), LEFT, width - RIGHT - (84 if len(curves) > 1 else 0))
    x = dataclasses.replace(x, whole=True)
    y = scale(heights, height - BOTTOM, TOP, logarithmic=steep, through=through)
    y = y if steep else padded(y)
    up = f"{labels[1]}, logarithmic" if steep else labels[1]
    parts = [axes(x, y, (labels[0], up))]
    if mark is not None:
        parts += [_mark(x, y, *mark)]
    parts += [_curve(curve, x, y) for curve in curves]
    parts += _names(curves, x, y) if len(curves) > 1 else []
    return picture(title, _described(curves), width, height, *parts)


def axes(
    x: Scale, y: Scale, labels: tuple[str, str], across: int | Sequence[tuple[float, str]] = 6, up: int = 5
) -> Markup:
    """Tick marks, grid lines and names of both axes; ``across`` is how many ticks, or the ticks and what is written."""
    parts = []
    for value, written in y.ticks(up):
        parts += [straight(x.start, y.place(value), x.end, y.place(value), "grid")]
        parts += [text(written, x.start - 8, y.place(value) + 4, "tick", "end")]
    for value, written in x.ticks(across) if isinstance(across, int) else across:
        parts += [straight(x.place(value), y.start, x.place(value), y.start + 4, "axis")]
        parts += [text(written, x.place(value), y.start + 18, "tick", "middle")]
    parts += [straight(x.start, y.start, x.end, y.start, "axis")]
    parts += [text(labels[0], (x.start + x.end) / 2, y.start + 36, "label", "middle")]
    middle = (y.start + y.end) / 2
    parts += [text(labels[1], 6.0, middle, "label", "middle", transform=f"rotate(-90 6 {middle:.0f})")]
    return element("g", *parts)


def histogram(title: str, label: str, values: Values, size: tuple[float, float] = (370, 240)) -> Markup:
    """How often values occur."""
    width, height = size
    counts, edges = np.histogram(values, BINS)
    x = scale(edges, LEFT, width - RIGHT)
    y = scale(counts, height - BOTTOM, TOP, through=0.0)
    drawn = bars(x(edges), y.start, y(counts), "fill blue")
    zero = [straight(x.place(0), y.start, x.place(0), y.end, "mark")] if x.low < 0 < x.high else []
    told = f"{len(values):,} values from {number(float(edges[0]))} to {number(float(edges[-1]))}"
    return picture(title, told, width, height, axes(x, y, (label, "how many"), across=4, up=4), drawn, *zero)


def spark(title: str, values: Values, kind: str, size: tuple[float, float] = (176, 46)) -> Markup:
    """A histogram of finite values, so small that it stands in a table."""
    width, height = size
    known = np.asarray(values, np.float64).ravel()
    if not len(known):
        return picture(
            title, "nothing to draw", width, height, text("nothing to draw", width / 2, height / 2, "note", "middle")
        )
    counts, edges = np.histogram(known, BINS + 10)
    x, y = scale(edges, 2, width - 2), scale(counts, height - 14, 2, through=0.0)
    low, high = number(float(known.min()), 2), number(float(known.max()), 2)
    parts = [bars(x(edges), y.start, y(counts), f"fill {kind}"), straight(2, y.start, width - 2, y.start, "axis")]
    parts += [text(low, 2, height - 2, "tiny"), text(high, width - 2, height - 2, "tiny", "end")]
    if x.low < 0 < x.high:
        parts += [straight(x.place(0), y.start, x.place(0), y.start + 4, "axis")]
    return picture(title, f"from {low} to {high}", width, height, *parts)


def _curve(curve: Curve, x: Scale, y: Scale) -> Markup:
    xs, ys = x(curve.xs), y(curve.ys)
    return dots(xs, ys, curve.kind) if len(xs) == 1 else line(xs, ys, curve.kind)


def _mark(x: Scale, y: Scale, value: float, name: str) -> Markup:
    place = x.place(value)
    is_right = place > (x.start + x.end) / 2
    label = text(name, place + (4 if is_right else -4), y.end - 6, "note", "end" if is_right else None)
    return element("g", straight(place, y.start, place, y.end, "mark"), label)


def _names(curves: Sequence[Curve], x: Scale, y: Scale) -> list[Markup]:
    """The curves' names at their ends, moved apart where they would touch."""
    parts, lowest = [], -LABEL_GAP
    for curve in sorted(curves, key=lambda curve: _end(curve, y)):
        lowest = max(_end(curve, y), lowest + LABEL_GAP)
        parts += [text(curve.name, x.end + 8, lowest + 4, f"name {curve.kind}")]
    return parts


def _end(curve: Curve, y: Scale) -> float:
    known = np.asarray(curve.ys, np.float64)
    known = known[np.isfinite(known)]
    return y.place(float(known[-1])) if len(known) else y.start


def _described(curves: Sequence[Curve]) -> str:
    told = []
    for curve in curves:
        known = np.asarray(curve.ys, np.float64)
        known = known[np.isfinite(known)]
        if len(known):
            told.append(f"{curve.name}: from {number(float(known[0]))} to {number(float(known[-1]))}")
    return "; ".join(told) or "no finite value"
