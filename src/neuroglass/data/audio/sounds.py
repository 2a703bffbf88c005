"""Sounds: the public door. What happens behind it is in ``sound_data``."""

from __future__ import annotations

import dataclasses
from typing import Any

from neuroglass.data.audio import finding
from neuroglass.data.audio.sound_choices import SoundChoices
from neuroglass.data.audio.sound_data import make_data
from neuroglass.data.parts import Data
from neuroglass.errors import ConfigurationError, DataError, nearest


def sounds(source: Any, target: str | int | None = None, **choices: Any) -> Data:
    r"""Labelled clips as data to learn from: int16 samples, mono, of one rate, length and loudness.

    WAV is read at any rate and width, FLAC and OGG with the ``audio`` extra. Fewer than 1 % broken files are left out
    and listed in ``reading.skipped``.

    Args:
        source: a folder with a folder of clips for each class, or with such folders in train, validation and test; or
            the same in a zip or tar archive.
        target: nothing: folders are classes.
        test, validation: a share of the clips (of the others, for validation), a source of its own, or, with
            ``group``, the name of a group; 0 for none. Without these, and without such folders, 15 % are the test, and
            of 5,000 clips and more 15 % of the others validate.
        task: "auto" or "classes".
        split: "auto" (stratified), "random" or "stratified".
        group: a regular expression; clips in whose names it finds the same stay in one part, as ``_(\w+)_`` holds
            speakers apart where names are 7_theo_12.wav.
        seed: of the split.
        rate: samples a second; "auto" takes the most common, at most 16,000.
        seconds: of each clip; "auto" covers 99 % of the clips, at most 10 seconds.
        broken: the share of clips that may be unreadable.
        progress: called with how many clips are decoded, and of how many.

    Raises:
        DataError: a source that cannot be read or learnt from, with file, cause and mend.
    """
    known = [choice.name for choice in dataclasses.fields(SoundChoices)]
    for name in choices:
        if name not in known:
            raise ConfigurationError(f"Sounds have no setting {name!r}", "", nearest(name, known))
    if target is not None:
        raise DataError(
            f"{source} is no table, so it has no column {target!r}", "", "Leave target out: folders are classes"
        )
    chosen = SoundChoices(**choices)
    with finding.labelled(source) as listing:
        return make_data(listing, chosen)
