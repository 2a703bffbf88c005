"""The spectrogram that suits a rate, and its mean and variance over the training part."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from neuroglass.mel import Mel, log_mel

HOP = 0.015  # seconds; vowels last ten times as long
MOST_BANDS = 40  # as many as speech recognisers take
AT_ONCE = 256  # clips, whose spectrograms stay in a core's cache


def suiting(rate: int) -> Mel:
    """Frames of 30 ms, one every 15, in as many bands as these frames tell apart, at most 40.

    >>> suiting(8000)
    Mel(sample_rate=8000, frame=240, hop=120, mels=40)
    """
    hop = round(HOP * rate)
    mels = next(count for count in range(MOST_BANDS, 0, -1) if Mel.tells_apart(rate, 2 * hop, count))
    return Mel(rate, 2 * hop, hop, mels)


def statistics(
    samples: NDArray[np.int16], rows: NDArray[np.int64], mel: Mel
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The mean and variance of each band over all frames of these rows but those that are filled up."""
    count, total, squares = 0, np.zeros(mel.mels), np.zeros(mel.mels)
    for start in range(0, len(rows), AT_ONCE):
        chosen = np.asarray(samples[rows[start : start + AT_ONCE]], np.float32)
        frames = log_mel(chosen, mel, np)[_real(chosen, mel)].astype(np.float64)
        count, total, squares = count + len(frames), total + frames.sum(axis=0), squares + np.square(frames).sum(axis=0)
    mean = total / count
    return tuple(mean.tolist()), tuple(np.maximum(squares / count - mean**2, 0).tolist())


def _real(samples: NDArray[np.float32], mel: Mel) -> NDArray[np.bool_]:
    """Which frames begin before their clip ends, (clips, steps)."""
    lengths = samples.shape[1] - np.argmax(samples[:, ::-1] != 0, axis=1)
    return np.arange(mel.steps(samples.shape[1])) * mel.hop < lengths[:, None]
