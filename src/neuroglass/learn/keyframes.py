"""Key-frames: whole states that are kept on the way, so that any moment of a training can be reached soon again."""

from __future__ import annotations

import dataclasses

import jax

from neuroglass.learn.program import Carry

SPACING = 5.0  # seconds of training between the first ones: what a shorter training did is done again as soon
LARGEST = 10  # models: the room that all of them may take


@dataclasses.dataclass
class Keyframes:
    """When to keep a state, and which to drop: few of them, spread over a training whose end is not known.

    They are kept at equal distances of time. Where they become too many, every second one goes and the distance
    doubles.

    Args:
        most: how many there may be.
        steps: at which there are some, rising.
        spacing: seconds between two of them.
        last: when the last one was kept, in seconds of training.
    """

    most: int
    steps: list[int]
    spacing: float = SPACING
    last: float = 0.0

    def is_due(self, seconds: float) -> bool:
        """Whether a state should be kept now."""
        return seconds - self.last >= self.spacing

    def kept(self, step: int, seconds: float) -> list[int]:
        """Take in that the state at this step was kept, and say at which steps they are no longer needed."""
        self.steps = sorted({*self.steps, step})  # a training that was killed may come by a second time
        self.last = seconds
        if len(self.steps) <= self.most:
            return []
        dropped, self.steps = self.steps[::2], self.steps[1::2]
        self.spacing *= 2
        return dropped


def room(carry: Carry) -> int:
    """How many states there may be: all of them together as large as so many models, but at least one."""
    model, whole = (sum(array.size for array in jax.tree.leaves(tree)) for tree in (carry.variables["params"], carry))
    return max(1, LARGEST * model // max(1, whole))
