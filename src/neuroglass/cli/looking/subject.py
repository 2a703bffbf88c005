"""What is looked at: a model, or a run at one of its steps, and the samples of a file."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from neuroglass.errors import DataError

if TYPE_CHECKING:
    from neuroglass.glass import Glass
    from neuroglass.glass.glass import Weights
    from neuroglass.glass.taking import Taken
    from neuroglass.model import Model
    from neuroglass.run.moments import Moments

MOST_ROWS = 1024  # of a file, whose cost is taken apart


class Subject(NamedTuple):
    """A model, the samples of a file, and which of them is looked at where it is one.

    Args:
        model: the network.
        read: the samples.
        sample: the file that they are read from.
        row: which of them, from 1.
        of: what is differentiated, as for ``ng.look``.
        path: where the model is.
        updates: what the last step had added to each weight, where a step is looked at.
        moments: the steps of a run, where its path or one of them is looked at.
    """

    model: Model
    read: Taken
    sample: str
    row: int
    of: str | None
    path: Path
    updates: Weights | None = None
    moments: Moments | None = None

    @property
    def one(self) -> Glass:
        """The glass over that sample."""
        if self.row > len(self.read.part):
            raise DataError(f"--row {self.row}, and {self.sample} has {len(self.read.part)}", "one of these")
        return self._over(self.read.only(self.row - 1))

    @property
    def all(self) -> Glass:
        """The glass over the first rows."""
        return self._over(self.read._replace(part=self.read.part.first(MOST_ROWS)))

    @property
    def last_update(self) -> str:
        """How the last update of the weights that were kept is had; empty where it is known, or there is no run."""
        step = self.model.card.get("kept_step")
        is_run = self.updates is None and (self.path / "run.toml").is_file()
        return f"its last update: --step {step}" if is_run and step else ""

    def _over(self, samples: Taken) -> Glass:
        from neuroglass.glass import look

        return dataclasses.replace(look(self.model, samples, of=self.of), updates=self.updates)


def subject(
    model: str, sample: str | None, row: int, of: str | None, step: int | None, *, path_of_run: bool = False
) -> Subject:
    """What the words of a command name.

    Args:
        sample: a file; None: what the run in the folder ``model`` held out.
        step: of the run in the folder ``model``; None: the model as it was kept.
        path_of_run: whether the way that training took is asked for, where ``model`` is a run that can be done again.
    """
    from neuroglass.cli.answering import load_for_files
    from neuroglass.glass.taking import taken

    path = Path(model)
    if sample is None:
        return _of_run(path, row, of, step)
    if step is None:
        trained = load_for_files(model)
        moments = _moments(path) if path_of_run and (path / "run.toml").is_file() else None
        return Subject(trained, taken(trained.spec, sample), sample, row, of, path, moments=moments)
    moments = _moments(path)
    opened, updates = _at_step(moments, step)
    return Subject(opened, taken(opened.spec, sample), sample, row, of, path, updates, moments)


def _of_run(path: Path, row: int, of: str | None, step: int | None) -> Subject:
    """A run at its own test part, or what comes nearest to it."""
    from neuroglass.glass.taking import Taken
    from neuroglass.model import load

    moments = _moments(path)
    data = moments.data
    held_out, name = next(
        (part, f"the {name} part")
        for part, name in ((data.test, "test"), (data.validation, "validation"), (data.train, "training"))
        if part is not None
    )
    opened, updates = (load(path), None) if step is None else _at_step(moments, step)
    return Subject(opened, Taken(held_out, is_known=True), name, row, of, path, updates, moments)


def _moments(path: Path) -> Moments:
    from neuroglass.cli.reopening import reopened

    return reopened(path).moments


def _at_step(moments: Moments, step: int) -> tuple[Model, Weights | None]:
    from neuroglass.cli import screen

    with screen.counting(screen.aside(), "Doing steps again") as again:
        return moments.opened(step, again)
