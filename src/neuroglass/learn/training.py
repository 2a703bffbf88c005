"""Training: the program run chunk by chunk, with a look at the clock and at the user in between."""

from __future__ import annotations

import dataclasses
import functools
import time
from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np

from neuroglass.learn.history import History
from neuroglass.learn.looped import STEPS_RECORDED
from neuroglass.learn.probing import Watching
from neuroglass.learn.program import ENDS, Carry, Program, Record
from neuroglass.learn.roads import Road, road
from neuroglass.learn.stopping import Stopped
from neuroglass.learn.watcher import Watcher
from neuroglass.nn.evaluation import Samples

CHUNK_SECONDS = 0.25  # between two looks: short enough for a live line and Ctrl-C, long enough to cost nothing


@dataclasses.dataclass(frozen=True)
class Outcome:
    """Where a training stands when it returns to Python."""

    carry: Carry
    history: History
    stopped: Stopped
    compile_seconds: float
    seconds: float
    nonfinite_step: int | None = None
    watcher: Watcher | None = None

    @property
    def step(self) -> int:
        """Steps done."""
        return int(self.carry.step)


def _go_on(outcome: Outcome) -> Stopped | None:
    return None


@dataclasses.dataclass
class Training:
    """One training that can be run, watched, stopped and taken up again.

    Args:
        program: what is run.
        train: the training part.
        other: the part that is measured after each epoch, if there is one.
        carry: the state to go on from.
        history: what was written down up to there.
        watcher: what is measured inside the steps, and how often; None: nothing.
        on_chunk: called between chunks with where the training stands; returns why it should stop, or None.
    """

    program: Program
    train: Samples
    other: Samples | None
    carry: Carry
    history: History
    watcher: Watcher | None = None
    on_chunk: Callable[[Outcome], Stopped | None] = _go_on

    @functools.cached_property
    def road(self) -> Road:
        """How its steps are taken."""
        return road(self.program, self.train, self.other)

    def run(self, until: int | None = None) -> Outcome:
        """Learn until all epochs are done, the program ends it, or ``on_chunk`` does; or up to a step.

        Args:
            until: the step before which it returns, still running; None: none.
        """
        compile_seconds = self._compile()
        began = time.perf_counter()
        length = 1
        while True:
            before, looked = self.carry, time.perf_counter()
            record = self._advance(length, until)
            now = time.perf_counter()
            self._write_down(before, record, now - looked)
            outcome = self._outcome(before, compile_seconds, now - began)
            if outcome.stopped is Stopped.RUNNING:
                outcome = dataclasses.replace(outcome, stopped=self.on_chunk(outcome) or Stopped.RUNNING)
            if outcome.stopped is not Stopped.RUNNING or (until is not None and outcome.step >= until):
                return outcome
            length = _next_length(length, now - looked)

    def _compile(self) -> float:
        """Compile first, so that its time can be told apart."""
        began = time.perf_counter()
        self.road.prepare(self.program, self.carry, self.train, self.other, self._watching)
        return time.perf_counter() - began

    @property
    def _watching(self) -> Watching | None:
        return self.watcher.watching if self.watcher else None

    def _advance(self, steps: int, until: int | None) -> Record:
        longest = min(steps, STEPS_RECORDED, self.watcher.longest if self.watcher else STEPS_RECORDED)
        end = jnp.minimum(self.carry.step + longest, self.program.steps if until is None else until)
        self.carry, record = self.road.chunk(self.program, self.carry, self.train, self.other, end, self._watching)
        jax.block_until_ready(self.carry.step)
        return record

    def _write_down(self, before: Carry, record: Record, seconds: float) -> None:
        per_epoch = self.program.steps_per_epoch
        first, last = int(before.step), int(self.carry.step)
        ended = last // per_epoch - first // per_epoch
        if ENDS[int(self.carry.ended)] is Stopped.NONFINITE and last % per_epoch == 0:
            ended -= 1  # the epoch whose last step broke was not measured
        self.history = self.history.extended(
            np.asarray(record.epochs)[:ended], np.asarray(record.costs)[: last - first]
        )
        if self.watcher is not None:
            self.watcher.heard(first, last, record.readings, seconds)

    def _outcome(self, before: Carry, compile_seconds: float, seconds: float) -> Outcome:
        stopped = ENDS[int(self.carry.ended)]
        if stopped is Stopped.RUNNING and int(self.carry.step) >= self.program.steps:
            stopped = Stopped.EPOCHS
        broken = int(self.carry.step) - 1 if stopped is Stopped.NONFINITE else None
        carry = self.carry if broken is None else self._replayed(before, broken)
        return Outcome(carry, self.history, stopped, compile_seconds, seconds, broken, self.watcher)

    def _replayed(self, before: Carry, step: int) -> Carry:
        """The state just before a step, by learning once more from the beginning of the chunk: the same bytes."""
        carry, _ = self.road.chunk(self.program, before, self.train, self.other, jnp.int32(step), self._watching)
        return carry


def _next_length(length: int, seconds: float) -> int:
    """How many steps take about CHUNK_SECONDS, growing at most eightfold at a time."""
    return max(1, min(int(length * min(CHUNK_SECONDS / max(seconds, 1e-6), 8)), STEPS_RECORDED))
