"""What the bad inputs lie beside: one good table and one small run on it."""

from __future__ import annotations

from pathlib import Path

from neuroglass.cli.main import main
from tests.bad_inputs.case import GOOD, RUN, Case, table, text

ROWS = table("size,colour,sold", "red,yes", "green,no", "blue,no", "red,no", "green,yes", rows=40)
SMALL = ("--network", "dense 4 tanh", "--epochs", "2", "--batch-size", "all")


def lay(ground: Path) -> None:
    """Put the good table into a folder, and train on it."""
    text(GOOD, *ROWS)(ground)
    if main(["train", str(ground / GOOD), *SMALL, "--out", str(ground / RUN)]):
        raise RuntimeError("the good table was not learnt from")


def made(case: Case, ground: Path) -> Path:
    """The folder of a case, filled."""
    folder = ground / case.name
    folder.mkdir()
    case.make(folder)
    return folder
