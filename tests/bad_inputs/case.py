"""What one bad input is, and the few ways in which its files are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from neuroglass.files import pack, unpack

# Fills the folder of a case. Beside it lie good.csv and run, a run on it: see ``ground.lay``.
Make = Callable[[Path], object]
GOOD, RUN = "good.csv", "run"
MODEL = "model.safetensors"


@dataclass(frozen=True)
class Case:
    """A bad input.

    Args:
        name: what is bad about it; also the name of its folder.
        make: fills the folder.
        command: what is asked, in that folder, written as after ``neuroglass`` in a shell.
        says: the words its one message (or, if it can be lived with, its note) must contain.
        file_limit: the most bytes a file can have; stands for a disk that is full.
    """

    name: str
    make: Make
    command: str
    says: tuple[str, ...]
    file_limit: int | None = None


def nothing(folder: Path) -> None:
    """For a command that is bad by itself."""


def text(name: str, *lines: str) -> Make:
    """A text file of lines."""
    return lambda folder: (folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def raw(name: str, content: bytes) -> Make:
    """A file of bytes."""
    return lambda folder: (folder / name).write_bytes(content)


def both(*makes: Make) -> Make:
    """Several files in one folder."""
    return lambda folder: [make(folder) for make in makes]


def table(header: str, *cells: str, rows: int = 30) -> list[str]:
    """Lines of a table whose first column counts in leaps and whose others take turns: cells[row % len(cells)]."""
    return [header, *(f"{row * 7 % rows},{cells[row % len(cells)]}" for row in range(rows))]


def damaged(change: Callable[[bytes], bytes]) -> Make:
    """The good model with other bytes."""
    return lambda folder: (folder / MODEL).write_bytes(change((folder.parent / RUN / MODEL).read_bytes()))


def forged(change: Callable[[dict[str, Any], dict[str, Any]], object]) -> Make:
    """The good model with other arrays and facts under digests that fit: by someone who means harm."""

    def make(folder: Path) -> None:
        arrays, facts = unpack(folder.parent / RUN / MODEL, "model")
        change(arrays, facts)
        (folder / MODEL).write_bytes(pack(arrays, facts))

    return make


def asked(name: str, make: Make, *says: str) -> Case:
    """The good table given to the model that the folder holds."""
    return Case(name, make, f"predict {MODEL} ../{GOOD} --out answers.csv", (MODEL, *says))
