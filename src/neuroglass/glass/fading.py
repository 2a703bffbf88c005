"""How fast a row of norms falls or grows towards the past."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

HARDLY = math.log(2)  # a change of the logarithm over the whole sequence, below which nothing fades or grows
LOST, BURST = 1e-3, 1e3  # of the norm at the end: below it vanishes, above it explodes


@dataclasses.dataclass(frozen=True)
class Fading:
    """A norm that is ``factor`` times as large a step earlier, as a straight line through the logarithms has it.

    Args:
        factor: a step; 0 where no earlier step counts at all.
        start: where the line begins, at the end of the sequence.
        over: the steps it is fitted over.
        left: what the first step has of the norm of the last one that is not 0; NaN where there is none.
    """

    factor: float
    start: float
    over: int
    left: float

    @property
    def half_life(self) -> float:
        """After how many steps half is left; infinite where it does not fall."""
        return math.log(2) / -math.log(self.factor) if 0 < self.factor < 1 else math.inf if self.factor else 0.0

    @property
    def verdict(self) -> str:
        """vanishes, fades, holds, grows or explodes."""
        turn = math.log(self.factor) * self.over if self.factor else -math.inf
        if abs(turn) < HARDLY:
            return "holds"
        if turn < 0:
            return "vanishes" if turn < math.log(LOST) else "fades"
        return "explodes" if turn > math.log(BURST) else "grows"

    def words(self) -> str:
        """The verdict with its numbers, as the end of a sentence."""
        whole = f"over {self.over} step{'s' if self.over > 1 else ''}"
        if self.factor == 0:
            return "vanishes: no earlier step reaches it at all"
        if self.verdict == "holds":
            return f"holds: it changes by a factor of {self.factor**self.over:.3g} {whole}"
        if self.factor < 1:
            left = f"{self.left:.2g} of it left {whole}"
            return f"{self.verdict}: it halves every {self.half_life:.3g} steps going back, {left}"
        doubling = math.log(2) / math.log(self.factor)
        return (
            f"{self.verdict}: it doubles every {doubling:.3g} steps going back, {self.left:.3g} times as large {whole}"
        )

    def to_json(self) -> dict[str, Any]:
        """With its half-life and verdict; a half-life without end is null."""
        return {**dataclasses.asdict(self), "half_life": self.half_life, "verdict": self.verdict}


def fading(norms: NDArray[np.float64], skipped: int = 0) -> Fading:
    """A line through log norm over the steps back from the end; steps whose norm is 0 have no logarithm.

    Args:
        norms: (steps,), in the order of time.
        skipped: so many steps at the end are not looked at.
    """
    back = np.arange(len(norms))[::-1]
    there = (norms > 0) & (back >= skipped)
    if there.sum() < 2:
        return Fading(0.0, float(norms[-1]), len(norms) - 1, 0.0 if there.any() else math.nan)
    slope, start = np.polyfit(back[there], np.log(norms[there]), 1)
    left = float(norms[0] / norms[there][-1])
    return Fading(math.exp(slope), math.exp(start), int(back[0] - back[there][-1]), left)
