"""Microseconds a step of training an LSTM, Adam, float32, against what else there is.

``fit`` with history and metrics on, against a whole epoch in one ``lax.scan`` with the LSTM as another scan inside,
torch, and keras on JAX; measured as in ``steps.py``. The loops are in ``sequence_loops.py``.

    python -m benchmarks.recurrent --rounds 7 --seconds 2
"""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks import sequence_loops
from benchmarks.measuring import Result, arguments, told
from benchmarks.races import COLUMNS, Race
from benchmarks.sequence_loops import Sequences

WORKS = (Sequences(128, 64, 128, 32, 40),)
QUICK = (Sequences(4, 6, 3, 4, 2),)
SCAN = "whole epoch in one lax.scan"
RACE = Race(
    sequence_loops.neuroglass,
    {
        SCAN: ("optax", sequence_loops.one_scan),
        "torch": ("torch", sequence_loops.torch),
        "keras (jax)": ("keras", sequence_loops.keras),
    },
    counted=SCAN,
    target=1.0,
)


def measured(works: Sequence[Sequences], rounds: int, seconds: float) -> Result:
    """A row for each network and rival."""
    figures, rows = RACE.run(works, rounds, seconds)
    how = f"Medians of {rounds} pairs of about {seconds} s each; fit has history and metrics on, no validation part."
    return Result("Steps of training on sequences", how, figures, COLUMNS, rows)


if __name__ == "__main__":
    wanted = arguments(__doc__, rounds=(7, "pairs"), seconds=(2.0, "of each measurement, about"))
    told(measured(QUICK, 1, 0.05) if wanted.quick else measured(WORKS, wanted.rounds, wanted.seconds), wanted.json)
