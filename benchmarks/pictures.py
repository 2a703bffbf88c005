"""Digits and CIFAR-10 from the command line: test accuracy and wall time of the whole command.

    neuroglass train images/mnist
    neuroglass train cifar10/

each in a process of its own, from the start of Python to the written report, with no picture decoded before. How long
a step of such networks takes torch and keras is measured by ``convolutions.py``.

    python -m benchmarks.pictures
"""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks import made_pictures
from benchmarks.commands import trained
from benchmarks.measuring import Figure, Result, arguments, data_path, said, told

COLUMNS = ["who", "test accuracy", "seconds", "epochs", "seconds an epoch"]


@dataclasses.dataclass(frozen=True)
class Command:
    """What is trained on, and the figures to reach."""

    name: str
    source: Path
    accuracy: float
    minutes: float


def measured(commands: Sequence[Command], options: Sequence[str]) -> Result:
    """Accuracy and seconds of each command."""
    figures, rows = [], []
    for command in commands:
        said(f"pictures: {command.name}")
        facts, taken = trained(command.source, *options)
        accuracy, epochs = facts["test"]["accuracy"], facts["epochs"]
        limit = 60 * command.minutes
        figures += [
            Figure(
                f"{command.name}: test accuracy",
                f">= {command.accuracy}",
                f"{accuracy:.4f}",
                accuracy >= command.accuracy,
            ),
            Figure(f"{command.name}: whole command", f"< {limit:.0f} s", f"{taken:.1f} s", taken < limit),
        ]
        each = facts["seconds"]["train"] / epochs
        rows.append(
            [f"neuroglass train, {command.name}", f"{accuracy:.4f}", f"{taken:.1f}", str(epochs), f"{each:.2f}"]
        )
    how = "The sets' own test parts; the whole command's wall time, reading and the report included."
    return Result("Pictures from the command line", how, figures, COLUMNS, rows)


def _commands(place: Path) -> list[Command]:
    return [
        Command("mnist", data_path("images/mnist"), 0.991, 5),
        Command("cifar10", made_pictures.cifar10(place), 0.75, 12),
    ]


def _quick(place: Path) -> list[Command]:
    return [Command("40 photographs", made_pictures.photographs(place / "photographs", 40, 64, 48), 0.0, 5)]


if __name__ == "__main__":
    wanted = arguments(__doc__)
    with tempfile.TemporaryDirectory() as place:
        prepared = (_quick if wanted.quick else _commands)(Path(place))
        told(measured(prepared, ["--epochs", "1"] if wanted.quick else []), wanted.json)
