"""Where the boxes of a graph stand: in ranks, each after all that it reads.

Kozo Sugiyama's way: ranks by the longest path, an order within each rank that crosses few arrows, places near what is
read. An arrow over several ranks bends around the boxes between.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Collection, Mapping, Sequence

SWEEPS = 8  # that put ranks in order
PULLS = 8  # that put boxes under what they read, and that over what reads it

Edge = tuple[str, str]
Point = tuple[str, int]  # where an arrow passes a rank: an edge's number within it


@dataclasses.dataclass(frozen=True)
class Placed:
    """Places across and ranks along.

    Args:
        across: the middle of each box.
        rank: of each box.
        paths: of each edge, the places at which it passes the ranks between its ends.
    """

    across: Mapping[str, float]
    rank: Mapping[str, int]
    paths: Mapping[Edge, tuple[float, ...]]


def placed(
    reads: Mapping[str, Sequence[str]], width: Mapping[str, float], gap: float, entries: Collection[str] = ()
) -> Placed:
    """Place boxes so that none touches another.

    Args:
        reads: of each box those that have an arrow to it, in an order in which they can be computed.
        width: of each box, across.
        gap: between two of a rank.
        entries: those that stand before all others.
    """
    rank = _ranks(reads, entries)
    bends = {(read, name): _bends(read, name, rank) for name, those in reads.items() for read in those}
    rows: list[list[str]] = [[] for _ in range(max(rank.values(), default=0) + 1)]
    for name, place in rank.items():
        rows[place].append(name)
    for (read, _), names in bends.items():
        for step, name in enumerate(names, start=1):
            rows[rank[read] + step].append(name)
    above, below = _neighbours(bends)
    _order(rows, above, below)
    sizes = {name: width.get(name, 0.0) for row in rows for name in row}
    across = _spread(rows, sizes, gap, above, below)
    paths = {edge: tuple(across[name] for name in names) for edge, names in bends.items()}
    return Placed({name: across[name] for name in rank}, rank, paths)


def _ranks(reads: Mapping[str, Sequence[str]], entries: Collection[str]) -> dict[str, int]:
    """The longest way from a beginning; what reads nothing stands just before what reads it."""
    rank: dict[str, int] = {}
    for name, those in reads.items():
        rank[name] = max((rank[read] + 1 for read in those), default=0)
    for name, those in reads.items():
        if not those:
            readers = [rank[other] for other, read in reads.items() if name in read]
            rank[name] = min(readers, default=1) - 1
    lowest = min((place for name, place in rank.items() if name not in entries), default=0) - bool(entries)
    return {name: 0 if name in entries else place - lowest for name, place in rank.items()}


def _bends(read: str, name: str, rank: Mapping[str, int]) -> list[str]:
    return [f"{read}\0{name}\0{step}" for step in range(rank[read] + 1, rank[name])]


def _neighbours(bends: Mapping[Edge, list[str]]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    above: dict[str, list[str]] = {}
    below: dict[str, list[str]] = {}
    for (read, name), names in bends.items():
        chain = [read, *names, name]
        for upper, lower in itertools.pairwise(chain):
            above.setdefault(lower, []).append(upper)
            below.setdefault(upper, []).append(lower)
    return above, below


def _order(rows: list[list[str]], above: Mapping[str, list[str]], below: Mapping[str, list[str]]) -> None:
    """Sort each rank by the mean place of its neighbours, from the top and from the bottom by turns."""
    for sweep in range(SWEEPS):
        neighbours = above if sweep % 2 == 0 else below
        for row in rows if sweep % 2 == 0 else rows[::-1]:
            place = {name: order for other in rows for order, name in enumerate(other)}
            row.sort(key=lambda name: _mean([place[near] for near in neighbours.get(name, [name])]))


def _spread(
    rows: list[list[str]],
    sizes: Mapping[str, float],
    gap: float,
    above: Mapping[str, list[str]],
    below: Mapping[str, list[str]],
) -> dict[str, float]:
    """Places across: each near the mean of its neighbours, in the order of its rank."""
    across: dict[str, float] = {}
    for row in rows:
        across.update(_packed(row, dict.fromkeys(row, 0.0), sizes, gap))
    for pull in range(PULLS):
        is_down = pull % 2 == 0
        neighbours = above if is_down else below
        for row in rows if is_down else rows[::-1]:
            wished = {name: _mean([across[near] for near in neighbours.get(name, [name])]) for name in row}
            across.update(_packed(row, wished, sizes, gap))
    return across


def _packed(
    row: Sequence[str], wished: Mapping[str, float], sizes: Mapping[str, float], gap: float
) -> dict[str, float]:
    """Places as near to the wished ones as the order and the sizes allow, the mean of a push from left and right."""
    left = _pushed(row, wished, sizes, gap)
    mirrored = {name: -place for name, place in wished.items()}
    right = _pushed(row[::-1], mirrored, sizes, gap)
    return {name: (left[name] - right[name]) / 2 for name in row}


def _pushed(
    row: Sequence[str], wished: Mapping[str, float], sizes: Mapping[str, float], gap: float
) -> dict[str, float]:
    places: dict[str, float] = {}
    edge = float("-inf")
    for name in row:
        places[name] = max(wished[name], edge + gap + sizes[name] / 2)
        edge = places[name] + sizes[name] / 2
    return places


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers)
