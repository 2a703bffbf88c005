"""What a sample looks like, where it can be looked at: a picture as it is, a clip as its spectrogram."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from neuroglass.data.audio.sound_inputs import SoundInputs
from neuroglass.data.inputs import PICTURE, SOUND, InputSpec
from neuroglass.data.pictures.image_inputs import ImageInputs
from neuroglass.data.spec import Spec
from neuroglass.mel import FAINTEST, log_mel
from neuroglass.report.layers import dimensions
from neuroglass.report.pictures import drawn, enlarged, inked, photograph

LOUDEST = 1000.0  # the power of a band that is drawn as deep as ink goes: a voice at half scale
LOOKED_AT: dict[type, str] = {ImageInputs: PICTURE, SoundInputs: SOUND}
TIMES = 2  # pixels a side for each value of a spectrogram

Array = NDArray[Any]


def looked_at(spec: Spec) -> str | None:
    """The input that can be looked at, if there is one."""
    return LOOKED_AT.get(type(spec.source))


def sized(entry: InputSpec) -> tuple[int, ...]:
    """The shape of what is looked at, (height, width, channels): of a clip its steps and bands."""
    return entry.shape if entry.mel is None else (entry.mel.steps(entry.shape[0]), entry.mel.mels, 1)


def size(entry: InputSpec) -> str:
    """How large that is, in words."""
    if entry.mel is None:
        return dimensions(entry.shape)
    return f"{entry.mel.steps(entry.shape[0]):,} steps × {entry.mel.mels} bands"


def looks(entry: InputSpec, samples: Array) -> Array:
    """What is drawn of samples: pixels (n, height, width, channels), or spectrograms (n, steps, bands)."""
    return samples if entry.mel is None else log_mel(np.asarray(samples, np.float32), entry.mel, np)


def portrait(look: Array, alt: str, title: str | None = None) -> Markup:
    """One of ``looks``, drawn.

    Args:
        look: uint8 pixels (height, width, channels), or a spectrogram (steps, bands): time goes to the right, the
            highest band is on top.
        alt: what it is, for those who cannot see it.
        title: what is told where the mouse rests on it.
    """
    if look.ndim == 3:
        return photograph(look, alt, title)
    silence = math.log(FAINTEST)
    loud = np.clip((look - silence) / (math.log(LOUDEST) - silence), 0, 1)
    return drawn(enlarged(inked(upright(loud[None, :, :, None])[..., 0]), TIMES)[0], alt, title)


def upright(maps: Array) -> Array:
    """Maps of spectrograms (n, steps, bands, channels) as they are drawn, (n, bands, steps, channels)."""
    return maps.swapaxes(1, 2)[:, ::-1]
