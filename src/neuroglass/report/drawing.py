"""A network drawn: a box for each node, an arrow for each value that is read."""

from __future__ import annotations

import collections

from markupsafe import Markup

from neuroglass.nn.layers import Input
from neuroglass.nn.network import Network
from neuroglass.nn.summary import Row, rows, totals
from neuroglass.report.layers import dimensions
from neuroglass.report.svg import element, picture, text
from neuroglass.report.words import counted

WIDE, HIGH, APART, DOWN = 228.0, 50.0, 24.0, 26.0
NARROW = 150.0  # the width of boxes that stand side by side
MOST_BESIDE = 4  # boxes of one level in a line; more of them stand in several lines

Place = tuple[float, float]


def drawing(network: Network, loss: str, loss_node: str) -> Markup:
    """The network from its inputs at the top to its answer at the bottom.

    Args:
        network: what is drawn.
        loss: the name of the loss.
        loss_node: the node whose value the loss takes.
    """
    table = rows(network)
    lines = _lines(table)
    box = WIDE if max(map(len, lines)) == 1 else NARROW
    width = max(map(len, lines)) * (box + APART) + 150.0
    places = {
        row.name: ((width - 150) / 2 + (place - (len(line) - 1) / 2) * (box + APART), 4 + level * (HIGH + DOWN))
        for level, line in enumerate(lines)
        for place, row in enumerate(line)
    }
    parts = [_arrow(places[read], places[row.name]) for row in table for read in row.reads]
    parts += [_box(row, places[row.name], box, isinstance(node.layer, Input)) for row, node in zip(table, network.nodes, strict=True)]
    x, y = places[loss_node]
    parts += [text(f"← {loss} loss", x + box / 2 + 10, y + HIGH / 2 + 4, "label orange")]
    height = len(lines) * (HIGH + DOWN)
    return picture("The network", f"{counted(len(table), 'node')}, {totals(network)}", width, height, *parts)


def _lines(table: list[Row]) -> list[list[Row]]:
    """Nodes by their distance from the inputs, at most a few in a line."""
    depth: dict[str, int] = {}
    levels: dict[int, list[Row]] = collections.defaultdict(list)
    for row in table:
        depth[row.name] = 1 + max((depth[read] for read in row.reads), default=-1)
        levels[depth[row.name]].append(row)
    return [
        level[at : at + MOST_BESIDE] for _, level in sorted(levels.items()) for at in range(0, len(level), MOST_BESIDE)
    ]


def _box(row: Row, place: Place, width: float, is_input: bool) -> Markup:
    x, y = place
    kind = "input" if is_input else "learnt" if row.parameters else "plain"
    left = x - width / 2
    fits = int(width / 8.2)
    name = row.name if len(row.name) <= fits else f"{row.name[: fits - 1]}…"
    told = f"{row.kind}   {dimensions(row.shape)}" if not is_input else f"input   {dimensions(row.shape)}"
    parts = [element("title", f"{row.name}: {row.kind}, shape {row.shape}, {row.parameters:,} parameters")]
    parts += [element("rect", x=left, y=y, width=width, height=HIGH, rx=7, class_=f"box {kind}")]
    parts += [text(name, left + 12, y + 21, "node"), text(told, left + 12, y + 39, "tick")]
    if row.parameters:
        parts += [text(f"{row.parameters:,}", left + width - 12, y + 39, "tick", "end")]
    return element("g", *parts)


def _arrow(start: Place, end: Place) -> Markup:
    (x1, y1), (x2, y2) = (start[0], start[1] + HIGH), end
    bend = (y2 - y1) / 2
    head = f"M{x2 - 4:.1f} {y2 - 7:.1f}L{x2:.1f} {y2 - 1:.1f}L{x2 + 4:.1f} {y2 - 7:.1f}"
    way = f"M{x1:.1f} {y1:.1f}C{x1:.1f} {y1 + bend:.1f} {x2:.1f} {y2 - bend:.1f} {x2:.1f} {y2 - 2:.1f}"
    return element("g", element("path", d=way, class_="wire"), element("path", d=head, class_="wire"))
