"""fit: one training from raw data to a run, learning, watching and diagnosing on the way."""

from __future__ import annotations

import dataclasses
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jax.numpy as jnp

from neuroglass.data.parts import Data
from neuroglass.learn.history import History
from neuroglass.learn.keyframes import Keyframes, room
from neuroglass.learn.program import Carry
from neuroglass.learn.stopping import Stopped
from neuroglass.learn.training import Outcome, Training
from neuroglass.learn.watcher import Watcher
from neuroglass.model import samples
from neuroglass.nn.network import Network
from neuroglass.report.live import Live, lines
from neuroglass.run import given
from neuroglass.run.branching import Branch, going_on
from neuroglass.run.folder import Folder
from neuroglass.run.interrupting import interruptible
from neuroglass.run.judging import judged
from neuroglass.run.planning import Plan, plan
from neuroglass.run.run import Run
from neuroglass.settings import Settings


def fit(
    network: Network | str,
    data: Data | tuple[Any, Any],
    *,
    validation_data: Any = None,
    test_data: Any = None,
    out: str | Path | None = None,
    resume: bool = False,
    progress: Live | bool | None = lines,
    origin: Mapping[str, Any] | None = None,
    branch: Branch | None = None,
    **settings: Any,
) -> Run:
    """Train a network.

    Args:
        network: a Network, a short text as "dense 64 relu, dropout 0.2", the path of a TOML file, or "auto".
        data: what ``neuroglass.data`` read, or arrays (x, y).
        validation_data: arrays (x, y) to validate on; without them a part of the data is kept for it.
        test_data: arrays (x, y) to test on.
        out: a folder for the run's files; None keeps the run in memory.
        resume: go on from the checkpoint in ``out``.
        progress: told where the training stands several times a second; None or False for silence.
        origin: how the data can be read again, for run.toml.
        branch: the moment of another training from which it goes on; ``Run.branch`` makes one.
        settings: any of ``Settings``: epochs, batch_size, optimizer, learning_rate, loss, metrics, seed, monitor,
            patience, min_delta, tolerance, keep_best, minutes, class_weight, watch, watch_budget, checkpoint_minutes.

    Returns:
        The run: its history, its model, its report.

    Raises:
        NetworkError, DataError, ConfigurationError, FileError: what does not fit, and how to mend it.
    """
    began = time.perf_counter()
    decided = plan(network, given.read(data, validation_data, test_data), Settings.of(settings))
    live = {True: lines, False: None}[progress] if isinstance(progress, bool) else progress
    if live is not None:
        live.begin(decided.program, decided.data, decided.reasons)
    folder = None if out is None else Folder(Path(out))
    with interruptible(folder.checkpoint if folder else None) as interrupted:
        training, starting = _prepared(decided, folder, resume, origin or {}, branch)
        begun = training.carry if branch is not None else _begun_from(decided, folder)
        training.on_chunk = _Between(decided, folder, interrupted, live)
        outcome = training.run()
        if live is not None:
            live.learnt(decided.program, outcome)
        if folder is not None:
            folder.keep(decided.program, outcome.carry, outcome.history, decided.data, outcome.watcher)
        run = Run(judged(decided, training, outcome, began, starting), folder, begun)
        if folder is not None:
            run.save()
    if live is not None:
        live.end(run.story)
    return run


def _prepared(
    decided: Plan, folder: Folder | None, resume: bool, origin: Mapping[str, Any], branch: Branch | None
) -> tuple[Training, float]:
    """The training, ready to run, and the seconds that making or reading its first state took."""
    began = time.perf_counter()
    carry, history = _beginning(decided, folder, resume, origin, branch)
    starting = time.perf_counter() - began
    data = decided.data
    other = data.validation or data.test
    measured = None if other is None else samples(other, data.spec)
    watcher = _watcher(decided, folder, int(carry.step))
    return Training(decided.program, samples(data.train, data.spec), measured, carry, history, watcher), starting


def _watcher(decided: Plan, folder: Folder | None, step: int) -> Watcher | None:
    """Who watches the training from this step on; what was measured before is kept."""
    program = decided.program
    if not program.probes:
        return None
    begun = program.start(jnp.uint32(decided.seed), jnp.float32(1)).variables["params"]
    found = folder.read_probes(step, program.probes) if folder is not None and step else {}
    return Watcher(program.probes, begun, decided.watch_budget, found)


def _beginning(
    decided: Plan, folder: Folder | None, resume: bool, origin: Mapping[str, Any], branch: Branch | None
) -> tuple[Carry, History]:
    if folder is not None and resume:
        carry, history = folder.resumed(decided.program, decided.data, decided.seed)
        return carry, history.until(int(carry.step), decided.program.steps_per_epoch)  # a step that broke is done again
    if folder is not None:
        folder.begin()
    carry, history = decided.program.start(jnp.uint32(decided.seed), jnp.float32(1)), History(decided.program.columns)
    if branch is not None:
        carry, history = going_on(branch, decided.program), branch.history
    if folder is not None:
        folder.keep(decided.program, carry, history, decided.data)  # a kill before the next one can be resumed too
        if branch is not None:
            folder.keep_begun(decided.program, carry, decided.data)
        parent = {} if branch is None else {"parent": branch.facts()}
        folder.write_settings({"data": origin, **decided.settings, **parent})
    return carry, history


def _begun_from(decided: Plan, folder: Folder | None) -> Carry | None:
    """The state from which the branch in a folder began; None where it is none."""
    return None if folder is None else folder.read_begun(decided.program, decided.data, decided.seed)


@dataclasses.dataclass
class _Between:
    """What is done between two chunks: show, save, and see whether to stop."""

    decided: Plan
    folder: Folder | None
    interrupted: threading.Event
    progress: Live | None
    saved: float = dataclasses.field(default_factory=time.perf_counter)
    saved_epochs: int = 0
    keyframes: Keyframes | None = None

    def __call__(self, outcome: Outcome) -> Stopped | None:
        if self.progress is not None:
            self.progress.show(self.decided.program, outcome)
        if self.folder is not None and self._due(len(outcome.history)):
            self.folder.keep(self.decided.program, outcome.carry, outcome.history, self.decided.data, outcome.watcher)
            self.saved, self.saved_epochs = time.perf_counter(), len(outcome.history)
        if self.folder is not None:
            self._keep_frame(self.folder, outcome)
        if self.interrupted.is_set():
            return Stopped.INTERRUPTED
        minutes = self.decided.minutes
        return Stopped.MINUTES if minutes is not None and outcome.seconds > 60 * minutes else None

    def _keep_frame(self, folder: Folder, outcome: Outcome) -> None:
        self.keyframes = self.keyframes or Keyframes(room(outcome.carry), folder.frames())
        if self.keyframes.is_due(outcome.seconds) and outcome.stopped is Stopped.RUNNING:
            folder.keep_frame(self.decided.program, outcome.carry, self.decided.data)
            for step in self.keyframes.kept(outcome.step, outcome.seconds):
                folder.drop_frame(step)

    def _due(self, epochs: int) -> bool:
        waited = time.perf_counter() - self.saved > 60 * self.decided.checkpoint_minutes
        return waited and (self.decided.checkpoint_minutes > 0 or epochs > self.saved_epochs)
