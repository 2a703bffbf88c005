"""Pictures that are in memory already: arrays of pixels, and pictures of Pillow."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.array_inputs import label_column
from neuroglass.data.folders.listing import Listing
from neuroglass.data.pictures.frame import Pixels
from neuroglass.errors import DataError

SHAPES = "(rows, height, width), (rows, height, width, 1) or (rows, height, width, 3)"


def read_arrays(x: Any, y: Any) -> Listing:
    """Arrays of pictures and their targets.

    Raises:
        DataError: shapes or values that are no pictures, or not as many targets.
    """
    pixels = as_pixels(np.asarray(x))
    labels = label_column(y, "y")
    if len(labels) != len(pixels):
        raise DataError(f"x holds {len(pixels)} pictures and y {len(labels)} targets", "as many in both")
    if labels.null_count():
        raise DataError(f"y holds {labels.null_count()} missing or NaN label(s)", "a label for each picture")
    names = tuple(f"picture {number}" for number in range(len(pixels)))
    return Listing("arrays", "NumPy arrays", pixels, names, labels, target_reason="given as y")


def as_pixels(array: NDArray[np.generic]) -> Pixels:
    """Arrays of many pictures as uint8 (n, height, width, channels).

    Raises:
        DataError: another shape, or values beyond 0 to 255.
    """
    if array.ndim == 4 and array.shape[3] not in (1, 3) and array.shape[1] in (1, 3):
        raise DataError(
            f"The pictures have the shape {array.shape}, channels before height and width",
            SHAPES,
            "x.transpose(0, 2, 3, 1)",
        )
    if array.ndim not in (3, 4) or (array.ndim == 4 and array.shape[3] not in (1, 3)) or not array.size:
        raise DataError(f"The pictures have the shape {array.shape}", SHAPES)
    plain = array[..., None] if array.ndim == 3 else array
    return _as_bytes(plain)


def is_one_picture(array: NDArray[np.generic], height: int, width: int) -> bool:
    """Whether an array holds a single picture: (height, width), or (height, width, channels) and no row of grey ones.

    >>> is_one_picture(np.zeros((28, 28)), 28, 28), is_one_picture(np.zeros((9, 28, 28)), 28, 28)
    (True, False)
    """
    if array.ndim == 3:
        return array.shape[2] in (1, 3) and array.shape[1:] != (height, width)
    return array.ndim == 2


def _as_bytes(array: NDArray[np.generic]) -> Pixels:
    """Bytes as they are; whole numbers from 0 to 255; floats from 0 to 1, or from 0 to 255; true as white."""
    if array.dtype == np.uint8:
        return array.astype(np.uint8, copy=False)
    if array.dtype.kind not in "biuf":
        raise DataError(f"The pictures hold {array.dtype}", "numbers")
    low, high = float(array.min()), float(array.max())
    if not (low >= 0 and high <= 255):  # NaN is neither
        raise DataError(
            f"The pictures hold values from {low:g} to {high:g}", "0 to 255, or 0 to 1", "Leave them unscaled"
        )
    is_share = array.dtype.kind == "b" or (array.dtype.kind == "f" and high <= 1)
    return np.rint(array.astype(np.float32) * np.float32(255 if is_share else 1)).astype(np.uint8)
