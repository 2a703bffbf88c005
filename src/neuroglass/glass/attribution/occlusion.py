"""Attribution by covering: what the number loses when a part of a sample is 0."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import jax
import numpy as np
from numpy.typing import NDArray

from neuroglass.errors import NetworkError
from neuroglass.glass.attribution.columns import Column
from neuroglass.glass.attribution.points import Asked, Point
from neuroglass.glass.seen import Values

MOST = 4096  # parts that are covered in turn
PATCHES = 8  # along each side of a picture

Array = NDArray[np.float64]
Cover = tuple[slice, ...]


def occluded(asked: Asked, points: Sequence[Point], at: Values) -> dict[str, Array]:
    """By node, what is lost: each feature of a vector, each step of a sequence, each patch of a picture, all channels
    together. The last axis of steps and patches is 1 long.

    Raises:
        NetworkError: more parts than can be covered one after another.
    """
    count = sum(len(_covers(at[point.node].shape[1:], point.is_vectors)) for point in points)
    if count > MOST:
        raise NetworkError(f"{count:,} parts to cover in turn", f"at most {MOST:,}", "Use integrated_gradients")
    whole = asked.scores(at)
    return {point.node: _lost(asked, whole, at[point.node], at, point) for point in points}


def occluded_columns(asked: Asked, columns: Sequence[Column], points: Sequence[Point], at: Values) -> dict[str, Array]:
    """By column, what is lost without all of it, (samples,)."""
    nodes: dict[str, list[str]] = {}
    for point in points:
        nodes.setdefault(point.name, []).append(point.node)
    whole = asked.scores(at)
    lost = {}
    for column in columns:
        places = (..., column.places or slice(None))
        covered = {node: at[node].at[places].set(0) for node in nodes.get(column.input, ())}
        lost[column.name] = np.asarray(whole - asked.scores({**at, **covered}), np.float64)
    return lost


def _covers(shape: tuple[int, ...], is_vectors: bool) -> list[Cover]:
    """The parts of a value of one sample; the last axis is whole but of a vector of features."""
    space = shape if len(shape) == 1 and not is_vectors else shape[:-1]
    sides = [1 if len(space) == 1 else math.ceil(size / PATCHES) for size in space]
    starts = [range(0, size, side) for size, side in zip(space, sides, strict=True)]
    return [
        tuple(slice(start, start + side) for start, side in zip(first, sides, strict=True))
        for first in itertools.product(*starts)
    ]


def _lost(asked: Asked, whole: jax.Array, value: jax.Array, at: Values, point: Point) -> Array:
    is_features = value.ndim <= 2 and not point.is_vectors
    lost = np.zeros(value.shape if is_features else (*value.shape[:-1], 1))
    for cover in _covers(value.shape[1:], point.is_vectors):
        places = (slice(None), *cover)
        change = whole - asked.scores({**at, point.node: value.at[places].set(0)})
        lost[places] = np.asarray(change, np.float64).reshape(-1, *[1] * (lost.ndim - 1))
    return lost
