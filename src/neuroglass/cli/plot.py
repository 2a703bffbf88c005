"""A curve drawn with braille dots: eight dots to a character, two across and four down."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence

DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))  # by column and row within a character
EMPTY = 0x2800


def plot(xs: Sequence[float], ys: Sequence[float], width: int, height: int) -> list[str]:
    """The curve through the points, with both axes where they are in sight and the ends of the y range at the left.

    Args:
        xs: rising.
        ys: as many; what is not finite is left out.
        width: characters, the labels among them.
        height: lines, one more follows for the x range.
    """
    known = [(x, y) for x, y in zip(xs, ys, strict=True) if math.isfinite(y)]
    low, high = _range([y for _, y in known])
    label = max(len(f"{value:.3g}") for value in (low, high))
    cells = _Canvas(width - label - 1, height)
    across = _scaled(xs[0], xs[-1], cells.across - 1)
    down = _scaled(high, low, cells.down - 1)
    if low <= 0 <= high:
        for dot in range(0, cells.across, 4):
            cells.set(dot, down(0.0))
    for dot in range(0, cells.down, 4):
        cells.set(across(0.0), dot)
    for (x, y), (next_x, next_y) in itertools.pairwise(known):
        cells.line(across(x), down(y), across(next_x), down(next_y))
    names = [f"{high:.3g}", *[""] * (height - 2), f"{low:.3g}"]
    lines = [f"{name:>{label}} {row}" for name, row in zip(names, cells.rows(), strict=True)]
    left, right = f"{xs[0]:g}", f"{xs[-1]:g}"
    return [*lines, " " * (label + 1) + left + " " * (width - label - 1 - len(left) - len(right)) + right]


class _Canvas:
    def __init__(self, width: int, height: int):
        self.across, self.down = 2 * width, 4 * height
        self.cells = [[EMPTY] * width for _ in range(height)]

    def set(self, x: int, y: int) -> None:
        self.cells[y // 4][x // 2] |= DOTS[x % 2][y % 4]

    def line(self, x: int, y: int, to_x: int, to_y: int) -> None:
        steps = max(abs(to_x - x), abs(to_y - y), 1)
        for step in range(steps + 1):
            self.set(x + round((to_x - x) * step / steps), y + round((to_y - y) * step / steps))

    def rows(self) -> list[str]:
        return ["".join(map(chr, row)) for row in self.cells]


def _range(values: list[float]) -> tuple[float, float]:
    """From the least to the greatest; a flat curve gets room above and below."""
    low, high = min(values), max(values)
    return (low - 1, high + 1) if low == high else (low, high)


def _scaled(start: float, end: float, last: int) -> Callable[[float], int]:
    return lambda value: round((value - start) / (end - start) * last)
