"""The same spectrogram by others' means: filters by interpolation as librosa has them, transforms of keras."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from scipy.signal import get_window


def librosa_filters(sample_rate: int, frame: int, mels: int) -> np.ndarray:
    """librosa.filters.mel(..., htk=True, norm=None).T, (frame // 2 + 1, mels), written with np.interp."""
    highest = 1127 * np.log1p(sample_rate / 2 / 700)
    hertz = 700 * np.expm1(np.linspace(0, highest, mels + 2) / 1127)
    bins = np.fft.rfftfreq(frame, 1 / sample_rate)
    return np.stack([np.interp(bins, hertz[band : band + 3], [0, 1, 0]) for band in range(mels)], axis=1)


def keras_log_mel() -> Any:
    """The layer of the table, of keras operations: frames of 16 samples, one every 8, 3 bands of 8 kHz."""
    window, filters = get_window("hann", 16).astype(np.float32), librosa_filters(8000, 16, 3).astype(np.float32)

    def spectrogram(samples: Any) -> Any:
        padded = keras.ops.pad(samples / 32768, [[0, 0], [0, 14]])
        real, imaginary = keras.ops.rfft(keras.ops.extract_sequences(padded, 16, 8) * window)
        bands = keras.ops.log(keras.ops.matmul(real**2 + imaginary**2, filters) + 1e-2)
        return (bands - np.array([-1, 0.5, 2], np.float32)) / np.array([1, 2, 3], np.float32)

    return keras.layers.Lambda(spectrogram)
