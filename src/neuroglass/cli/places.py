"""Where a new run goes, and where a page of pictures."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

from neuroglass.errors import FileError

SAMPLES_MARK = b'<meta name="generator" content="neuroglass data">'


def new_run(source: Path) -> Path:
    """The first of runs/NAME-1, runs/NAME-2, ... that is free."""
    name = source.stem or "run"
    return next(folder for at in itertools.count(1) if not (folder := Path("runs") / f"{name}-{at}").exists())


def samples_page(source: str) -> Path:
    """NAME-samples.html, here."""
    return Path(f"{Path(source).resolve().stem}-samples.html")


def refuse_foreign(page: Path) -> None:
    """Before anything is read.

    Raises:
        FileError: something stands there that was not written as such a page.
    """
    if page.is_file() and SAMPLES_MARK not in page.read_bytes()[:1000]:
        raise FileError(f"{page} exists, and is no page of pictures", "", "Choose another --out")


def refuse_taken(folder: Path) -> None:
    """Before anything is read or computed.

    Raises:
        FileError: no run can be kept there.
    """
    if (folder / "run.toml").exists():
        mend = f"Choose another --out, or go on with that run: neuroglass train --resume {folder}"
        raise FileError(f"{folder} holds a run already", "", mend)
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        reason = "is read-only" if there.is_dir() else "is a file"
        raise FileError(
            f"{folder} cannot be made: {there} {reason}", "a folder that can be written", "Choose another --out"
        )
