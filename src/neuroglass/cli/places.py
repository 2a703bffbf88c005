"""What the words on the command line point to: sources, models, runs, and where a new run goes."""

from __future__ import annotations

import difflib
import itertools
import os
from pathlib import Path

from neuroglass.errors import DataError, FileError

MODEL = "model.safetensors"


def located(source: str) -> Path:
    """The file of a source: what lies there, else a shipped table of that name.

    Raises:
        DataError: neither, and a shipped name is near.
    """
    from neuroglass.data import shipped

    path = Path(source)
    if _lies_there(path) or Path(source).name != source:
        return path
    if source in shipped.NAMES:
        return shipped.path(source)
    near = difflib.get_close_matches(source.lower(), shipped.NAMES, n=1)
    if near and not path.suffix:
        raise DataError(f"There is no file {source}", "", f"Did you mean {near[0]}, which comes with neuroglass?")
    return path


def _lies_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name too long, or with a zero byte: whoever reads it says so better
        return False


def model_file(given: str) -> Path:
    """The model itself, when a run's folder is given.

    Raises:
        FileError: a folder without a model.
    """
    path = Path(given)
    if not path.is_dir():
        return path
    if not (path / MODEL).is_file():
        raise FileError(f"{path} holds no {MODEL}", "a run that has ended, or a model's file", _near_run(path))
    return path / MODEL


def _near_run(path: Path) -> str:
    if (path / "checkpoint" / "state.safetensors").is_file():
        return f"Finish it: neuroglass train --resume {path}"
    inside = sorted(model.parent for model in path.glob(f"*/{MODEL}"))
    return f"Did you mean {inside[-1]}?" if inside else ""


def new_run(source: Path) -> Path:
    """The first of runs/NAME-1, runs/NAME-2, ... that is free."""
    name = source.stem or "run"
    return next(folder for at in itertools.count(1) if not (folder := Path("runs") / f"{name}-{at}").exists())


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
