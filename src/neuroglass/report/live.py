"""What a training shows while it runs: plain lines. The command line draws a livelier one in a terminal."""

from __future__ import annotations

import sys
from typing import Protocol

from neuroglass.data.parts import Data
from neuroglass.learn.program import Program
from neuroglass.learn.training import Outcome
from neuroglass.report.story import Story


class Live(Protocol):
    """Someone who is told how a training goes."""

    def begin(self, program: Program, data: Data, reasons: tuple[str, ...]) -> None:
        """Before the first step, when everything is decided."""

    def show(self, program: Program, outcome: Outcome) -> None:
        """Several times a second."""

    def end(self, story: Story) -> None:
        """When it is over and judged."""


class Lines:
    """A line on standard error for each epoch that was the last of its chunk."""

    def begin(self, program: Program, data: Data, reasons: tuple[str, ...]) -> None:
        """The network's size."""

    def show(self, program: Program, outcome: Outcome) -> None:
        """One line."""
        if len(outcome.history):
            last = list(outcome.history.rows())[-1]
            print(
                f"epoch {last['epoch']}/{program.epochs} "
                + " ".join(f"{n} {v:.4g}" for n, v in last.items() if n != "epoch"),
                file=sys.stderr,
            )

    def end(self, story: Story) -> None:
        """Why it ended."""


lines = Lines()
