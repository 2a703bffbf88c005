"""Microseconds a step of training three multi-layer perceptrons, Adam, float32, against what else there is.

``fit`` with history and metrics on (its own count of training seconds, in which it comes back to Python between chunks;
it tells compilation apart) against a plain whole epoch in one ``lax.scan``, torch, keras on JAX and scikit-learn. Each
loop has a process of its own; ``fit`` and one other are measured in turns, A B A B ..., and the ratio is the median of
the pairs' ratios. Under 1, ``fit`` is faster. The loops are in ``loops.py``.

    python -m benchmarks.steps --rounds 7 --seconds 2
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence

from benchmarks import loops
from benchmarks.loops import Work
from benchmarks.measuring import Figure, Result, Rival, arguments, installed, paired, ratio, said, span, told

TARGET = 1.15  # times the whole epoch in one scan
WORKS = (Work((64, 32, 10), 32, 64), Work((784, 128, 10), 128, 64), Work((784, 1024, 1024, 10), 256, 40))
SCAN = "whole epoch in one lax.scan"
RIVALS: dict[str, tuple[str, Callable[..., loops.Measure]]] = {
    SCAN: ("optax", loops.one_scan),
    "torch": ("torch", loops.torch),
    "keras (jax)": ("keras", loops.keras),
    "scikit-learn": ("sklearn", loops.scikit_learn),
}


def measured(works: Sequence[Work], rounds: int, seconds: float) -> Result:
    """A row for each network and rival."""
    figures, rows = [], []
    for work in works:
        with Rival(loops.neuroglass, work, seconds) as ours:
            for name, (package, loop) in RIVALS.items():
                if not installed(package):
                    rows.append([str(work), name, "not installed", "", "", ""])
                    continue
                with Rival(loop, work, seconds) as theirs:
                    pair = paired(ours.measure, theirs.measure, rounds)
                rows.append([str(work), name, *_told(*pair)])
                said(", ".join(rows[-1]))
                if name == SCAN:
                    figures.append(_figure(work, ratio(*pair)))
    how = (
        f"Medians of {rounds} pairs of about {seconds} s each; fit has history and metrics on, and no validation part."
    )
    columns = ["network", "against", "fit, us a step", "it, us a step", "fit / it", "over the pairs"]
    return Result("Steps of training", how, figures, columns, rows)


def _told(ours: list[float], theirs: list[float]) -> list[str]:
    return [f"{statistics.median(times):,.1f}" for times in (ours, theirs)] + [
        f"{ratio(ours, theirs):.3f}",
        span(ours, theirs),
    ]


def _figure(work: Work, reached: float) -> Figure:
    return Figure(f"step of {work}, by {SCAN}", f"<= {TARGET}", f"{reached:.3f}", reached <= TARGET)


if __name__ == "__main__":
    wanted = arguments(__doc__, rounds=(7, "pairs"), seconds=(2.0, "of each measurement, about"))
    result = measured(WORKS[:1], 1, 0.05) if wanted.quick else measured(WORKS, wanted.rounds, wanted.seconds)
    told(result, wanted.json)
