"""The mean and variance of each channel, exact, from counts of the 256 values a pixel can have."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.pictures.sizes import spread_over

SAMPLE = 10_000  # pictures; more would not move the mean of a channel by a visible amount
CHUNK = 1 << 22  # pixels that are counted at once


def channel_statistics(pixels: Any, rows: NDArray[np.int64]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The mean and variance of each channel over the pictures in ``rows``, or over 10,000 spread among them.

    The mean is the sum of value x share over the 256 values, the variance that of (value - mean)^2 x share; a channel
    that is the same everywhere has the variance 1, so that it can be divided by.

    Args:
        pixels: uint8 (n, height, width, channels), in memory or mapped from a file.
        rows: (m,) row numbers, rising.
    """
    counts = _counts(pixels, rows[spread_over(len(rows), SAMPLE)])
    values = np.arange(256.0)
    shares = counts / counts.sum(axis=1, keepdims=True)
    mean = shares @ values
    variance = (shares * (values[None, :] - mean[:, None]) ** 2).sum(axis=1)
    return tuple(mean.tolist()), tuple(np.where(variance > 0, variance, 1.0).tolist())


def _counts(pixels: Any, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """How often each value stands in each channel: (channels, 256)."""
    height, width, channels = pixels.shape[1:]
    counts = np.zeros((channels, 256), np.int64)
    step = max(1, CHUNK // (height * width * channels))
    for start in range(0, len(rows), step):
        chunk = np.asarray(pixels[rows[start : start + step]])
        for channel in range(channels):
            counts[channel] += np.bincount(chunk[..., channel].ravel(), minlength=256)
    return counts
