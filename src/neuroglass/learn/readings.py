"""Readings: what a probe measured in the course of a training."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroglass.errors import ConfigurationError, FileError, nearest
from neuroglass.files import pack, unpack, write_whole

MOST = 4096  # readings that are kept; of twice as many every second goes


@dataclasses.dataclass(frozen=True)
class Readings:
    """Rows of numbers, each measured at one step.

    Args:
        columns: their names.
        steps: int64 (readings,), rising, from 0.
        values: float32 (readings, columns).
    """

    columns: tuple[str, ...]
    steps: NDArray[np.int64] = dataclasses.field(default_factory=lambda: np.zeros(0, np.int64))
    values: NDArray[np.float32] = dataclasses.field(default_factory=lambda: np.zeros((0, 0), np.float32))

    def __len__(self) -> int:
        return len(self.steps)

    def __getitem__(self, column: str) -> NDArray[np.float32]:
        """One column over the readings, as ``readings["dense_1.relu/zeros"]``.

        Raises:
            ConfigurationError: there is none of that name.
        """
        if column not in self.columns:
            raise ConfigurationError(f"nothing called {column!r} was measured", "", nearest(column, self.columns))
        found: NDArray[np.float32] = self.values[:, self.columns.index(column)]
        return found

    def extended(self, steps: NDArray[np.int64], values: NDArray[np.float32]) -> Readings:
        """The readings with more of them, thinned where they have become too many."""
        whole = (
            np.concatenate([self.steps, steps]),
            np.concatenate([self.values.reshape(len(self), len(self.columns)), values]),
        )
        apart = 2 if len(whole[0]) > 2 * MOST else 1
        return Readings(self.columns, whole[0][::apart], whole[1][::apart])

    def until(self, step: int) -> Readings:
        """Those of the steps before this one."""
        count = int(np.searchsorted(self.steps, step))
        return Readings(self.columns, self.steps[:count], self.values[:count])


def save(path: Path, readings: Mapping[str, Readings], facts: Mapping[str, Any]) -> None:
    """Write the readings of each probe, by its name, as one file."""
    arrays: dict[str, NDArray[Any]] = {}
    for name, held in readings.items():
        arrays |= {f"{name}/steps": held.steps, f"{name}/values": held.values.reshape(len(held), len(held.columns))}
    columns = {name: held.columns for name, held in readings.items()}
    write_whole(path, pack(arrays, {"columns": columns, **facts}))


def load(path: Path) -> tuple[dict[str, Readings], dict[str, Any]]:
    """What ``save`` wrote.

    Raises:
        FileError: damaged, or with parts that do not fit each other.
    """
    arrays, facts = unpack(path, "probe's readings")
    columns = facts.pop("columns", None)
    if not isinstance(columns, dict) or arrays.keys() != {
        f"{n}/{part}" for n in columns for part in ("steps", "values")
    }:
        raise FileError(f"{path} does not hold the readings that it lists", "", "Train again")
    price = facts.get("price")
    if price is not None and not (isinstance(price, float) and 0 <= price < math.inf):
        raise FileError(f"{path}: {str(price)[:20]!r} is no price of watching", "a share of the time", "Train again")
    return {name: _read(path, arrays, name, names) for name, names in columns.items()}, facts


def _read(path: Path, arrays: Mapping[str, NDArray[Any]], name: str, columns: Any) -> Readings:
    steps, values = arrays[f"{name}/steps"], arrays[f"{name}/values"]
    named = isinstance(columns, list) and all(isinstance(column, str) for column in columns)
    whole = steps.dtype == np.int64 and values.dtype == np.float32 and steps.ndim == 1
    fits = named and whole and values.shape == (len(steps), len(set(columns)))
    if not (fits and len(set(columns)) == len(columns) and _rise_from_0(steps)):
        raise FileError(f"{path}: the readings called {name} do not hold together", "", "Train again")
    return Readings(tuple(columns), steps, values)


def _rise_from_0(steps: NDArray[np.int64]) -> bool:
    return bool((steps[:1] >= 0).all() and (steps[1:] > steps[:-1]).all())
