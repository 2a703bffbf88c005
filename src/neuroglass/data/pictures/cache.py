"""Decoded pictures kept on disk, so that the second training on a folder begins at once.

An entry is a folder named by its key: ``pixels`` as they lie in memory, ``digests`` likewise, ``facts.json``. It is
made under another name and renamed when it is whole and on disk, so that a kill at any moment leaves no half entry.
What is mapped stays readable when another process removes the entry.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from neuroglass.data.folders.decoding import DIGEST, Decoded
from neuroglass.data.folders.items import Item
from neuroglass.data.pictures.frame import Frame, Pixels
from neuroglass.errors import DataError
from neuroglass.files import write_whole

DECODER = 1  # to be counted up whenever the same file gives other pixels than before
PLACE = "NEUROGLASS_CACHE"  # the variable that names another folder, or "off"
GB = 10**9
LARGEST = 10 * GB  # bytes of all entries; a larger set is kept alone
ABANDONED = 3600.0  # seconds since anything was written, after which an unfinished entry is one of a killed process
UNFINISHED = ".unfinished-"

Shape = tuple[int, int, int, int]
Make = Callable[[Pixels], Decoded]


def key(items: Sequence[Item], frame: Frame) -> str:
    """A name for what these pictures are in this frame; another one when a file has another size or time of change."""
    digest = hashlib.sha256(f"{DECODER}\n{frame}\n".encode())
    for item in items:
        digest.update(item.mark().encode("utf-8", "surrogateescape") + b"\0")
    return digest.hexdigest()


def remembered(key: str, shape: Shape, make: Make) -> tuple[Pixels, Decoded]:
    """The pixels that ``make`` once wrote under this key, mapped from disk and read-only; else made and kept now.

    Args:
        key: from ``key``.
        shape: (n, height, width, channels).
        make: fills an array of that shape.

    Raises:
        DataError: no room for them, or no place that can be written.
    """
    root = place()
    if root is None or 0 in shape:
        pixels = np.zeros(shape, np.uint8)
        return pixels, make(pixels)
    entry = root / key
    found = _read(entry, shape)
    if found is not None:
        return found
    try:
        root.mkdir(parents=True, exist_ok=True)
        _make_room(root, math.prod(shape))
        return _made(entry, shape, make)
    except OSError as error:
        raise DataError(
            f"Decoded pictures cannot be kept in {root}: {error.strerror}",
            "",
            f"Set the variable {PLACE} to another folder, or to off to keep them in memory",
        ) from error


def place() -> Path | None:
    """The folder of the cache, or None where it is turned off."""
    given = os.environ.get(PLACE, "")
    if given.lower() == "off":
        return None
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return (Path(given) if given else caches / "neuroglass") / "pictures"


def _read(entry: Path, shape: Shape) -> tuple[Pixels, Decoded] | None:
    """A whole entry; None where there is none, or one that is damaged."""
    try:
        facts = json.loads((entry / "facts.json").read_text("utf-8"))
        digests = np.fromfile(entry / "digests", np.uint8).reshape(shape[0], DIGEST)
        pixels = _mapped(entry, shape)
        reasons = {int(row): str(reason) for row, reason in facts["reasons"].items()}
        os.utime(entry)  # used now: what was not used for longest goes first
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None
    return (pixels, Decoded(reasons, digests)) if facts["shape"] == list(shape) else None


def _mapped(entry: Path, shape: Shape) -> Pixels:
    if (entry / "pixels").stat().st_size != math.prod(shape):
        raise ValueError("the pixels are not whole")  # to touch what is not there would kill the process
    return np.memmap(entry / "pixels", np.uint8, "r", shape=shape)


def _made(entry: Path, shape: Shape, make: Make) -> tuple[Pixels, Decoded]:
    unfinished = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=entry.parent))
    try:
        _reserve(unfinished / "pixels", math.prod(shape))
        pixels = np.memmap(unfinished / "pixels", np.uint8, "r+", shape=shape)
        decoded = make(pixels)
        pixels.flush()
        write_whole(unfinished / "digests", decoded.digests.tobytes())
        write_whole(unfinished / "facts.json", json.dumps({"shape": shape, "reasons": decoded.reasons}).encode())
        mapped = _mapped(unfinished, shape)
        shutil.rmtree(entry, ignore_errors=True)  # damaged, or the same from another process
        unfinished.rename(entry)
        return mapped, decoded
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _reserve(path: Path, size: int) -> None:
    """Claim the room now, for a disk that becomes full under a mapped file kills the process."""
    with path.open("wb") as file:
        if hasattr(os, "posix_fallocate"):  # macOS has none
            os.posix_fallocate(file.fileno(), 0, size)
        else:
            file.truncate(size)


def _make_room(root: Path, needed: int) -> None:
    """Remove what was not used for longest, until all entries and the new one stay below the bound."""
    _remove_abandoned(root)
    entries = sorted(_entries(root))
    kept, free = sum(size for _, size, _ in entries), shutil.disk_usage(root).free
    if 2 * needed > free + kept:
        raise DataError(
            f"The decoded pictures take {needed / GB:,.1f} GB, and {root} has {(free + kept) / GB:,.1f} GB for them",
            "twice as much room as they take",
            f"Choose smaller pictures, set the variable {PLACE} to a folder on a larger disk, or to off to keep them "
            "in memory",
        )
    for _, size, entry in entries:
        if kept + needed <= LARGEST and 2 * needed <= free:
            return
        shutil.rmtree(entry, ignore_errors=True)
        kept, free = kept - size, free + size


def _entries(root: Path) -> Iterator[tuple[int, int, Path]]:
    """Each entry after when it was last used and how large it is."""
    for entry in root.iterdir():
        with contextlib.suppress(OSError):  # another process removes it just now
            if not entry.name.startswith(UNFINISHED):
                yield entry.stat().st_mtime_ns, (entry / "pixels").stat().st_size, entry


def _remove_abandoned(root: Path) -> None:
    for unfinished in root.glob(f"{UNFINISHED}*"):
        with contextlib.suppress(OSError):  # as above
            if time.time() - (unfinished / "pixels").stat().st_mtime > ABANDONED:
                shutil.rmtree(unfinished, ignore_errors=True)
