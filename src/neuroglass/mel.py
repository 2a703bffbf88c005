"""The bands in which a sound is looked at: equally wide to the ear, not in hertz. Known to what reads sounds and to the
layer that hears them, so that both compute the same lines, one in NumPy and one in JAX."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroglass.errors import NetworkError

FULL = 2.0**-15  # what one step of 16 bits is of full scale
LARGEST = 1 << 26  # numbers in the filters, frequencies times bands
FAINTEST = 1e-2  # the power that is added before the logarithm: about 50 dB below a voice, where rooms and devices hum

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Mel:
    """How a sound is cut into frames, and each frame's power summed into bands.

    Args:
        sample_rate: samples a second.
        frame: samples in a frame, a multiple of ``hop``.
        hop: samples from the beginning of a frame to that of the next.
        mels: bands.

    Raises:
        NetworkError: sizes that do not fit each other.
    """

    sample_rate: int
    frame: int
    hop: int
    mels: int

    def __post_init__(self) -> None:
        for setting, value in vars(self).items():
            if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                raise NetworkError(f"{setting}={value!r} of a spectrogram", "a whole number above 0")
        if (self.frame // 2 + 1) * self.mels > LARGEST:
            raise NetworkError(f"{self.mels} bands in frames of {self.frame} samples", "fewer bands, or shorter frames")
        if self.frame % self.hop:
            raise NetworkError(f"frames of {self.frame} samples, one every {self.hop}", "a multiple of that")
        if not self.tells_apart(self.sample_rate, self.frame, self.mels):
            mend = "Ask for fewer bands, or longer frames"
            raise NetworkError(f"{self.mels} bands in frames of {self.frame} samples: some lie between two", "", mend)

    def steps(self, samples: int) -> int:
        """How many frames begin within so many samples."""
        return -(-samples // self.hop)

    def window(self) -> Floats:
        """Hann's, (frame,): sin^2(pi n / frame)."""
        return np.square(np.sin(np.pi * np.arange(self.frame) / self.frame))

    def filters(self) -> Floats:
        """Triangles (frame // 2 + 1, mels), each rising from the centre of the one before to 1 at its own.

        The centres are evenly spaced in mel = 2595 log10(1 + hertz / 700), from 0 to half the sample rate.
        Source: Davis & Mermelstein 1980; the scale as HTK and librosa (htk=True, norm=None) have it.
        """
        return _triangles(self.sample_rate, self.frame, self.mels)

    @staticmethod
    def tells_apart(sample_rate: int, frame: int, mels: int) -> bool:
        """Whether a frame has a frequency in each of so many bands."""
        return bool(_triangles(sample_rate, frame, mels).any(axis=0).all())


def _triangles(sample_rate: int, frame: int, mels: int) -> Floats:
    highest = 2595 * np.log10(1 + sample_rate / 2 / 700)
    edges = 700 * (10 ** (np.linspace(0, highest, mels + 2) / 2595) - 1)
    hertz = np.arange(frame // 2 + 1)[:, None] * (sample_rate / frame)
    rising = (hertz - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - hertz) / (edges[2:] - edges[1:-1])
    return np.maximum(0, np.minimum(rising, falling))


def log_mel(samples: Any, mel: Mel, xp: Any) -> Any:
    """log(filters |rfft(window frame)|^2 + FAINTEST) of every frame.

    Args:
        samples: floats (sounds, samples), from -32768 to 32767.
        mel: frames and bands.
        xp: ``numpy`` or ``jax.numpy``.

    Returns:
        (sounds, steps, mels). What follows the last sample counts as silence.
    """
    steps, blocks = mel.steps(samples.shape[1]), mel.frame // mel.hop
    missing = (steps + blocks - 1) * mel.hop - samples.shape[1]
    window, filters = (array.astype(samples.dtype) for array in (mel.window(), mel.filters()))
    hops = xp.pad(samples * FULL, ((0, 0), (0, missing))).reshape(len(samples), -1, mel.hop)
    frames = xp.concatenate([hops[:, first : first + steps] for first in range(blocks)], axis=-1)
    spectrum = xp.fft.rfft(frames * xp.broadcast_to(window, frames.shape))
    power = xp.square(spectrum.real) + xp.square(spectrum.imag)
    return xp.log(power @ filters + FAINTEST)
