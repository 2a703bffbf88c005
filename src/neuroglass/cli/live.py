"""The training as it is seen from a terminal: the network, then a row an epoch, the last one redrawn in place."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from neuroglass.cli.networks import how_it_learns, network_table
from neuroglass.data.parts import Data
from neuroglass.learn.history import History
from neuroglass.learn.program import Program
from neuroglass.learn.training import Outcome
from neuroglass.report import pace
from neuroglass.report.guard import Guard
from neuroglass.report.pace import Pace
from neuroglass.report.story import Story

NARROWEST = 8  # characters of a column of numbers
AROUND = ("epoch", "samples/s", "left")


class TerminalLive:
    """Told by ``fit`` how a training goes. In a terminal the newest row is redrawn; elsewhere rows are plain lines.

    Args:
        console: where it is drawn.
        minutes: the time the training may take, or None.
    """

    def __init__(self, console: Console, minutes: float | None):
        self.console, self.minutes = console, minutes
        self.live: Live | None = None
        self.pace: Pace | None = None
        self.guard = Guard()

    def __enter__(self) -> TerminalLive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def begin(self, program: Program, data: Data, reasons: tuple[str, ...]) -> None:
        """The network, how it will learn, and why."""
        self.console.print(network_table(program.objective.network))
        self.console.print(f"\n{how_it_learns(program, data.reading.thing)}.")
        for reason in reasons:
            self.console.print(Text.assemble(("- ", "dim"), reason))
        self.console.print()
        waiting = Spinner("dots", "Compiling the training into one program")
        self.live = Live(waiting, console=self.console, transient=True, refresh_per_second=8)
        if self.console.is_terminal:
            self.live.start()

    def show(self, program: Program, outcome: Outcome) -> None:
        """Redraw the newest row; write down for good those that ``Pace`` finds due, and what has gone wrong."""
        if self.pace is None:
            self.pace = Pace(program, self.minutes)
            self.console.print(f"Compiled in {outcome.compile_seconds:.1f} s. Ctrl-C saves and leaves.\n", style="dim")
            self.console.print(self._row(program, self._titles(program), "bold"))
        self.pace.look(outcome)
        done = len(outcome.history)
        for epoch in self.pace.due(done):
            self._write_down(program, outcome.history, epoch)
        for sentence in self.guard.new(program, outcome):
            self.console.print(Text.assemble(("! ", "bold red"), (sentence, "red")))
        if self.live is not None:
            row = self._row(program, self._cells(program, outcome.history, done))
            self.live.update(Group(row, self._bar(program, outcome)))

    def learnt(self, program: Program, outcome: Outcome) -> None:
        """The last row, and what the user waits for now."""
        self.show(program, outcome)
        if self.pace is not None:
            for epoch in self.pace.tell(len(outcome.history)):
                self._write_down(program, outcome.history, epoch)
        if self.live is not None:
            self.live.update(Spinner("dots", "Measuring the parts, saving, writing the report"))

    def end(self, story: Story) -> None:
        """The row of the epoch that is kept, where it was not among the others; then the screen is free again."""
        self._stop()
        if self.pace is not None:
            for epoch in self.pace.tell(story.kept_epoch):
                self._write_down(story.program, story.history, epoch)

    def _write_down(self, program: Program, history: History, epoch: int) -> None:
        self.console.print(self._row(program, self._cells(program, history, epoch)))

    def _stop(self) -> None:
        if self.live is not None and self.live.is_started:
            self.live.stop()

    def _titles(self, program: Program) -> list[str]:
        return [AROUND[0], *self._columns(program), *AROUND[1:]]

    def _cells(self, program: Program, history: History, done: int) -> list[str]:
        speed = self.pace or Pace(program)
        told = dict(zip(pace.columns(program), pace.numbers(program, history, done), strict=True))
        epoch = f"{done}/{program.epochs}"
        numbers = [told[name] for name in self._columns(program)]
        return [epoch, *numbers, f"{speed.samples:,.0f}" if speed.samples else "-", pace.clock(speed.left)]

    def _columns(self, program: Program) -> tuple[str, ...]:
        """As many columns as the width allows."""
        names = pace.columns(program)
        room = self.console.width - 2 - sum(max(len(name), NARROWEST) + 2 for name in AROUND)
        while len(names) > 1 and sum(max(len(name), NARROWEST) + 2 for name in names) > room:
            names = names[:-1]
        return names

    def _row(self, program: Program, cells: list[str], style: str = "") -> RenderableType:
        table = Table.grid(padding=(0, 2, 0, 0))
        for title in self._titles(program):
            table.add_column(justify="right", no_wrap=True, min_width=max(len(title), NARROWEST))
        table.add_row(*cells, style=style)
        return table

    def _bar(self, program: Program, outcome: Outcome) -> RenderableType:
        return ProgressBar(total=program.steps, completed=outcome.step, width=min(self.console.width, 80))
