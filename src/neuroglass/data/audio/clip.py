"""What every clip is brought to: mono, one rate, one length, one loudness."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.audio.opening import opened
from neuroglass.data.audio.wav import FASTEST, SLOWEST, Samples, Wave, doubt
from neuroglass.data.folders.unreadable import Unreadable

LOUD = 2**14  # the loudest sample of every clip: half of full scale, so that nothing that is added is cut off
FAINTEST = 2.0**-15  # of full scale: what rounding alone would make of silence
SHORTEST = 0.03  # seconds; a frame of a spectrogram lasts as long
LONGEST = 60  # seconds


@dataclass(frozen=True)
class Clip:
    """The rate and length of all clips.

    Args:
        rate: samples a second.
        samples: of each clip; longer ones are cut, shorter ones filled up with zeros at the end.
    """

    rate: int
    samples: int

    def __post_init__(self) -> None:
        seconds = self.samples / max(self.rate, 1)
        if not (SLOWEST <= self.rate <= FASTEST and SHORTEST <= seconds <= LONGEST + SHORTEST):
            raise ValueError(f"clips of {self.samples} samples, {self.rate} a second")

    @property
    def shape(self) -> tuple[int, ...]:
        """Of one clip."""
        return (self.samples,)

    @property
    def dtype(self) -> str:
        """Of the samples."""
        return "int16"

    def decoded(self, content: bytes) -> NDArray[np.int16]:
        """The samples of a file.

        Raises:
            Unreadable: no sound, a damaged or silent one, or one shorter than a frame.
        """
        return self.brought(opened(content))

    def doubt(self, content: bytes) -> str:
        """What is odd about a file that is heard all the same."""
        return doubt(content)

    def brought(self, wave: Wave) -> NDArray[np.int16]:
        """A sound as all are. As ``decoded``."""
        samples = resampled(heard(wave), wave.rate, self.rate)[: self.samples]
        row = np.zeros(self.samples, np.int16)
        row[: len(samples)] = np.rint(LOUD * np.clip(samples, -1.9, 1.9))
        return row


def heard(wave: Wave) -> Samples:
    """A sound in mono around 0, its loudest sample at 1.

    Raises:
        Unreadable: a silent one, one shorter than a frame, or numbers that are not finite.
    """
    mono = wave.samples.mean(axis=1)
    _check(mono, wave.rate)
    centred = mono - mono.mean()
    loudest = np.abs(centred).max()
    if loudest < FAINTEST:
        raise Unreadable("it is silent")
    return np.asarray(centred / loudest)


def _check(mono: Samples, rate: int) -> None:
    if not len(mono):
        raise Unreadable("it holds no samples")
    if not np.isfinite(mono).all():
        raise Unreadable("it holds numbers that are not finite")
    if len(mono) < SHORTEST * rate:
        raise Unreadable(f"it lasts {1000 * len(mono) / rate:.0f} ms, less than a frame of {1000 * SHORTEST:.0f}")


def resampled(samples: Samples, rate: int, wanted: int) -> Samples:
    """The same sound at another rate, filtered so that what it cannot hold is gone.

    >>> len(resampled(np.zeros(441, np.float32), 44100, 16000))
    160
    """
    if rate == wanted:
        return samples
    from scipy.signal import resample_poly  # takes longer to import than many clips to read

    common = math.gcd(rate, wanted)
    return np.asarray(resample_poly(samples, wanted // common, rate // common), np.float32)
