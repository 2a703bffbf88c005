"""Time travel: the state of a training at any of its steps, to the byte, by doing again what led to it."""

from __future__ import annotations

import dataclasses
import numbers
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
    first weights, which follow from the seed, that from which a branch began, or a key-frame.

    Args:
        program: how it learnt.
        data: what from.
        seed: of weights, order and chance.
        history: what it wrote down; of one that was killed, up to its last checkpoint.
        folder: where its key-frames are, if it has a folder.
        begun: the state from which it began, if it is a branch.
    """

    program: Program
    data: Data
    seed: int
    history: History
    folder: Folder | None = None
    begun: Carry | None = None

    @property
    def first(self) -> int:
        """The step after which it began: 0, but for a branch."""
        return 0 if self.begun is None else int(self.begun.step)

    @property
    def steps(self) -> int:
        """The last step that can be reached: those it took; of one that was killed, those that its files tell of."""
        return max(len(self.history.costs), *self._frames(), 0)

    def state(self, step: int, progress: Progress | None = None) -> tuple[Carry, History]:
        """The whole state after so many steps, and the history up to there.

        Args:
            step: 0 is before the first one.
            progress: told how many steps are done again, of how many.

        Raises:
            ConfigurationError: the training did not take so many steps.
            FileError: a key-frame is damaged.
        """
        self.check(step)
        training = self._training(self._before(min(step, len(self.history.costs))))
        _advance(training, step, progress)
        return training.carry, training.history

    def model(self, step: int, progress: Progress | None = None) -> Model:
        """The network as it was after so many steps. As ``state``."""
        return self._model(self._reached(step, progress).carry)

    def path(self, moments: int, progress: Progress | None = None) -> list[Variables]:
        """The weights at so many steps at equal distances, the first and the last among them: where training went.

        Args:
            moments: two or more.
        """
        steps = np.unique(np.linspace(self.first, self.steps, moments).round().astype(int))
        training = self._training(self._beginning())
        walked, told = [training.carry.variables], _telling(self.first, self.steps, progress)
        for step in steps[1:].tolist():
            training.on_chunk = told
            training.run(until=step)
            walked.append(training.carry.variables)
        return walked

    def alone(self) -> Moments:
        """The same without the help of key-frames."""
        return dataclasses.replace(self, folder=None)

    def opened(self, step: int, progress: Progress | None = None) -> tuple[Model, Weights | None]:
        """The network as it was, and what its last step had added to each weight; None at the first. As ``state``."""
        self.check(step)
        training = self._reached(max(step - 1, self.first), progress)
        before = training.carry
        if step == self.first:
            return self._model(before), None
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

    def check(self, step: int) -> None:
        """Refuse what is no step of the training. As ``state``."""
        if isinstance(step, bool) or not isinstance(step, numbers.Integral):
            raise ConfigurationError(f"step {step!r}", f"a whole number from {self.first:,} to {self.steps:,}")
        if not self.first <= step <= self.steps:
            is_whole = self.folder is None or self.folder.has_ended
            reach = "which the training took" if is_whole else "its last checkpoint or key-frame, for it has not ended"
            mend = "It is a branch: open earlier ones in the run that it comes from" if 0 <= step < self.first else ""
            raise ConfigurationError(f"step {step:,}", f"one from {self.first:,} to {self.steps:,}, {reach}", mend)

    def _reached(self, step: int, progress: Progress | None) -> Training:
        """The training after so many steps. Its history may lack those before the key-frame that it began at."""
        self.check(step)
        training = self._training(self._before(step))
        _advance(training, step, progress)
        return training

    def _before(self, step: int) -> Carry:
        """The nearest state that need not be done again."""
        frames = [frame for frame in self._frames() if self.first <= frame <= step]
        if self.folder is not None and frames:
            return self.folder.read_frame(frames[-1], self.program, self.data, self.seed)
        return self._beginning()

    def _beginning(self) -> Carry:
        begun: Carry = self.begun or self.program.start(jnp.uint32(self.seed), jnp.float32(1))
        return begun

    def _frames(self) -> list[int]:
        return [] if self.folder is None else self.folder.frames()

    def _training(self, carry: Carry) -> Training:
        history = self.history.until(int(carry.step), self.program.steps_per_epoch)
        other = self.data.validation or self.data.test
        measured = None if other is None else samples(other, self.data.spec)
        silent = Watcher.silent(self.program.probes, carry.variables["params"]) if self.program.probes else None
        return Training(self.program, samples(self.data.train, self.data.spec), measured, carry, history, silent)

    def _model(self, carry: Carry) -> Model:
        card = {"source": self.data.reading.source, "seed": self.seed, "step": int(carry.step)}
        return Model(self.program.objective, carry.variables, self.data.spec, card)


def _advance(training: Training, step: int, progress: Progress | None) -> None:
    first = training.carry.step
    if first < step:
        training.on_chunk = _telling(int(first), step, progress)
        training.run(until=step)


def _telling(first: int, last: int, progress: Progress | None) -> Callable[[Outcome], Stopped | None]:
    def tell(outcome: Outcome) -> Stopped | None:
        if progress is not None:
            progress(outcome.step - first, last - first)
        return None

    return tell
