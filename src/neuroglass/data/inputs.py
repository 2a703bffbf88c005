"""What a network is given: the inputs it expects, and raw rows encoded for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FEATURES = "features"  # the name of the one float vector that most networks take


@dataclass(frozen=True)
class InputSpec:
    """One input of a network: its shape without the batch axis, its dtype, and for int32 ids how many there are."""

    shape: tuple[int, ...]
    dtype: str
    size: int | None = None


@dataclass(frozen=True)
class Encoded:
    """Raw rows as arrays: ``rows`` the row numbers, from 0, that ``x`` answers; ``notes`` what a reader must know."""

    x: dict[str, NDArray[np.generic]]
    rows: NDArray[np.int64]
    notes: tuple[str, ...] = ()
