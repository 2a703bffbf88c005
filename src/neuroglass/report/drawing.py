"""A network drawn: a box for each node, an arrow for each value that is read."""

from __future__ import annotations

import collections
import itertools
from typing import NamedTuple

from markupsafe import Markup

from neuroglass.nn.layers import Input
from neuroglass.nn.network import Network
from neuroglass.nn.summary import Row, totals
from neuroglass.report.layers import dimensions
from neuroglass.report.lettering import breadth, cut
from neuroglass.report.svg import element, picture, text
from neuroglass.report.words import counted

WIDE, NARROW = 236.0, 150.0  # boxes that stand alone, and boxes side by side, at least
WIDEST = 320.0  # box; what does not fit into it is cut off
TALL, LOW = 52.0, 32.0  # boxes that learn, and lines that have only boxes that do not
APART, DOWN = 16.0, 34.0
ASIDE = 90.0  # room for the word that tells where the loss is
MOST_BESIDE = 5  # boxes of one level in a line; more of them stand in several lines
INSET = 12.0  # of what is written in a box
NAME, KIND = 14.0, 12.0  # sizes of letters


class Box(NamedTuple):
    """Where a node is drawn."""

    left: float
    top: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.left + self.width / 2


def drawing(network: Network, loss_node: str) -> Markup:
    """The network from its inputs at the top to its answer at the bottom.

    Args:
        network: what is drawn.
        loss_node: the node whose value the loss takes.
    """
    table = network.rows()
    lines = _lines(table)
    boxes = _boxes(lines)
    arrows = [_arrow(boxes[read], boxes[row.name]) for row in table for read in row.reads]
    shapes = [_shape(boxes[row.name], row) for row in table[:-1]]
    drawn = [
        _node(row, boxes[row.name], isinstance(node.layer, Input))
        for row, node in zip(table, network.nodes, strict=True)
    ]
    at = boxes[loss_node]
    place = at.left + at.width + 10, at.top + at.height / 2 + 4
    loss = text("← loss here", *place, "label orange")
    width = max(box.left + box.width for box in boxes.values()) + ASIDE
    height = max(box.top + box.height for box in boxes.values()) + 4
    return picture(
        "The network",
        f"{counted(len(table), 'node')}, {totals(network.rows())}",
        width,
        height,
        *arrows,
        *shapes,
        *drawn,
        loss,
    )


def _lines(table: list[Row]) -> list[list[Row]]:
    """Nodes by their distance from the inputs, each input just above its first reader; at most a few in a line."""
    depth: dict[str, int] = {}
    for row in table:
        depth[row.name] = 1 + max((depth[read] for read in row.reads), default=-1)
    levels: dict[int, list[Row]] = collections.defaultdict(list)
    for row in table:
        readers = [depth[other.name] for other in table if row.name in other.reads]
        levels[depth[row.name] if row.reads or not readers else min(readers) - 1].append(row)
    return [
        level[at : at + MOST_BESIDE] for _, level in sorted(levels.items()) for at in range(0, len(level), MOST_BESIDE)
    ]


def _boxes(lines: list[list[Row]]) -> dict[str, Box]:
    alone, beside = (_widest([line for line in lines if (len(line) == 1) == is_alone]) for is_alone in (True, False))
    widths = [max(WIDE, alone) if len(line) == 1 else max(NARROW, beside) for line in lines]
    heights = [TALL if len(line) > 1 or line[0].parameters or not _is_one_line(line[0]) else LOW for line in lines]
    middle = max(len(line) * (width + APART) for line, width in zip(lines, widths, strict=True)) / 2
    tops = itertools.accumulate((height + DOWN for height in heights[:-1]), initial=4.0)
    return {
        row.name: Box(middle + (place - len(line) / 2) * (width + APART), top, width, height)
        for line, width, height, top in zip(lines, widths, heights, tops, strict=True)
        for place, row in enumerate(line)
    }


def _widest(lines: list[list[Row]]) -> float:
    """How wide boxes are that hold what is written in them, in two lines each."""
    return min(WIDEST, max((_breadth(row) + 2 * INSET for line in lines for row in line), default=0.0))


def _breadth(row: Row) -> float:
    count = INSET + breadth(f"{row.parameters:,}", KIND) if row.parameters else 0.0
    return max(breadth(row.name, NAME), breadth(row.kind, KIND) + count)


def _is_one_line(row: Row) -> bool:
    """Whether a kind has room beside its name, or need not be told."""
    beside = breadth(row.name, NAME) + INSET + breadth(row.kind, KIND)
    return row.name.endswith(f".{row.kind}") or beside <= WIDE - 2 * INSET


def _node(row: Row, box: Box, is_input: bool) -> Markup:
    kind = "input" if is_input else "learnt" if row.parameters else "plain"
    label = "input" if is_input else row.kind
    inside, left, right = box.width - 2 * INSET, box.left + INSET, box.left + box.width - INSET
    parts = [element("title", f"{row.name}: {row.kind}, shape {row.shape}, {row.parameters:,} parameters")]
    parts += [element("rect", x=box.left, y=box.top, width=box.width, height=box.height, rx=7, class_=f"box {kind}")]
    parts += [text(cut(row.name, NAME, inside), left, box.top + 21, "node")]
    if box.height == LOW:
        is_told = not row.name.endswith(f".{label}")
        return element("g", *parts, text(label, right, box.top + 21, "tick", "end") if is_told else "")
    count = f"{row.parameters:,}" if row.parameters else ""
    room = inside - INSET - breadth(count, KIND) if count else inside
    parts += [text(cut(label, KIND, room), left, box.top + 40, "tick")]
    parts += [text(count, right, box.top + 40, "tick", "end")] if count else []
    return element("g", *parts)


def _shape(box: Box, row: Row) -> Markup:
    """What leaves a node, beside its arrow."""
    return text(dimensions(row.shape), box.middle + 8, box.top + box.height + 15, "tiny")


def _arrow(start: Box, end: Box) -> Markup:
    x1, y1, x2, y2 = start.middle, start.top + start.height, end.middle, end.top
    bend = (y2 - y1) / 2
    head = f"M{x2 - 4:.1f} {y2 - 7:.1f}L{x2:.1f} {y2 - 1:.1f}L{x2 + 4:.1f} {y2 - 7:.1f}"
    way = f"M{x1:.1f} {y1:.1f}C{x1:.1f} {y1 + bend:.1f} {x2:.1f} {y2 - bend:.1f} {x2:.1f} {y2 - 2:.1f}"
    return element("g", element("path", d=way, class_="wire"), element("path", d=head, class_="wire"))
