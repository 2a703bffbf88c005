"""The words in a box of a graph, and the room they take, in inches."""

from __future__ import annotations

import functools
import re
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neuroglass.glass.graph.boxes import Box

TITLE, TEXT = 9.0, 8.0  # points
LINE, PADDING = 0.165, 0.09  # inches: a line's height, and around the text
ASIDE = 0.13  # left and right of it: on a screen letters are a little wider than they are drawn
WIDEST = 48  # characters of a line


def size(box: Box) -> tuple[float, float]:
    """Width and height of a box with its words."""
    lines = words(box)
    widths = [_width(line, TITLE if place == 0 else TEXT, bold=place == 0) for place, line in enumerate(lines)]
    return max(widths) + 2 * ASIDE, len(lines) * LINE + 2 * PADDING


@functools.lru_cache(maxsize=4096)
def words(box: Box) -> tuple[str, ...]:
    """Its lines: title, formula, value and gradient, folded where they are long."""
    lines = [line for text in box.lines for part in _parted(text) for line in _wrapped(part)]
    return (_cut(box.title), *lines, *([_cut(f"∂ {box.gradient}")] if box.gradient else []))


def _parted(text: str) -> list[str]:
    """A long equation, its result on a line of its own."""
    left, equals, right = text.rpartition(" = ")
    return [left, f"= {right}"] if equals and len(text) > WIDEST else [text]


def _wrapped(text: str) -> list[str]:
    """Lines that are not too long; what stands in brackets stays together."""
    return textwrap.wrap(re.sub(r", (?=[^\[]*\])", ",\N{NO-BREAK SPACE}", text), WIDEST)


def _cut(text: str) -> str:
    return textwrap.shorten(text, WIDEST, placeholder=" ...")


@functools.lru_cache(maxsize=4096)
def _width(text: str, points: float, *, bold: bool) -> float:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    path = TextPath((0, 0), text or " ", size=points, prop=FontProperties(weight="bold" if bold else "normal"))
    return float(path.get_extents().width) / 72
