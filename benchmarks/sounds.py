"""Spoken digits from the command line: test accuracy at random and on each speaker who was never heard.

    neuroglass train spoken_digits/
    neuroglass train spoken_digits/ --group '_([a-z]+)_' --test SPEAKER

each in a process of its own, from the start of Python to the written report.

    python -m benchmarks.sounds
"""

from __future__ import annotations

import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.commands import trained
from benchmarks.measuring import Figure, Result, arguments, data_path, said, told

COLUMNS = ["who", "test accuracy", "seconds", "epochs"]
SPEAKERS = ("jackson", "nicolas", "theo")
GROUP = "_([a-z]+)_"
AT_RANDOM, UNHEARD, MINUTES = 0.97, 0.75, 4


def measured(digits: Path, options: Sequence[str]) -> Result:
    """Accuracy and seconds of the random split, then speaker by speaker."""
    at_random, taken, epochs = _trained(digits, *options)
    rows = [["neuroglass train, at random", f"{at_random:.4f}", f"{taken:.1f}", str(epochs)]]
    unheard = []
    for speaker in SPEAKERS:
        accuracy, seconds, epochs = _trained(digits, "--group", GROUP, "--test", speaker, *options)
        unheard.append(accuracy)
        rows.append([f"neuroglass train, {speaker} unheard", f"{accuracy:.4f}", f"{seconds:.1f}", str(epochs)])
    mean = float(np.mean(unheard))
    figures = [
        Figure("spoken digits: test accuracy", f">= {AT_RANDOM}", f"{at_random:.4f}", at_random >= AT_RANDOM),
        Figure("spoken digits: whole command", f"< {60 * MINUTES} s", f"{taken:.1f} s", taken < 60 * MINUTES),
        Figure("spoken digits, a speaker unheard: mean accuracy", f">= {UNHEARD}", f"{mean:.4f}", mean >= UNHEARD),
    ]
    how = "1,500 clips of three speakers at 8 kHz; 15 % at random, or all 500 of one speaker, are the test."
    return Result("Sounds from the command line", how, figures, COLUMNS, rows)


def _trained(digits: Path, *options: str) -> tuple[float, float, int]:
    said(f"sounds: {' '.join(options)}")
    facts, taken = trained(digits, *options)
    return facts["test"]["accuracy"], taken, facts["epochs"]


def _unpacked(place: Path) -> Path:
    with tarfile.open(data_path("audio/spoken_digits.tar.xz")) as archive:
        archive.extractall(place, filter="data")
    return place / "spoken_digits"


if __name__ == "__main__":
    wanted = arguments(__doc__)
    with tempfile.TemporaryDirectory() as place:
        told(measured(_unpacked(Path(place)), ["--epochs", "1"] if wanted.quick else []), wanted.json)
