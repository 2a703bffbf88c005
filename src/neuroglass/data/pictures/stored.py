"""Pictures that stay on disk: some rows of a file mapped into memory, read when they are asked for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

IN_MEMORY = 2 * 1024**3  # bytes of all pixels; from there on they stay in their file

Pixels = NDArray[np.uint8]
Index = slice | int | NDArray[np.integer]


@dataclass(frozen=True, eq=False)
class Stored:
    """An array of pictures of which only what is indexed is in memory.

    >>> stored = Stored(np.arange(12, dtype=np.uint8).reshape(3, 2, 2, 1), np.array([2, 0]))
    >>> stored.shape, stored[0].ravel().tolist()
    ((2, 2, 2, 1), [8, 9, 10, 11])

    Args:
        pixels: uint8 (n, height, width, channels) of the whole set, mapped from a file.
        rows: int64 (rows,) those of them that are meant, in their order.
    """

    pixels: Pixels
    rows: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: Index) -> Pixels:
        """The rows at ``index``, in memory."""
        return np.array(self.pixels[self.rows[index]])

    @property
    def shape(self) -> tuple[int, ...]:
        return (len(self.rows), *self.pixels.shape[1:])

    @property
    def dtype(self) -> np.dtype[np.uint8]:
        return self.pixels.dtype

    @property
    def ndim(self) -> int:
        return self.pixels.ndim

    def load(self) -> Pixels:
        """All rows, in memory."""
        return self[:]


def some_of(pixels: Pixels, rows: NDArray[np.int64]) -> Pixels | Stored:
    """Some pictures of a set: in memory where the set is small enough, else where they lie."""
    return Stored(pixels, rows) if pixels.nbytes >= IN_MEMORY else np.asarray(pixels[rows])
