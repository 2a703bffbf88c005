"""What a network is given: the inputs it expects, and raw rows encoded for it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from neuroglass.mel import Mel

FEATURES = "features"  # the name of the one float vector that most networks take
PICTURE = "image"  # the name of the input that takes in pictures
TEXT = "text"  # the name of the input that takes in the ids of a text
SOUND = "sound"  # the name of the input that takes in the samples of a clip
WRITTEN = "written"  # the name of the input that takes in the tokens of a text that stand before those asked for
SERIES = "series"  # the name of the input that takes in the past of a series


@dataclass(frozen=True)
class InputSpec:
    """One input of a network.

    Args:
        shape: of one sample, without the batch axis.
        dtype: "float32" numbers, "int32" ids, "uint8" pixels or "int16" samples.
        size: how many ids there are; None for what is not an id.
        padded: whether 0 is no id but what a row is filled up with behind its end.
        mean, variance: of the pixels of each channel in the training part, from 0 to 255, or of the bands of its
            spectrograms; empty for what is neither picture nor sound.
        mel: the spectrogram that is made of samples; None for what is no sound.
    """

    shape: tuple[int, ...]
    dtype: str
    size: int | None = None
    mean: tuple[float, ...] = ()
    variance: tuple[float, ...] = ()
    mel: Mel | None = None
    padded: bool = False


@dataclass(frozen=True)
class Encoded:
    """Raw rows as arrays.

    Args:
        x: the network's inputs by name.
        rows: the row numbers, from 0, that ``x`` answers.
        notes: what a reader must know.
        names: what each of these rows is called, where they have names, as files do.
        skipped: how many more there were that could not be read; the notes say why.
        beside: what else is known of each of these rows, which no network sees.
    """

    x: dict[str, NDArray[np.generic]]
    rows: NDArray[np.int64]
    notes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    skipped: int = 0
    beside: dict[str, NDArray[np.generic]] = field(default_factory=dict)

    @property
    def read(self) -> int:
        """How many rows there were."""
        return len(self.rows) + self.skipped
