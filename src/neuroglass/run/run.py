"""Run: a training that has ended, and all that can be asked of it."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neuroglass.errors import FileError
from neuroglass.learn.history import History
from neuroglass.learn.readings import Readings
from neuroglass.model import Model
from neuroglass.report.story import Story
from neuroglass.run.folder import Folder

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclasses.dataclass(frozen=True)
class Run:
    """A training that has ended.

    Args:
        story: everything that is known about it.
        folder: where its files are, or None when it was kept in memory.
    """

    story: Story
    folder: Folder | None = None

    def __repr__(self) -> str:
        part, measured = list(self.story.measured.items())[-1]
        numbers = ", ".join(f"{name} {value:.4g}" for name, value in list(measured.items())[:2])
        where = f", in {self.folder.path}" if self.folder is not None else ""
        return f"<Run: {len(self.history)} of {self.story.program.epochs} epochs, {part} {numbers}{where}>"

    @property
    def model(self) -> Model:
        """The trained network."""
        return self.story.model

    @property
    def history(self) -> History:
        """Loss and metrics of each epoch, cost of each step."""
        return self.story.history

    @property
    def probes(self) -> dict[str, Readings]:
        """What was measured on the way, by probe: ``run.probes["health"]["dense_1.relu/zeros"]``."""
        return self.story.readings

    def evaluate(self, raw: Any = None) -> dict[str, float]:
        """Loss and metrics on raw labelled input; without any, on the test part, or what comes nearest to it."""
        return self.model.evaluate(raw) if raw is not None else list(self.story.measured.values())[-1]

    def plot(self) -> Figure:
        """The curves of the training as a matplotlib figure."""
        from neuroglass.report.plots import curves

        return curves(self.story)

    def report(self, path: str | Path | None = None) -> Path:
        """Write the report, one HTML page that needs nothing else, and say where it is."""
        from neuroglass.report.page import write

        if path is None and self.folder is None:
            raise FileError("this run has no folder", "a path for its report", 'Write run.report("report.html")')
        return write(self.story, Path(path) if path is not None else self.folder.report)  # type: ignore[union-attr]

    def save(self) -> None:
        """Write the model, the history, the findings and the report into the run's folder."""
        if self.folder is None:
            raise FileError("this run has no folder", "", 'Give fit an out="folder"')
        self.model.save(self.folder.model)
        self.history.save(self.folder.history)
        self.folder.write_json(self.folder.findings, [finding.facts() for finding in self.story.findings])
        self.report()
