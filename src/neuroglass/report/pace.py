"""How fast a training goes, how long it will take, and its last epoch as a row of text."""

from __future__ import annotations

import dataclasses
import time

from neuroglass.learn.history import History
from neuroglass.learn.program import Program
from neuroglass.learn.training import Outcome

FEW = 50  # epochs planned, up to which each has its line; of more,
TENTHS = 10  # so many lines tell a whole training,
SECONDS = 10.0  # unless its tenths take longer than this


@dataclasses.dataclass
class Pace:
    """The speed since the first look. Steps done before it, by a run that is resumed, do not count.

    Args:
        program: what is run.
        minutes: the time it may take, or None.
    """

    program: Program
    minutes: float | None = None
    first: Outcome | None = None
    samples: float = 0.0
    left: float | None = None
    told: list[int] = dataclasses.field(default_factory=list)
    told_at: float = dataclasses.field(default_factory=time.perf_counter)

    def look(self, outcome: Outcome) -> None:
        """Take in where the training stands now."""
        if self.first is None:
            self.first = outcome
        seconds, steps = outcome.seconds - self.first.seconds, outcome.step - self.first.step
        if seconds > 0 and steps > 0:
            self.samples = steps / seconds * self.program.rows / self.program.steps_per_epoch
            self.left = (self.program.steps - outcome.step) * seconds / steps
        if self.left is not None and self.minutes is not None:
            self.left = min(self.left, max(0.0, 60 * self.minutes - outcome.seconds))

    def due(self, epochs: int) -> list[int]:
        """The epochs, of those that are done, that deserve a line that stays now; they are taken as told."""
        last = self.told[-1] if self.told else 0
        waited = time.perf_counter() - self.told_at >= SECONDS
        if epochs == last:
            return []
        if self.program.epochs <= FEW:
            return self.tell(*range(last + 1, epochs + 1))
        return self.tell(epochs) if waited or epochs - last >= self.program.epochs / TENTHS else []

    def tell(self, *epochs: int) -> list[int]:
        """Those of the epochs that were not told yet; now they are."""
        new = [epoch for epoch in epochs if epoch and epoch not in self.told]
        self.told, self.told_at = [*self.told, *new], time.perf_counter()
        return new


def columns(program: Program) -> tuple[str, ...]:
    """The numbers of an epoch in the order they are told: the loss, its validation, then each metric likewise."""
    names = ("loss", *(metric.name for metric in program.metrics))
    pairs = [(name, f"{program.measured}_{name}") if program.measured else (name,) for name in names]
    return tuple(name for pair in pairs for name in pair)


def numbers(program: Program, history: History, epoch: int) -> tuple[str, ...]:
    """An epoch's numbers as text, in the order of ``columns``; dashes for epoch 0, before the first has ended."""
    return tuple(f"{history[name][epoch - 1]:.4g}" if epoch else "-" for name in columns(program))


def clock(seconds: float | None) -> str:
    """A duration as people write it.

    >>> clock(75), clock(3700), clock(None)
    ('1:15', '1:01:40', '-')
    """
    if seconds is None:
        return "-"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
