"""The rate and length that suit a set of clips, chosen from a sample of them and told."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.audio.clip import SHORTEST, Clip, heard
from neuroglass.data.audio.opening import opened
from neuroglass.data.audio.sound_choices import SoundChoices
from neuroglass.data.audio.spectrum import suiting
from neuroglass.data.folders.items import Item
from neuroglass.data.folders.unreadable import Unreadable

SAMPLE = 500  # clips that are looked at
HIGHEST = 16_000  # samples a second where nothing is told: speech has next to nothing above half of it
COVERED = 0.99  # of the clips are heard whole where nothing is told
USUAL = 10.0  # seconds at most, where nothing is told
UNKNOWN = [(HIGHEST, 1.0)]  # what is assumed where no clip can be read: that is told when all are decoded


def choose_clip(items: Sequence[Item], choices: SoundChoices) -> tuple[Clip, str]:
    """What to bring these clips to, and the sentence that says what was chosen and why."""
    found = _looked_at(items) or UNKNOWN
    rates, seconds = Counter(rate for rate, _ in found), np.array([length for _, length in found])
    rate = min(rates.most_common(1)[0][0], HIGHEST) if choices.rate == "auto" else int(choices.rate)
    wanted = choices.seconds if isinstance(choices.seconds, int | float) else _covering(seconds)
    hop = suiting(rate).hop
    samples = math.ceil(round(wanted * rate) / hop) * hop
    told = (
        f"clips are mono of {rate:,} samples a second ({_of_rates(rates, rate)}), all as loud, {samples / rate:.2f} s "
    )
    return Clip(rate, samples), f"{told}long: {_of_lengths(seconds, samples / rate)}"


def _looked_at(items: Sequence[Item]) -> list[tuple[int, float]]:
    """The rate and the seconds of some clips that can be used, spread over all of them."""
    found = []
    for at in np.unique(np.linspace(0, len(items) - 1, SAMPLE).round().astype(np.int64)):
        try:
            wave = opened(items[at].read())
            heard(wave)
        except Unreadable:
            continue  # told when all of them are decoded
        found.append((wave.rate, len(wave.samples) / wave.rate))
    return found


def _covering(seconds: NDArray[np.float64]) -> float:
    return max(SHORTEST, min(USUAL, float(np.quantile(seconds, COVERED, method="higher"))))


def _of_rates(rates: Counter[int], rate: int) -> str:
    if set(rates) == {rate}:
        return "as they are"
    named = ", ".join(f"{found:,}" for found, _ in rates.most_common(3))
    return f"found {named}{', ...' if len(rates) > 3 else ''}; rate= changes it"


def _of_lengths(seconds: NDArray[np.float64], kept: float) -> str:
    low, middle, high = (float(np.quantile(seconds, q)) for q in (0, 0.5, 1))
    found = f"found {low:.2f} to {high:.2f} s, {middle:.2f} in the middle"
    cut = float((seconds > kept).mean())
    if not cut:
        return f"{found}; shorter ones are filled up with silence"
    return f"{found}; the end of {cut:.1%} of them is cut off, shorter ones are filled up; seconds= changes it"
