"""The parts a data set is divided into, as arrays, and what carries them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.reading import Reading
from neuroglass.data.spec import Spec

Array = NDArray[np.generic]


@dataclass(frozen=True)
class Part:
    """One part (training, validation or test) as arrays.

    Args:
        x: the network's inputs by name, float32 (n, ...) or int32 (n,).
        y: int32 (n,) class numbers, or float32 (n, width) in the scaled unit.
        weight: float32 (n,) importance of each row, or None when all count alike.
        rows: int64 (n,) row numbers in the source, counted from 0.
    """

    x: dict[str, Array]
    y: Array
    weight: NDArray[np.float32] | None = None
    rows: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))

    def __len__(self) -> int:
        return len(self.y)


@dataclass(frozen=True)
class Data:
    """What a network learns from: the arrays of each part, how they were made, and what was read."""

    spec: Spec
    train: Part
    validation: Part | None
    test: Part | None
    reading: Reading
