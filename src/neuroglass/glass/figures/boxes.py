"""Boxes of a graph as rectangles on a page, in inches from the upper left corner."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from neuroglass.glass.figures.layers import Edge, Placed, placed
from neuroglass.glass.figures.words import size

if TYPE_CHECKING:
    from neuroglass.glass.graph.boxes import Box

BESIDE, ALONG = 0.28, 0.36  # inches between boxes of one rank, and between ranks
FRAME, HEADING = 0.14, 0.22  # around what is inside a node, and for its name


@dataclasses.dataclass(frozen=True)
class Rectangle:
    """Left, top, width and height."""

    x: float
    y: float
    width: float
    height: float

    def moved(self, x: float, y: float) -> Rectangle:
        """The same elsewhere."""
        return dataclasses.replace(self, x=self.x + x, y=self.y + y)


@dataclasses.dataclass(frozen=True)
class Page:
    """Everything on its place.

    Args:
        boxes: by name.
        frames: around what is inside an opened node, by its name.
        bends: of each arrow, points that it passes.
        width, height: of the page.
    """

    boxes: Mapping[str, Rectangle]
    frames: Mapping[str, Rectangle]
    bends: Mapping[Edge, tuple[tuple[float, float], ...]]
    width: float
    height: float


def laid_out(boxes: Sequence[Box], flow: str) -> Page:
    """Place boxes from the top down or from left to right; what is inside a node is placed first, as a page of its own.

    Args:
        flow: "down" or "right".
    """
    inside = {name: _inner(boxes, name, flow) for name in dict.fromkeys(box.within for box in boxes if box.within)}
    owner = {box.name: box.within or box.name for box in boxes}
    sizes = {box.name: size(box) for box in boxes if not box.within}
    sizes |= {name: (page.width + 2 * FRAME, page.height + FRAME + HEADING) for name, page in inside.items()}
    reads: dict[str, list[str]] = {}
    for box in boxes:
        before = reads.setdefault(owner[box.name], [])
        outside = [owner[read] for read in box.reads if owner[read] != owner[box.name]]
        before += [name for name in dict.fromkeys(outside) if name not in before]
    return _opened(_page(_in_order(reads), sizes, flow), inside, boxes, owner)


def _inner(boxes: Sequence[Box], within: str, flow: str) -> Page:
    """What is inside a node. What it reads of others comes in at places of their own, as narrow as an arrow."""
    own = {box.name: box for box in boxes if box.within == within}
    ports: dict[str, Sequence[str]] = {read: () for box in own.values() for read in box.reads if read not in own}
    sizes = dict.fromkeys(ports, (0.0, 0.0)) | {name: size(box) for name, box in own.items()}
    return _page(_in_order(ports | {name: box.reads for name, box in own.items()}), sizes, flow, ports)


def _in_order(reads: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """Each after all that it reads."""
    ordered: dict[str, Sequence[str]] = {}

    def take(name: str) -> None:
        if name not in ordered:
            for read in reads[name]:
                take(read)
            ordered[name] = reads[name]

    for name in reads:
        take(name)
    return ordered


def _page(
    reads: Mapping[str, Sequence[str]],
    sizes: Mapping[str, tuple[float, float]],
    flow: str,
    ports: Collection[str] = (),
) -> Page:
    is_down = flow == "down"
    breadth = {name: sizes[name][0 if is_down else 1] for name in reads}
    depth = {name: sizes[name][1 if is_down else 0] for name in reads}
    where = placed(reads, breadth, BESIDE if is_down else BESIDE / 2, ports)
    starts, total = _starts(where, depth, ALONG if is_down else 2 * ALONG)
    passed = [across for path in where.paths.values() for across in path]
    left = min([where.across[name] - breadth[name] / 2 for name in reads] + passed, default=0)
    right = max([where.across[name] + breadth[name] / 2 for name in reads] + passed, default=0)
    bends = {edge: _passed(edge, path, where, starts, left, is_down) for edge, path in where.paths.items()}
    boxes = {}
    for name in reads:
        start, deepest = starts[where.rank[name]]
        across = where.across[name] - breadth[name] / 2 - left
        boxes[name] = (
            Rectangle(across, start, *sizes[name]) if is_down else Rectangle(start, across, deepest, breadth[name])
        )
    spread = right - left
    return Page(boxes, {}, bends, spread if is_down else total, total if is_down else spread)


def _starts(where: Placed, depth: Mapping[str, float], gap: float) -> tuple[list[tuple[float, float]], float]:
    """Where each rank begins and how deep it is, and the end of the last."""
    starts, end = [], -gap
    for rank in range(max(where.rank.values(), default=0) + 1):
        deepest = max((depth[name] for name, own in where.rank.items() if own == rank), default=0.0)
        starts.append((end + gap, deepest))
        end += gap + deepest
    return starts, end


def _passed(
    edge: Edge,
    path: Sequence[float],
    where: Placed,
    starts: Sequence[tuple[float, float]],
    left: float,
    is_down: bool,
) -> tuple[tuple[float, float], ...]:
    """An arrow between the ranks that it passes goes straight along."""
    points = []
    for step, across in enumerate(path, start=where.rank[edge[0]] + 1):
        start, deep = starts[step]
        points += [(across - left, start), (across - left, start + deep)]
    return tuple(points if is_down else [(along, across) for across, along in points])


def _opened(page: Page, inside: Mapping[str, Page], boxes: Sequence[Box], owner: Mapping[str, str]) -> Page:
    """The page with what is inside the opened nodes."""
    found = {name: place for name, place in page.boxes.items() if name not in inside}
    bends = dict(page.bends)
    for name, inner in inside.items():
        corner = page.boxes[name].x + FRAME, page.boxes[name].y + HEADING
        places = {box: place.moved(*corner) for box, place in inner.boxes.items()}
        found |= {own: place for own, place in places.items() if owner[own] == name}
        for (read, reader), path in inner.bends.items():
            comes_in = [(places[read].x, places[read].y)] if owner[read] != name else []
            outside = page.bends.get((owner[read], name), ()) if comes_in else ()
            bends[read, reader] = (*outside, *comes_in, *((x + corner[0], y + corner[1]) for x, y in path))
    for box in boxes:
        for read in box.reads:
            bends.setdefault((read, box.name), bends.get((owner[read], owner[box.name]), ()))
    return Page(found, {name: page.boxes[name] for name in inside}, bends, page.width, page.height)
