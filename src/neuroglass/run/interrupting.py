"""Ctrl-C: once to save and leave, twice to leave now."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import NoReturn

BY_CTRL_C = 130  # the status of a shell command that SIGINT ended


@contextlib.contextmanager
def interruptible(state: Path | None) -> Iterator[threading.Event]:
    """Ctrl-C asks the training to save and leave; a second one leaves at once.

    Args:
        state: where the training's state is saved, to be told; None when it is not.
    """
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked  # only the main thread hears signals
        return

    def ask(number: int, frame: FrameType | None) -> None:
        if asked.is_set():
            _leave(state)
        asked.set()

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


def _leave(state: Path | None) -> NoReturn:
    """End the process without finalising the interpreter: XLA's threads still run, and crash when that goes away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a third one would say the same again
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, RuntimeError):  # a closed pipe, or a write that the signal fell into
            stream.flush()
    saved = state is not None and state.is_file()
    where = f"the last saved state is in {state}" if saved else "nothing was saved"
    with contextlib.suppress(OSError):
        os.write(2, f"\nleft at once; {where}\n".encode())
    os._exit(BY_CTRL_C)
