"""Samples that can be looked at: pictures as they are, clips as their spectrograms."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.audio.sound_inputs import SoundInputs
from neuroglass.data.inputs import PICTURE, SOUND, InputSpec
from neuroglass.data.pictures.image_inputs import ImageInputs
from neuroglass.data.spec import Spec
from neuroglass.mel import log_mel

LOOKED_AT: dict[type, str] = {ImageInputs: PICTURE, SoundInputs: SOUND}

Array = NDArray[Any]


def looked_at(spec: Spec) -> str | None:
    """The input that can be looked at, if there is one."""
    return LOOKED_AT.get(type(spec.source))


def sized(entry: InputSpec) -> tuple[int, ...]:
    """The shape of what is looked at, (height, width, channels): of a clip its steps and bands."""
    return entry.shape if entry.mel is None else (entry.mel.steps(entry.shape[0]), entry.mel.mels, 1)


def looks(entry: InputSpec, samples: Array) -> Array:
    """What is drawn of samples: pixels (n, height, width, channels), or spectrograms (n, steps, bands)."""
    return samples if entry.mel is None else log_mel(np.asarray(samples, np.float32), entry.mel, np)


def upright(maps: Array) -> Array:
    """Maps of spectrograms (n, steps, bands, channels) as they are drawn, (n, bands, steps, channels)."""
    return maps.swapaxes(1, 2)[:, ::-1]
