"""What probes measured, by what it was measured of: units, weights, nodes, classes."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from neuroglass.glass.probes.histograms import EXPONENTS

UNIT = re.compile(r"(.+)\[(\d{1,9})\]/awake")
CLASS = re.compile(r"(class \d{1,9})/asked")
COUNTED = ("asked", "answered")
FEWEST = 16  # readings that tell how something ended

Numbers = NDArray[np.floating[Any]]


class Measured(Protocol):
    """A row of numbers for each of some steps, as ``learn.readings.Readings``."""

    @property
    def columns(self) -> tuple[str, ...]:
        """A name for each number."""

    @property
    def steps(self) -> NDArray[np.int64]:
        """(readings,), rising."""

    @property
    def values(self) -> NDArray[np.float32]:
        """(readings, columns)."""


class Awake(NamedTuple):
    """Of some units of a node the share of samples at which each is awake, (readings, units)."""

    units: tuple[int, ...]
    shares: Numbers

    @property
    def asleep_at_end(self) -> NDArray[np.bool_]:
        """Which units were awake at none of the last readings: a tenth of them, but not so few that chance decides."""
        last = max(FEWEST, len(self.shares) // 10)
        return np.asarray((self.shares[-last:] == 0).all(axis=0))


def awake(measured: Measured) -> dict[str, Awake]:
    """By activation node, of what the probe ``Units`` measured."""
    return {
        node: Awake(tuple(units), measured.values[:, list(units.values())])
        for node, units in _units(measured.columns).items()
    }


def of_each(measured: Measured, name: str) -> dict[str, Numbers]:
    """A measure of the probe ``Health`` of each node or weight that has it: "saturated", "gradient", "update", ..."""
    owners = {at: column.rpartition("/") for at, column in enumerate(measured.columns)}
    return {owner: measured.values[:, at] for at, (owner, _, last) in owners.items() if owner and last == name}


def update_ratios(measured: Measured) -> dict[str, Numbers]:
    """The norm of the update of each weight by that of the weight; NaN where that is 0 or infinite."""
    norms = of_each(measured, "norm")
    updates = of_each(measured, "update")
    return {name: by_norm(update, norms[name]) for name, update in updates.items() if name in norms}


def by_norm(size: Numbers, norm: Numbers) -> Numbers:
    """A size in parts of a norm, NaN where that is 0 or infinite; in float64, in which none becomes infinite."""
    wide = np.asarray(norm, np.float64)
    is_told = (wide > 0) & np.isfinite(wide)
    return np.where(is_told, size / np.where(is_told, wide, 1), np.nan)


def classes(measured: Measured) -> tuple[Numbers, Numbers] | None:
    """How many of the batch belong to each class and how many were taken for it, (readings, classes), or None."""
    at = {column: place for place, column in enumerate(measured.columns)}
    labels = [named[1] for column in at if (named := CLASS.fullmatch(column)) and f"{named[1]}/answered" in at]
    asked, answered = (measured.values[:, [at[f"{label}/{what}"] for label in labels]] for what in COUNTED)
    return (asked, answered) if asked.any() or answered.any() else None


def histograms(measured: Measured) -> dict[str, Numbers]:
    """Of each array the shares of its numbers by size, (readings, bins), of what ``Histograms`` measured."""
    at = {column: place for place, column in enumerate(measured.columns)}
    bins = {name: [f"{name}/2^{exponent}" for exponent in EXPONENTS] for name in _owners(measured.columns)}
    return {
        name: measured.values[:, [at[column] for column in of]] for name, of in bins.items() if at.keys() >= set(of)
    }


def _owners(columns: tuple[str, ...]) -> dict[str, None]:
    """What stands before the last stroke of each, once."""
    return dict.fromkeys(column.rpartition("/")[0] for column in columns)


def stretches(
    steps: NDArray[np.int64], values: Numbers, count: int, end: int, of: Callable[..., Any] = np.mean
) -> Numbers:
    """Readings over equal stretches of the steps from 0 to ``end``; one between two readings repeats that before it.

    Args:
        steps: of the readings.
        values: (readings, ...).
        count: how many stretches.
        end: the step after the last one.
        of: what is told of several readings in a stretch.

    Returns:
        (count, ...), NaN before the first reading and after the last.
    """
    edges = np.linspace(0, end, count + 1)[:-1]
    nothing = np.full(values.shape[1:], np.nan)
    told = [nothing]
    for start, part in zip(edges, np.split(values, np.searchsorted(steps, edges[1:])), strict=True):
        told.append(of(part, axis=0) if len(part) else told[-1] if start <= steps[-1] else nothing)
    return np.array(told[1:])


@functools.lru_cache(maxsize=16)  # it is asked several times a second while a training runs
def _units(columns: tuple[str, ...]) -> dict[str, dict[int, int]]:
    """Of each node its units, and the column of each."""
    found: dict[str, dict[int, int]] = {}
    for at, column in enumerate(columns):
        if named := UNIT.fullmatch(column):
            found.setdefault(named[1], {})[int(named[2])] = at
    return found
