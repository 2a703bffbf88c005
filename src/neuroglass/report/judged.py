"""The part of the data by which a network is judged, and its answers on it."""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.parts import Part
from neuroglass.model import DEFAULT_METRICS, Model
from neuroglass.report.story import Story

MOST_NUMBERS = 1 << 24  # in the answers of sequences that are looked at one by one
PLAIN = {"train": "training", "validation": "validation", "test": "test"}


@dataclasses.dataclass(frozen=True)
class Judged:
    """Answers beside the truth. Where each step has an answer, all have an axis of steps behind the first.

    Args:
        name: which part, "test" if there is one.
        part: its rows; of sequences as many as MOST_NUMBERS allows.
        truth: int (rows,) class numbers, or (rows, width) values in the unit of the data.
        answers: (rows, classes) probabilities, or (rows, width) values in the unit of the data.
        levels: of a forecast, (rows, steps, values, quantiles) in the unit of the data.
    """

    name: str
    part: Part
    truth: NDArray[np.generic]
    answers: NDArray[np.float64]
    levels: NDArray[np.float32] | None = None

    @property
    def finite(self) -> bool:
        """Whether the network answers with numbers at all."""
        return bool(np.isfinite(self.answers).all())


def judge(story: Story) -> Judged:
    """The network's answers on the part that says most about new data."""
    parts = {"test": story.data.test, "validation": story.data.validation, "train": story.data.train}
    name, part = next((name, part) for name, part in parts.items() if part is not None)
    return answered(story.model, name, part)


def answered(model: Model, name: str, part: Part) -> Judged:
    """A network's answers on a part; ``story.model`` has the spec of ``story.data``."""
    spec = model.spec
    if spec.target.steps:
        part = part.first(max(1, MOST_NUMBERS // (spec.target.steps * spec.target.width)))
    answer = spec.answer(model.outputs(part.x))
    if answer.probabilities is not None:
        return Judged(name, part, part.y, answer.probabilities.astype(np.float64))
    truth = part.y.astype(np.float64) * spec.target_scale + spec.target_offset
    values = np.asarray(answer.values, np.float64).reshape(truth.shape)
    return Judged(name, part, truth, values, answer.levels)


def decisive(story: Story) -> str:
    """The metric by which a person would judge."""
    return DEFAULT_METRICS[story.data.spec.task.kind][0]
