"""Run: a training that has ended, and all that can be asked of it."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neuroglass.errors import FileError
from neuroglass.glass import Glass, Landscape, landscape, look
from neuroglass.learn.history import History
from neuroglass.learn.program import Carry
from neuroglass.learn.readings import Readings
from neuroglass.model import Model
from neuroglass.report.live import Live
from neuroglass.report.story import Story
from neuroglass.run.branching import branch_at, refuse_bound
from neuroglass.run.folder import Folder
from neuroglass.run.moments import Moments

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclasses.dataclass(frozen=True)
class Run:
    """A training that has ended.

    Args:
        story: everything that is known about it.
        folder: where its files are, or None when it was kept in memory.
        begun: the state from which it began, if it is a branch.
    """

    story: Story
    folder: Folder | None = None
    begun: Carry | None = None

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

    @property
    def moments(self) -> Moments:
        """Every step of the training, each of which can be opened: ``run.moments.model(1200)``."""
        story = self.story
        seed = story.settings["training"]["seed"]
        return Moments(story.program, story.data, seed, story.history, self.folder, self.begun)

    def look(self, sample: Any, *, of: str | None = None, step: int | None = None) -> Glass:
        """The network at a sample, open; as it was kept, or as it was after a step of its training.

        Args:
            sample: as for ``ng.look``.
            of: what is differentiated, as for ``ng.look``.
            step: then the glass tells also what this step had added to each weight.
        """
        return look(self.model, sample, of=of) if step is None else self.moments.look(step, sample, of=of)

    def landscape(self, part: Any = None, *, moments: int = 13, points: int = 21) -> Landscape:
        """The loss on the plane in which training went, with its path; ``ng.landscape`` draws a random one.

        Args:
            part: samples with their true answers; None: the training part.
            moments: how many of the path's places are found, by doing the training again.
            points: of the grid, to each side.
        """
        path = self.moments.path(moments)
        return landscape(self.model, self.story.data.train if part is None else part, path, points=points)

    def branch(
        self, step: int, *, out: str | Path | None = None, progress: Live | bool | None = None, **changes: Any
    ) -> Run:
        """Train on from the state after a step of this training, with other settings.

        Args:
            step: from 0, which is its beginning.
            out: a folder for the branch's files.
            progress: as for ``ng.fit``.
            changes: settings of ``ng.fit`` that do not change what was before, as learning_rate, optimizer or epochs.

        Raises:
            ConfigurationError: a setting that would have changed what was before, or a step that was not taken.
        """
        from neuroglass.run.fitting import fit

        refuse_bound(changes)
        story, folder = self.story, self.folder
        settings = {**story.settings["training"], "class_weight": None, **changes}  # classes are weighted in the data
        begun = branch_at(self.moments, step, settings, None if folder is None else folder.path)
        network = story.program.objective.network
        return fit(network, story.data, out=out, progress=progress, branch=begun, **settings)

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
