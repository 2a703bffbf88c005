"""Time travel: the state of a training at any of its steps, to the byte, by doing again what led to it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from neuroglass.data.parts import Data
from neuroglass.errors import ConfigurationError
from neuroglass.glass import Glass, look
from neuroglass.glass.glass import Weights
from neuroglass.learn.history import History
from neuroglass.learn.program import Carry, Program
from neuroglass.learn.stopping import Stopped
from neuroglass.learn.training import Outcome, Training
from neuroglass.learn.watcher import Watcher
from neuroglass.model import Model, samples
from neuroglass.nn.network import Variables
from neuroglass.run.folder import Folder

Progress = Callable[[int, int], None]  # steps done, of how many


@dataclasses.dataclass(frozen=True)
class Moments:
    """The steps of a training, each of which can be opened.

    A training is the same bytes whenever it is done again, so a state is reached from the nearest one before it: the
    first weights, which follow from the seed, or a key-frame.

    Args:
        program: how it learnt.
        data: what from.
        seed: of weights, order and chance.
        steps: how many it took.
        folder: where its key-frames are, if it has a folder.
    """

    program: Program
    data: Data
    seed: int
    steps: int
    folder: Folder | None = None

    def state(self, step: int, progress: Progress | None = None) -> tuple[Carry, History]:
        """The whole state after so many steps, and the history up to there.

        Args:
            step: 0 is before the first one.
            progress: told how many steps are done again, of how many.

        Raises:
            ConfigurationError: the training did not take so many steps.
            FileError: a key-frame is damaged.
        """
        self._check(step)
        carry, history = self._before(step)
        first = int(carry.step)
        if first == step:
            return carry, history
        training = dataclasses.replace(self._training(carry, history), on_chunk=_telling(first, step, progress))
        outcome = training.run(until=step)
        return training.carry, outcome.history

    def model(self, step: int, progress: Progress | None = None) -> Model:
        """The network as it was after so many steps. As ``state``."""
        return self._model(self.state(step, progress)[0])

    def path(self, moments: int, progress: Progress | None = None) -> list[Variables]:
        """The weights at so many steps at equal distances, the first and the last among them: where training went.

        Args:
            moments: two or more.
        """
        steps = np.unique(np.linspace(0, self.steps, moments).round().astype(int))
        carry, history = self.alone().state(0)
        walked, training = [carry.variables], self._training(carry, history)
        for step in steps[1:].tolist():
            training.on_chunk = _telling(0, self.steps, progress)
            training.run(until=step)
            walked.append(training.carry.variables)
        return walked

    def alone(self) -> Moments:
        """The same without the help of key-frames."""
        return dataclasses.replace(self, folder=None)

    def opened(self, step: int, progress: Progress | None = None) -> tuple[Model, Weights | None]:
        """The network as it was, and what its last step had added to each weight; None at step 0. As ``state``."""
        self._check(step)
        before, history = self.state(max(step - 1, 0), progress)
        if step == 0:
            return self._model(before), None
        training = self._training(before, history)
        training.run(until=step)
        after = training.carry
        updates = jax.tree.map(
            lambda new, old: np.asarray(new - old), after.variables["params"], before.variables["params"]
        )
        return self._model(after), updates

    def look(self, step: int, sample: Any, *, of: str | None = None, progress: Progress | None = None) -> Glass:
        """One moment of it, open, with what its last step had added to each weight. As ``state`` and ``ng.look``."""
        model, updates = self.opened(step, progress)
        return dataclasses.replace(look(model, sample, of=of), updates=updates)

    def _check(self, step: int) -> None:
        if not 0 <= step <= self.steps:
            raise ConfigurationError(f"step {step:,}", f"one from 0 to {self.steps:,}, which the training took")

    def _before(self, step: int) -> tuple[Carry, History]:
        """The nearest state that need not be done again."""
        folder = self.folder
        frames = [frame for frame in folder.frames() if frame <= step] if folder is not None else []
        if folder is not None and frames:
            return folder.read_frame(frames[-1], self.program, self.data, self.seed)
        return self.program.start(jnp.uint32(self.seed), jnp.float32(1)), History(self.program.columns)

    def _training(self, carry: Carry, history: History) -> Training:
        other = self.data.validation or self.data.test
        measured = None if other is None else samples(other, self.data.spec)
        silent = Watcher.silent(self.program.probes, carry.variables["params"]) if self.program.probes else None
        return Training(self.program, samples(self.data.train, self.data.spec), measured, carry, history, silent)

    def _model(self, carry: Carry) -> Model:
        card = {"source": self.data.reading.source, "seed": self.seed, "step": int(carry.step)}
        return Model(self.program.objective, carry.variables, self.data.spec, card)


def _telling(first: int, last: int, progress: Progress | None) -> Callable[[Outcome], Stopped | None]:
    def tell(outcome: Outcome) -> Stopped | None:
        if progress is not None:
            progress(outcome.step - first, last - first)
        return None

    return tell
