"""What a sample looks like, where it can be looked at: a picture as it is, a clip as its spectrogram."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from neuroglass.data.inputs import InputSpec
from neuroglass.glass.looks import upright
from neuroglass.mel import FAINTEST
from neuroglass.report.layers import dimensions
from neuroglass.report.pictures import drawn, enlarged, inked, photograph

LOUDEST = 1000.0  # the power of a band that is drawn as deep as ink goes: a voice at half scale
TIMES = 2  # pixels a side for each value of a spectrogram
LONGEST = 3  # times as many steps as bands are drawn at most, or a long clip would be a thin line

Array = NDArray[Any]


def size(entry: InputSpec) -> str:
    """How large that is, in words."""
    if entry.mel is None:
        return dimensions(entry.shape)
    return f"{entry.mel.steps(entry.shape[0]):,} steps × {entry.mel.mels} bands"


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
    loud = np.clip((shortened(look[None, :, :, None]) - silence) / (math.log(LOUDEST) - silence), 0, 1)
    return drawn(enlarged(inked(upright(loud)[..., 0]), TIMES)[0], alt, title, "pixels heard")


def shortened(maps: Array) -> Array:
    """Maps of spectrograms (n, steps, bands, channels), the means of neighbouring steps where these are many.

    >>> shortened(np.zeros((1, 1000, 40, 1))).shape
    (1, 120, 40, 1)
    """
    steps, most = maps.shape[1], LONGEST * maps.shape[2]
    if steps <= most:
        return maps
    starts = np.arange(most) * steps // most
    lasting = np.diff(starts, append=steps)[:, None, None]
    return np.asarray(np.add.reduceat(maps, starts, axis=1) / lasting)
