"""The census table from the command line: test accuracy and wall time of the whole command.

    neuroglass train tables/adult-train.csv --target -1 --test tables/adult-test.csv

in a process of its own, from the start of Python to the written report. scikit-learn's time is that of reading, fitting
and predicting only, in this process, with its imports done.

    python -m benchmarks.adult
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from benchmarks.commands import trained
from benchmarks.measuring import Figure, Result, arguments, installed, said, table_path, told

ACCURACY, SECONDS = 0.853, 60


def measured(quick: bool) -> Result:
    """Accuracy and seconds of neuroglass, and of scikit-learn where it is."""
    accuracy, taken = _ours(quick)
    rows = [["neuroglass train", f"{accuracy:.4f}", f"{taken:.1f}"], *([] if quick else _peers())]
    figures = [
        Figure("adult: test accuracy", f">= {ACCURACY}", f"{accuracy:.4f}", accuracy >= ACCURACY),
        Figure("adult: whole command", f"< {SECONDS} s", f"{taken:.1f} s", taken < SECONDS),
    ]
    how = "The table's own test part; the whole command's wall time, beside reading, fitting and predicting alone."
    return Result("The census table", how, figures, ["who", "test accuracy", "seconds"], rows)


def _ours(quick: bool) -> tuple[float, float]:
    options = ["--target", "-1", "--test", str(table_path("adult-test")), *(["--epochs", "1"] if quick else [])]
    facts, taken = trained(table_path("adult-train"), *options)
    return facts["test"]["accuracy"], taken


def _peers() -> list[list[str]]:
    if not installed("sklearn"):
        return [["scikit-learn", "not installed", ""]]
    from benchmarks import peers

    return [_peer("MLPClassifier", peers.mlp), _peer("HistGradientBoosting", peers.boosting)]


def _peer(name: str, make: Callable[..., Any]) -> list[str]:
    from benchmarks import peers

    said(f"adult: {name}")
    began = time.perf_counter()
    train, test = peers.read("adult-train"), peers.read("adult-test")
    x, y = peers.split_off_target(train)
    asked, truth = peers.split_off_target(test)
    with peers.unwarned():
        answers = make(train, True, 0).fit(x, y).predict(asked)
    right = sum(answer == label.rstrip(".") for answer, label in zip(answers, truth, strict=True))
    return [name, f"{right / len(truth):.4f}", f"{time.perf_counter() - began:.1f}"]


if __name__ == "__main__":
    wanted = arguments(__doc__)
    told(measured(wanted.quick), wanted.json)
