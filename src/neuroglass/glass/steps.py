"""What the steps of a sequence are called: tokens of a text, times of a series, seconds of a sound."""

from __future__ import annotations

import numpy as np

from neuroglass.data.audio.sound_inputs import SoundInputs
from neuroglass.data.inputs import SERIES, TEXT
from neuroglass.data.parts import Part
from neuroglass.data.spec import Spec
from neuroglass.data.texts.text_inputs import TextInputs
from neuroglass.data.timeseries.series_inputs import STEP, SeriesInputs

SHOWN = {"\n": "⏎", " ": "␣", "\t": "⇥"}  # what could not be seen


def step_names(spec: Spec, part: Part, row: int, count: int) -> tuple[str, ...]:
    """What each of ``count`` steps of a row is called; numbers from 0 where a step is no longer one of the input.

    Args:
        row: of the part, from 0.
    """
    source = spec.source
    if isinstance(source, TextInputs) and count == source.length:
        return tuple(visible(source.vocabulary.names[token]) for token in part.x[TEXT][row].tolist())
    if isinstance(source, SeriesInputs) and count == part.x[SERIES].shape[1]:
        coming = int(part.beside[STEP][row][0]) if STEP in part.beside else count
        return tuple(source.clock.times(coming + np.arange(-count, 0)))
    if isinstance(source, SoundInputs):
        seconds = source.clip.samples / source.clip.rate
        return tuple(f"{seconds * step / count:.2f} s" for step in range(count))
    return tuple(map(str, range(count)))


def on_one_line(text: str) -> str:
    """A text whose ends of lines and tabs have signs."""
    return "".join(letter if letter == " " else visible(letter) for letter in text)


def visible(token: str) -> str:
    """A token as it is drawn and told: blanks and ends of lines have signs."""
    return SHOWN.get(token, token)
