"""Microseconds a step of training two convolutional networks, Adam, float32, against what else there is.

``fit`` with history and metrics on and augmentation off, against one jitted step called from a Python loop, torch with
channels last, and keras on JAX; measured as in ``steps.py``. The jitted step pools as its users write it; beside it
stands one that pools by reshape and max. Then ``fit`` with the augmentation that suits CIFAR-10 against ``fit`` without
it, on the network that is chosen for such pictures. The loops are in ``picture_loops.py``.

    python -m benchmarks.convolutions --rounds 7 --seconds 4
"""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks import picture_loops
from benchmarks.measuring import Result, arguments, told
from benchmarks.picture_loops import Pictures
from benchmarks.races import COLUMNS, Race

WORKS = (Pictures(28, 1, (32, 64), 64, 40), Pictures(32, 3, (32, 64, 128), 64, 40))
CHOSEN = (
    Pictures(32, 3, (), 128, 80),
)  # more than 10,000 pictures, as CIFAR-10 has: fewer would be given another network
QUICK = (Pictures(28, 1, (4, 4), 8, 2),), (Pictures(32, 3, (), 8, 4),)
STEP, OFF = "jitted step", "fit without augmentation"
RACE = Race(
    picture_loops.neuroglass,
    {
        STEP: ("optax", picture_loops.jitted_step),
        "jitted step, pooled by reshape": ("optax", picture_loops.jitted_step_tiled),
        "torch (channels last)": ("torch", picture_loops.torch),
        "keras (jax)": ("keras", picture_loops.keras),
    },
    counted=STEP,
    target=1.1,
)
AUGMENTED = Race(picture_loops.augmented, {OFF: ("jax", picture_loops.neuroglass)}, counted=OFF, target=1.15)


def measured(works: Sequence[Pictures], chosen: Sequence[Pictures], rounds: int, seconds: float) -> Result:
    """A row for each network and rival, and one for augmentation."""
    figures, rows = RACE.run(works, rounds, seconds)
    augmented, last = AUGMENTED.run(chosen, rounds, seconds)
    how = (
        f"Medians of {rounds} pairs of about {seconds} s each, or one epoch where that is longer; fit has history and "
        "metrics on, and no validation part. Augmentation is on in the last row only."
    )
    return Result("Steps of training on pictures", how, [*figures, *augmented], COLUMNS, [*rows, *last])


if __name__ == "__main__":
    wanted = arguments(__doc__, rounds=(5, "pairs"), seconds=(3.0, "of each measurement, about"))
    quick = wanted.quick
    told(measured(*QUICK, 1, 0.05) if quick else measured(WORKS, CHOSEN, wanted.rounds, wanted.seconds), wanted.json)
