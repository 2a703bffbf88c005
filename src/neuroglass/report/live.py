"""What a training shows while it runs: plain lines. The command line draws a livelier one in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Protocol

from neuroglass.data.parts import Data
from neuroglass.learn.history import History
from neuroglass.learn.program import Program
from neuroglass.learn.training import Outcome
from neuroglass.report import pace
from neuroglass.report.guard import Guard
from neuroglass.report.pace import Pace
from neuroglass.report.story import Story
from neuroglass.report.words import counted


class Live(Protocol):
    """Someone who is told how a training goes."""

    def begin(self, program: Program, data: Data, reasons: tuple[str, ...]) -> None:
        """Before the first step, when everything is decided."""

    def show(self, program: Program, outcome: Outcome) -> None:
        """Several times a second."""

    def learnt(self, program: Program, outcome: Outcome) -> None:
        """After the last step, before it is measured and saved."""

    def end(self, story: Story) -> None:
        """When it is over and judged."""


def _to_stderr(line: str) -> None:
    sys.stderr.write(line + "\n")


class Lines:
    """A few lines on standard error: a training of any length is told in about ten."""

    def __init__(self, say: Callable[[str], None] = _to_stderr):
        self.say = say

    def begin(self, program: Program, data: Data, reasons: tuple[str, ...]) -> None:
        """The names of the columns that follow."""
        self.pace: Pace | None = None
        self.guard = Guard()
        self.say(
            f"learning from {counted(len(data.train), data.reading.thing)}: "
            f"at most {counted(program.epochs, 'epoch')} of {counted(program.steps_per_epoch, 'step')}"
        )

    def show(self, program: Program, outcome: Outcome) -> None:
        """One line, when it is time for one, and one for each thing that has gone wrong."""
        if self.pace is None:
            self.pace = Pace(program)
            self.say(f"compiled in {outcome.compile_seconds:.1f} s")
        self.pace.look(outcome)
        speed = f"  {self.pace.samples:,.0f} samples/s, {pace.clock(self.pace.left)} left" if self.pace.samples else ""
        for epoch in self.pace.due(len(outcome.history)):
            self.say(f"{_epoch(program, outcome.history, epoch)}{speed}")
        self._warn(program, outcome)

    def learnt(self, program: Program, outcome: Outcome) -> None:
        """The last epoch."""
        self.pace = self.pace or Pace(program)
        done = len(outcome.history)
        for epoch in [*self.pace.due(done), *self.pace.tell(done)]:
            self.say(_epoch(program, outcome.history, epoch))
        self._warn(program, outcome)

    def end(self, story: Story) -> None:
        """Why it ended, and the epoch that is kept."""
        if self.pace is not None:
            for epoch in self.pace.tell(story.kept_epoch):
                self.say(f"{_epoch(story.program, story.history, epoch)}  kept")
        self.say(f"stopped after {counted(len(story.history), 'epoch')}: {story.stopped.value}")

    def _warn(self, program: Program, outcome: Outcome) -> None:
        for sentence in self.guard.new(program, outcome):
            self.say(f"! {sentence}")


def _epoch(program: Program, history: History, epoch: int) -> str:
    named = zip(pace.columns(program), pace.numbers(program, history, epoch), strict=True)
    return f"epoch {epoch}/{program.epochs}  " + "  ".join(f"{name} {number}" for name, number in named)


lines = Lines()
