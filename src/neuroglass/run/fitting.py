"""fit: one training from raw data to a run, learning, watching and diagnosing on the way."""

from __future__ import annotations

import contextlib
import dataclasses
import signal
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

import jax.numpy as jnp

from neuroglass.data.array_data import arrays
from neuroglass.data.parts import Data
from neuroglass.errors import DataError
from neuroglass.learn.history import History
from neuroglass.learn.program import Carry
from neuroglass.learn.stopping import Stopped
from neuroglass.learn.training import Outcome, Training
from neuroglass.model import samples
from neuroglass.nn.network import Network
from neuroglass.report.live import Live, lines
from neuroglass.run.folder import Folder
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
    progress: Live | None = lines,
    origin: Mapping[str, Any] | None = None,
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
        progress: told where the training stands several times a second; None for silence.
        origin: how the data can be read again, for run.toml.
        settings: any of ``Settings``: epochs, batch_size, optimizer, learning_rate, loss, metrics, seed, monitor,
            patience, min_delta, tolerance, keep_best, minutes, class_weight, checkpoint_minutes.

    Returns:
        The run: its history, its model, its report.

    Raises:
        NetworkError, DataError, ConfigurationError, FileError: what does not fit, and how to mend it.
    """
    began = time.perf_counter()
    decided = plan(network, _data(data, validation_data, test_data), Settings.of(settings))
    if progress is not None:
        progress.begin(decided.program, decided.data, decided.reasons)
    folder = None if out is None else Folder(Path(out))
    starting = time.perf_counter()
    carry, history = _beginning(decided, folder, resume, origin or {})
    starting = time.perf_counter() - starting
    other = decided.data.validation or decided.data.test
    training = Training(
        decided.program,
        samples(decided.data.train, decided.data.spec),
        None if other is None else samples(other, decided.data.spec),
        carry,
        history,
    )
    with _interruptible() as interrupted:
        training.on_chunk = _Between(decided, folder, interrupted, progress)
        outcome = training.run()
    if progress is not None:
        progress.learnt(decided.program, outcome)
    if folder is not None:
        folder.keep(decided.program, outcome.carry, outcome.history, decided.data)
    run = Run(judged(decided, training, outcome, began, starting), folder)
    if folder is not None:
        run.save()
    if progress is not None:
        progress.end(run.story)
    return run


def _data(data: Data | tuple[Any, Any], validation_data: Any, test_data: Any) -> Data:
    if isinstance(data, Data):
        if validation_data is not None or test_data is not None:
            raise DataError(
                "validation_data or test_data was given beside read data", "its own parts", "Give them to data.table"
            )
        return data
    x, y = data
    return arrays(x, y, validation_data=validation_data, test_data=test_data)


def _beginning(decided: Plan, folder: Folder | None, resume: bool, origin: Mapping[str, Any]) -> tuple[Carry, History]:
    if folder is not None and resume:
        return folder.resumed(decided.program, decided.data, decided.seed)
    if folder is not None:
        folder.begin()
    carry, history = decided.program.start(jnp.uint32(decided.seed), jnp.float32(1)), History(decided.program.columns)
    if folder is not None:
        folder.keep(decided.program, carry, history, decided.data)  # a kill before the next one can be resumed too
        folder.write_settings({"data": origin, **decided.settings})
    return carry, history


@dataclasses.dataclass
class _Between:
    """What is done between two chunks: show, save, and see whether to stop."""

    decided: Plan
    folder: Folder | None
    interrupted: threading.Event
    progress: Live | None
    saved: float = dataclasses.field(default_factory=time.perf_counter)
    saved_epochs: int = 0

    def __call__(self, outcome: Outcome) -> Stopped | None:
        if self.progress is not None:
            self.progress.show(self.decided.program, outcome)
        if self.folder is not None and self._due(len(outcome.history)):
            self.folder.keep(self.decided.program, outcome.carry, outcome.history, self.decided.data)
            self.saved, self.saved_epochs = time.perf_counter(), len(outcome.history)
        if self.interrupted.is_set():
            return Stopped.INTERRUPTED
        minutes = self.decided.minutes
        return Stopped.MINUTES if minutes is not None and outcome.seconds > 60 * minutes else None

    def _due(self, epochs: int) -> bool:
        waited = time.perf_counter() - self.saved > 60 * self.decided.checkpoint_minutes
        return waited and (self.decided.checkpoint_minutes > 0 or epochs > self.saved_epochs)


@contextlib.contextmanager
def _interruptible() -> Iterator[threading.Event]:
    """Ctrl-C asks the training to save and leave; a second one leaves at once."""
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked  # only the main thread hears signals
        return
    before = signal.getsignal(signal.SIGINT)

    def ask(number: int, frame: FrameType | None) -> None:
        asked.set()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, ask)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)
