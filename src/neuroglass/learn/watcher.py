"""The watcher: how often probes measure, so that what they cost stays within a budget; and what they have measured."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import jax.numpy as jnp
import numpy as np

from neuroglass.learn.probing import Watching, kept, room
from neuroglass.learn.readings import Readings
from neuroglass.nn.probing import Params, Probe

ALL, NEVER = 1, 1 << 30  # steps between two readings
ROUNDS = 3  # in which each price is measured; of several the least, for what else a machine does only adds
LEAST = 2e-6  # seconds that a reading costs at least, whatever a noisy clock says
LONG = 0.03  # seconds that a chunk must take for its time to say something
WHOLE = 0.5  # seconds of which everything is measured, before prices are: a short training is seen whole


@dataclasses.dataclass
class Watcher:
    """Chooses how often each probe measures.

    For the first half second everything is measured at every step. Then chunks without readings and chunks with
    one probe's at every step take turns: the difference is the price of a reading. From then on each probe measures as
    often as its share of the budget pays for; until what the beginning cost is paid back, as half of it does.

    Args:
        probes: those of the program.
        begun: the weights with which training began.
        budget: the share of a step's time that watching may cost.
        readings: what was measured so far, by probe.
    """

    probes: tuple[Probe, ...]
    begun: Params
    budget: float
    readings: dict[str, Readings] = dataclasses.field(default_factory=dict)

    def __post_init__(self) -> None:
        self.readings = {probe.name: self.readings.get(probe.name, Readings(probe.columns)) for probe in self.probes}
        self._kept = kept(self.probes, self.begun)
        self._every = [ALL] * len(self.probes)
        self._turns = [turn for _ in range(ROUNDS) for turn in range(-1, len(self.probes))]  # -1: nothing is measured
        self._seconds = 0.0  # that chunks took so far
        self._taken = [0] * len(self.probes)  # readings, those that were thinned out among them
        self._plain = math.inf  # seconds a step takes without readings,
        self._priced = [math.inf] * len(self.probes)  # and with those of each probe

    @classmethod
    def silent(cls, probes: tuple[Probe, ...], begun: Params) -> Watcher:
        """One that measures as good as nothing: for steps that are done again by the very program that did them."""
        watcher = cls(probes, begun, 0.0)
        watcher._every, watcher._turns = [NEVER] * len(probes), []
        return watcher

    @property
    def watching(self) -> Watching:
        """How the next chunk is watched."""
        return Watching(jnp.array(self._every, jnp.int32), self._kept, self._kept)

    @property
    def longest(self) -> int:
        """Steps that the next chunk may have: there is room for so many readings."""
        return min(room(probe) * every for probe, every in zip(self.probes, self._every, strict=True))

    @property
    def price(self) -> float | None:
        """The share of the time so far that readings took; None before it is known what one costs."""
        if self._turns or not math.isfinite(self._plain):
            return None
        return sum(count * self._cost(place) for place, count in enumerate(self._taken)) / self._seconds

    def heard(self, first: int, last: int, found: tuple[Any, ...], seconds: float) -> None:
        """Take in what a chunk has measured, and decide about the next one.

        Args:
            first, last: the step with which it began, and that before which it ended.
            found: the rows of each probe.
            seconds: how long it took.
        """
        for place, (probe, every, rows) in enumerate(zip(self.probes, self._every, found, strict=True)):
            steps = np.arange(-(-first // every) * every, last, every, dtype=np.int64)
            held = self.readings[probe.name]
            self.readings[probe.name] = held.extended(steps, np.asarray(rows, np.float32)[: len(steps)])
            self._taken[place] += len(steps)
        self._seconds += seconds
        if self._turns and seconds > LONG and last > first and self._seconds > WHOLE:
            self._timed(seconds / (last - first))
        if self.price is not None:
            self._every = self._affordable(self.budget / 2 if self.price > self.budget else self.budget)

    def _timed(self, seconds: float) -> None:
        if self._every != [ALL] * len(self.probes):
            turn = self._turns.pop(0)
            if turn < 0:
                self._plain = min(self._plain, seconds)
            else:
                self._priced[turn] = min(self._priced[turn], seconds)
        if self._turns:
            self._every = self._measuring(self._turns[0])

    def _measuring(self, turn: int) -> list[int]:
        return [ALL if place == turn else NEVER for place in range(len(self.probes))]

    def _affordable(self, budget: float) -> list[int]:
        share = budget * self._plain / len(self.probes)
        return [min(NEVER, max(ALL, math.ceil(self._cost(place) / share))) for place in range(len(self.probes))]

    def _cost(self, place: int) -> float:
        return max(self._priced[place] - self._plain, LEAST)
