"""History: what a training wrote down, a row an epoch and a cost a step."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from neuroglass.errors import FileError
from neuroglass.files import write_whole


@dataclasses.dataclass
class History:
    """The course of a training.

    Args:
        columns: the names of the numbers of an epoch: loss, metrics, val_loss, ..., learning_rate.
        epochs: (epochs, columns) float32.
        costs: (steps,) float32, the cost of each step, with penalties.
    """

    columns: tuple[str, ...]
    epochs: NDArray[np.float32] = dataclasses.field(default_factory=lambda: np.zeros((0, 0), np.float32))
    costs: NDArray[np.float32] = dataclasses.field(default_factory=lambda: np.zeros(0, np.float32))

    def __post_init__(self) -> None:
        self.epochs = self.epochs.reshape(-1, len(self.columns))

    def __getitem__(self, column: str) -> NDArray[np.float32]:
        """One column over the epochs, as ``history["val_loss"]``."""
        values: NDArray[np.float32] = self.epochs[:, self.columns.index(column)]
        return values

    def __len__(self) -> int:
        """How many epochs are done."""
        return len(self.epochs)

    def extended(self, epochs: NDArray[np.float32], costs: NDArray[np.float32]) -> History:
        """The history with what a chunk added."""
        return History(self.columns, np.concatenate([self.epochs, epochs]), np.concatenate([self.costs, costs]))

    def until(self, step: int, per_epoch: int) -> History:
        """That of the steps before this one, of which an epoch has so many."""
        return History(self.columns, self.epochs[: step // per_epoch], self.costs[:step])

    def rows(self) -> Iterator[dict[str, float]]:
        """Each epoch as a mapping, its number from 1 first."""
        for number, row in enumerate(self.epochs, 1):
            yield {"epoch": number, **{name: float(value) for name, value in zip(self.columns, row, strict=True)}}

    def save(self, path: Path) -> None:
        """One JSON object a line; numbers that are not finite become null."""
        lines = [json.dumps({name: _plain(value) for name, value in row.items()}) for row in self.rows()]
        write_whole(path, "".join(line + "\n" for line in lines).encode())


def load(path: Path) -> list[dict[str, float | None]]:
    """The rows that ``History.save`` wrote."""
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except OSError as error:
        raise FileError(f"{path} cannot be read as a history: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise FileError(f"{path} cannot be read as a history: {error}") from error


def _plain(value: float) -> float | None:
    return value if np.isfinite(value) else None
