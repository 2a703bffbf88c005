"""Microseconds a step of training three multi-layer perceptrons, Adam, float32, against what else there is.

``fit`` with history and metrics on (its own count of training seconds, in which it comes back to Python between chunks;
it tells compilation apart) against a plain whole epoch in one ``lax.scan``, torch, keras on JAX and scikit-learn. Each
loop has a process of its own; ``fit`` and one other are measured in turns, A B A B ..., and the ratio is the median of
the pairs' ratios. Under 1, ``fit`` is faster. The loops are in ``loops.py``.

    python -m benchmarks.steps --rounds 7 --seconds 2
"""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks import loops
from benchmarks.loops import Work
from benchmarks.measuring import Result, arguments, told
from benchmarks.races import COLUMNS, Race

WORKS = (Work((64, 32, 10), 32, 64), Work((784, 128, 10), 128, 64), Work((784, 1024, 1024, 10), 256, 40))
SCAN = "whole epoch in one lax.scan"
RACE = Race(
    loops.neuroglass,
    {
        SCAN: ("optax", loops.one_scan),
        "torch": ("torch", loops.torch),
        "keras (jax)": ("keras", loops.keras),
        "scikit-learn": ("sklearn", loops.scikit_learn),
    },
    counted=SCAN,
    target=1.15,
)


def measured(works: Sequence[Work], rounds: int, seconds: float) -> Result:
    """A row for each network and rival."""
    figures, rows = RACE.run(works, rounds, seconds)
    how = (
        f"Medians of {rounds} pairs of about {seconds} s each; fit has history and metrics on, and no validation part."
    )
    return Result("Steps of training", how, figures, COLUMNS, rows)


if __name__ == "__main__":
    wanted = arguments(__doc__, rounds=(7, "pairs"), seconds=(2.0, "of each measurement, about"))
    result = measured(WORKS[:1], 1, 0.05) if wanted.quick else measured(WORKS, wanted.rounds, wanted.seconds)
    told(result, wanted.json)
