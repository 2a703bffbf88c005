"""What watching costs: a step that is watched against the same step that is not, on the works of the other benchmarks.

"light" as often as its budget of 3 % pays for, "light" at every step, and "full" as often as its budget pays for. All
are trained in one process and measured in turns, off, watched, off, watched ..., after each has measured its prices;
the ratio is the median of the pairs' ratios. What is learnt is the same in all of them.

    python -m benchmarks.watching --rounds 7 --seconds 2
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from typing import Any

from benchmarks.loops import LEARNING_RATE, Work
from benchmarks.measuring import Figure, Result, arguments, paired, ratio, said, span, told
from benchmarks.picture_loops import NAMES, Pictures
from benchmarks.sequence_loops import Sequences

WORKS: tuple[Any, ...] = (
    *(Work((64, 32, 10), 32, 64), Work((784, 128, 10), 128, 64), Work((784, 1024, 1024, 10), 256, 40)),
    *(Pictures(28, 1, (32, 64), 64, 40), Pictures(32, 3, (32, 64, 128), 64, 40)),
    Sequences(128, 64, 128, 32, 40),
)
QUICK: tuple[Any, ...] = (Work((8, 4, 3), 8, 4), Pictures(8, 1, (2,), 4, 2), Sequences(4, 6, 3, 4, 2))
BUDGET = 0.03
VARIANTS = {
    "light": ("light", BUDGET),
    "light, every step": ("light", math.inf),
    "full": ("full", BUDGET),
}
COLUMNS = [
    "network",
    "watching",
    "every (steps)",
    "off, us a step",
    "watched, us a step",
    "watched / off",
    "over the pairs",
]
EPOCHS = 1_000_000  # more than are ever reached


class Trained:
    """One training that goes on whenever it is measured."""

    def __init__(self, work: Any, level: str, budget: float) -> None:
        import jax.numpy as jnp

        from neuroglass.learn.history import History
        from neuroglass.learn.training import Training
        from neuroglass.learn.watcher import Watcher
        from neuroglass.model import samples
        from neuroglass.run.planning import plan
        from neuroglass.settings import Settings

        settings = {"epochs": EPOCHS, "batch_size": work.batch, "learning_rate": LEARNING_RATE, "watch": level}
        settings |= {"optimizer": "adam", "metrics": ["accuracy"], "patience": 0, "tolerance": 0.0, "keep_best": False}
        settings |= {"augment": "off"} if isinstance(work, Pictures) else {}
        decided = plan(*_made(work), Settings.of(settings))
        program = decided.program
        carry = program.start(jnp.uint32(0), jnp.float32(1))
        begun = program.start(jnp.uint32(0), jnp.float32(1)).variables["params"]
        self.watcher = Watcher(program.probes, begun, budget) if program.probes else None
        train = samples(decided.data.train, decided.data.spec)
        self.training = Training(program, train, None, carry, History(program.columns), self.watcher)
        self.steps = 1

    def warmed(self, seconds: float) -> Trained:
        """Find how many steps take so many seconds, and go on until the prices are known; forty times at most."""
        while self._taken() < seconds:
            self.steps *= 2
        for _ in range(40):
            if self.watcher is None or self.watcher.price is not None:
                break
            self._taken()
        return self

    def measure(self) -> float:
        """Microseconds a step."""
        return 1e6 * self._taken() / self.steps

    @property
    def every(self) -> str:
        """Steps between two readings of each probe."""
        if self.watcher is None:
            return ""
        chosen = self.watcher.watching.every.tolist()
        words = [f"{probe.name} {every:,}" for probe, every in zip(self.watcher.probes, chosen, strict=True)]
        return ", ".join(words) if self.watcher.price is not None else "not priced"

    def _taken(self) -> float:
        return self.training.run(until=int(self.training.carry.step) + self.steps).seconds


def _made(work: Any) -> tuple[Any, Any]:
    """Its network and its data."""
    from neuroglass.data import arrays, images
    from neuroglass.nn.layers import LSTM, Conv2D, Dense, Flatten, MaxPool2D, Output
    from neuroglass.nn.network import Network

    x, y = work.data()
    if isinstance(work, Pictures):
        convolutions = [Conv2D(count, 3, padding="same", activation="relu") for count in work.filters]
        blocks = [layer for convolution in convolutions for layer in (convolution, MaxPool2D(2))]
        return Network([*blocks, Flatten(), Output()]), images((x, NAMES[y]), validation=0, test=0)
    hidden = (
        [LSTM(work.units)] if isinstance(work, Sequences) else [Dense(units, "relu") for units in work.widths[1:-1]]
    )
    return Network([*hidden, Output()]), arrays(x, y, validation=0)


def _limit(work: Any, level: str) -> float:
    """What it may cost; steps of the smallest network are hardly longer than a reading."""
    return 1.10 if level == "full" or work == WORKS[0] else 1.03


def measured(works: Sequence[Any], rounds: int, seconds: float) -> Result:
    """A row for each network and way of watching."""
    figures, rows = [], []
    for work in works:
        off = Trained(work, "off", BUDGET).warmed(seconds)
        for name, (level, budget) in VARIANTS.items():
            watched = Trained(work, level, budget).warmed(seconds)
            plain, seen = paired(off.measure, watched.measure, rounds)
            medians = [f"{statistics.median(times):,.1f}" for times in (plain, seen)]
            rows.append([str(work), name, watched.every, *medians, f"{ratio(seen, plain):.3f}", span(seen, plain)])
            said(", ".join(rows[-1]))
            reached, limit = ratio(seen, plain), _limit(work, level)
            what = f"watching {work}, {name}, by not watching"
            figures.append(Figure(what, f"<= {limit:.2f}", f"{reached:.3f}", reached <= limit))
    how = f"Medians of {rounds} pairs of about {seconds} s each, prices known; history and metrics on in both."
    return Result("Watching", how, figures, COLUMNS, rows)


if __name__ == "__main__":
    wanted = arguments(__doc__, rounds=(7, "pairs"), seconds=(2.0, "of each measurement, about"))
    told(measured(QUICK, 1, 0.05) if wanted.quick else measured(WORKS, wanted.rounds, wanted.seconds), wanted.json)
