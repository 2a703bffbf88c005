"""A computation graph drawn: boxes with formula, value and gradient, from the inputs to what was differentiated."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from neuroglass.glass.figures.boxes import Page, Rectangle, laid_out
from neuroglass.glass.figures.style import BLUE, ORANGE
from neuroglass.glass.figures.words import LINE, PADDING, TEXT, TITLE, words
from neuroglass.glass.graph.boxes import Box
from neuroglass.glass.graph.dot import FILL

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MARGIN = 0.15  # inches around the page
FRAMED = "#f6f8fc"
EDGE, ARROW = "0.55", "-|>,head_length=0.35,head_width=0.16"


def draw(boxes: Sequence[Box], flow: str) -> Figure:
    """Boxes and arrows, each box as large as its words; the gradient is in the second colour.

    Args:
        flow: "down", or "right" for many boxes that are read by one.
    """
    from matplotlib.figure import Figure

    page = laid_out(boxes, flow)
    whole = Figure(figsize=(page.width + 2 * MARGIN, page.height + 2 * MARGIN))
    axes = whole.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set(xlim=(-MARGIN, page.width + MARGIN), ylim=(page.height + MARGIN, -MARGIN))
    axes.axis("off")
    for name, place in page.frames.items():
        _frame(axes, name, place)
    for box in boxes:
        for read in box.reads:
            _arrow(axes, page, read, box.name, flow)
        _box(axes, box, page.boxes[box.name])
    return whole


def _box(axes: Axes, box: Box, place: Rectangle) -> None:
    _rounded(axes, place, FILL[box.kind], BLUE if box.kind != "given" else "0.6", order=3)
    lines = words(box)
    for number, line in enumerate(lines):
        is_gradient = bool(box.gradient) and number == len(lines) - 1
        axes.text(
            place.x + place.width / 2,
            place.y + PADDING + (number + 0.5) * LINE,
            _plain(line),
            ha="center",
            va="center",
            fontsize=TEXT if number else TITLE,
            weight="normal" if number else "bold",
            color=ORANGE if is_gradient else "0.1" if number == 0 else "0.3",
            zorder=4,
        )


def _frame(axes: Axes, name: str, place: Rectangle) -> None:
    _rounded(axes, place, FRAMED, "0.75", order=0)
    axes.text(place.x + PADDING, place.y + 0.12, _plain(name), fontsize=TITLE, weight="bold", color=BLUE, va="center")


def _rounded(axes: Axes, place: Rectangle, fill: str, edge: str, order: int) -> None:
    from matplotlib.patches import FancyBboxPatch

    style = "round,pad=0,rounding_size=0.06"
    corner = (place.x, place.y)
    axes.add_patch(
        FancyBboxPatch(
            corner, place.width, place.height, style, facecolor=fill, edgecolor=edge, linewidth=0.8, zorder=order
        )
    )


def _arrow(axes: Axes, page: Page, read: str, name: str, flow: str) -> None:
    """From the end of one box to the beginning of the other, by the places that it passes."""
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    start, end = _ends(page.boxes[read], page.boxes[name], flow)
    points = [start, *page.bends[read, name], end]
    path, codes = [start], [Path.MOVETO]
    for one, other in itertools.pairwise(points):
        path += [*_bent(one, other, flow), other]
        codes += [Path.CURVE4] * 3
    axes.add_patch(
        FancyArrowPatch(
            path=Path(path, codes), arrowstyle=ARROW, mutation_scale=10, color=EDGE, linewidth=0.9, zorder=2
        )
    )


def _ends(read: Rectangle, box: Rectangle, flow: str) -> tuple[tuple[float, float], tuple[float, float]]:
    if flow == "down":
        return (read.x + read.width / 2, read.y + read.height), (box.x + box.width / 2, box.y)
    return (read.x + read.width, read.y + read.height / 2), (box.x, box.y + box.height / 2)


def _bent(one: tuple[float, float], other: tuple[float, float], flow: str) -> list[tuple[float, float]]:
    """The two points that draw a curve out of its ends' direction."""
    if flow == "down":
        middle = (one[1] + other[1]) / 2
        return [(one[0], middle), (other[0], middle)]
    middle = (one[0] + other[0]) / 2
    return [(middle, one[1]), (middle, other[1])]


def _plain(text: str) -> str:
    """A dollar would begin a formula in matplotlib."""
    return text.replace("$", r"\$")
