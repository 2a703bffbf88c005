"""The input side of a spec for sounds: what every clip is brought to, and the spectrogram that is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.array_inputs import encode_answers
from neuroglass.data.audio import finding
from neuroglass.data.audio.clip import Clip
from neuroglass.data.audio.taking import Taken, take
from neuroglass.data.folders.labelling import encode_labels
from neuroglass.data.folders.listing import Listing, some
from neuroglass.data.inputs import SOUND, Encoded, InputSpec
from neuroglass.data.targets import Target
from neuroglass.mel import Mel

Array = NDArray[np.generic]


@dataclass(frozen=True)
class SoundInputs:
    """What every clip is brought to, its spectrogram, and the mean and variance of each band in the training part."""

    clip: Clip
    mel: Mel
    mean: tuple[float, ...]
    variance: tuple[float, ...]

    def __post_init__(self) -> None:
        if (len(self.mean), len(self.variance)) != (self.mel.mels, self.mel.mels) or min(self.variance) < 0:
            raise ValueError(f"a mean and a variance of 0 or above for each of {self.mel.mels} bands")
        if self.mel.sample_rate != self.clip.rate:
            raise ValueError(f"a spectrogram of {self.mel.sample_rate} samples a second, clips of {self.clip.rate}")

    @property
    def inputs(self) -> dict[str, InputSpec]:
        return {SOUND: InputSpec(self.clip.shape, self.clip.dtype, None, self.mean, self.variance, self.mel)}

    def encode(self, raw: Any) -> Encoded:
        """Clips as samples: a path of a clip, folder or archive, a glob text, or a list of paths.

        Raises:
            DataError: nothing there that can be read.
        """
        with finding.clips(raw) as listing:
            return _encoded(self._taken(listing))

    def encode_target(self, raw: Any, target: Target) -> Array:
        """The targets of labelled clips, those that cannot be read left out; or an array of labels."""
        return encode_answers(raw, target) if isinstance(raw, np.ndarray) else self.encode_labelled(raw, target)[1]

    def encode_labelled(self, raw: Any, target: Target) -> tuple[Encoded, Array]:
        """The readable clips of a labelled source with their targets.

        Raises:
            DataError: no targets.
        """
        with finding.labelled(raw, to_learn=False) as listing:
            taken = self._taken(listing)
            return _encoded(taken), encode_labels(listing, taken.rows, target)[0]

    def _taken(self, listing: Listing) -> Taken:
        return take(listing, self.clip, allowed=1.0)


def _encoded(taken: Taken) -> Encoded:
    notes = tuple(f"{part.count} left out: {part.reason} ({some(part.places)})" for part in taken.skipped)
    x: dict[str, Array] = {SOUND: taken.samples[taken.rows]}
    left_out = sum(part.count for part in taken.broken)
    return Encoded(x, taken.rows, (*taken.listing.notes, *taken.notes, *notes), tuple(taken.names), left_out)
