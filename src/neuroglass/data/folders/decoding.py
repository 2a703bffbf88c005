"""Many files decoded into the rows of one array, by as many processes as there are cores where that is worth it."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import math
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.folders.items import Item
from neuroglass.data.folders.unreadable import Unreadable
from neuroglass.errors import DataError

if TYPE_CHECKING:
    import loky

SAMPLE = 64  # files decoded first, to know how long the others will take
WORTH_PROCESSES = 2.0  # seconds of work ahead; to start processes takes half a second
CHUNK_SECONDS = 0.25  # of work for one process at a time
CHUNK_BYTES = 1024**2  # of arrays that travel back at once; more of them leave the caches of a core
DIGEST = 16  # bytes

Array = NDArray[Any]
Digests = NDArray[np.uint8]
Progress = Callable[[int], None]


class Form(Protocol):
    """What every file is brought to: an array of one shape and dtype. A plain value that other processes are given."""

    @property
    def shape(self) -> tuple[int, ...]: ...
    @property
    def dtype(self) -> str: ...
    def decoded(self, content: bytes) -> Array:
        """The array of a file, or ``Unreadable``."""
        ...

    def doubt(self, content: bytes) -> str:
        """What is odd about such files as this one, which was decoded; "" where all is well."""
        ...


@dataclass(frozen=True)
class Decoded:
    """What else is known of the rows of an array.

    Args:
        reasons: why a row could not be read, by its number; such rows are 0.
        digests: uint8 (n, 16) of the bytes of each file: equal where files are copies. Zeros for what was not opened.
        doubts: what is odd about a row that could be read, by its number.
    """

    reasons: dict[int, str]
    digests: Digests
    doubts: dict[int, str] = field(default_factory=dict)


def decode(items: Sequence[Item], form: Form, into: Array, progress: Progress | None = None) -> Decoded:
    """Decode every file into its row of ``into``.

    Only a few chunks are under way at any time, so that memory does not grow with the number of files.

    Args:
        items: n files.
        form: what to make of each.
        into: (n, ...) of the form's shape and dtype, in memory or mapped from a file.
        progress: told how many are done, each time that more are.

    Raises:
        DataError: a process was ended from outside.
    """
    filling = _Filling(items, form, into, progress)
    began = time.perf_counter()
    filling.take(0, _decode(items[:SAMPLE], form))
    each = (time.perf_counter() - began) / SAMPLE
    chunks = _chunks(len(items), form, each)
    if each * (len(items) - SAMPLE) > WORTH_PROCESSES:
        _in_processes(filling, chunks)
    else:
        _in_this_one(filling, chunks)
    return filling.decoded


@dataclass(frozen=True)
class _Chunk:
    """Rows that were decoded together, counted from the first of them."""

    arrays: Array
    decoded: Decoded


@dataclass
class _Filling:
    """The array being filled."""

    items: Sequence[Item]
    form: Form
    into: Array
    progress: Progress | None
    done: int = 0
    decoded: Decoded = field(init=False)

    def __post_init__(self) -> None:
        self.decoded = Decoded({}, np.zeros((len(self.items), DIGEST), np.uint8))

    def take(self, start: int, chunk: _Chunk) -> None:
        self.done = start + len(chunk.arrays)
        self.into[start : self.done], self.decoded.digests[start : self.done] = chunk.arrays, chunk.decoded.digests
        self.decoded.reasons.update({start + row: reason for row, reason in chunk.decoded.reasons.items()})
        self.decoded.doubts.update({start + row: doubt for row, doubt in chunk.decoded.doubts.items()})
        if self.progress is not None:
            self.progress(self.done)


def _chunks(count: int, form: Form, each: float) -> Iterator[slice]:
    """The rows after the sample, so many at a time as take a moment and little memory."""
    array = math.prod(form.shape) * np.dtype(form.dtype).itemsize
    size = max(1, min(int(CHUNK_SECONDS / each), CHUNK_BYTES // array))
    return (slice(start, start + size) for start in range(SAMPLE, count, size))


def _in_processes(filling: _Filling, chunks: Iterator[slice]) -> None:
    """Processes of loky: they need no guarded main module, and unlike forked ones hold nothing of JAX."""
    import loky
    from loky.process_executor import TerminatedWorkerError

    count = loky.cpu_count()
    if count == 1:
        return _in_this_one(filling, chunks)
    executor = loky.ProcessPoolExecutor(count, initializer=_begin, initargs=(filling.items[0], filling.form))
    under_way: deque[tuple[int, loky.Future]] = deque()
    try:
        for rows in chunks:
            with _held_back(signal.SIGINT):
                under_way.append((rows.start, executor.submit(_decode, filling.items[rows], filling.form)))
            if len(under_way) > 2 * count:
                _take_first(filling, under_way)
        while under_way:
            _take_first(filling, under_way)
    except TerminatedWorkerError as error:
        raise DataError(
            f"A process that decodes files was ended from outside after {filling.done} of {len(filling.items)}",
            "",
            "Most often memory was full: close other programs, or choose a smaller size",
        ) from error
    finally:
        executor.shutdown(kill_workers=True)


def _in_this_one(filling: _Filling, chunks: Iterator[slice]) -> None:
    for rows in chunks:
        filling.take(rows.start, _decode(filling.items[rows], filling.form))


def _take_first(filling: _Filling, under_way: deque[tuple[int, loky.Future]]) -> None:
    start, chunk = under_way.popleft()
    filling.take(start, chunk.result())


@contextlib.contextmanager
def _held_back(number: signal.Signals) -> Iterator[None]:
    """The signal waits until the end of the ``with``; processes that are started in it never get it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {number})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(first: Item, form: Form) -> None:
    """Leave Ctrl-C, which reaches every process of a terminal, to the first one: it ends the others. Where a signal can
    be held back, that is so from the process's first moment on.

    A file is decoded, so that all is imported that it takes; that is not looked through for garbage again and again,
    which took 5 % of the time for small pictures.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _decode([first], form)
    gc.freeze()


def _decode(items: Sequence[Item], form: Form) -> _Chunk:
    decoded = Decoded({}, np.zeros((len(items), DIGEST), np.uint8))
    rows = np.zeros((len(items), *form.shape), form.dtype)
    for row, item in enumerate(items):
        try:
            content = item.read()
            decoded.digests[row] = np.frombuffer(hashlib.blake2b(content, digest_size=DIGEST).digest(), np.uint8)
            rows[row] = form.decoded(content)
            if doubt := form.doubt(content):
                decoded.doubts[row] = doubt
        except Unreadable as error:
            decoded.reasons[row] = str(error)
    return _Chunk(rows, decoded)
