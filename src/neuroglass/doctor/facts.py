"""What the rules of the doctor look at: measured facts about one training, and nothing else."""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.kinds import Kind
from neuroglass.learn.history import History
from neuroglass.learn.stopping import Stopped


@dataclasses.dataclass(frozen=True)
class Facts:
    """One training, in numbers.

    Args:
        history: a row an epoch.
        epochs_planned: how many there were to be.
        stopped: why it ended.
        kept_epoch: the epoch whose weights were kept, from 1.
        measured: metric values by part, "train", "validation", "test".
        baseline: what the trivial prediction gets, or a naive forecast.
        higher_is_better: the metrics that should rise.
        decisive: the metric by which a person would judge, "accuracy" or "rmse".
        class_counts: rows of each class in the training part, by name; empty for regression.
        confusion: (classes, classes), rows true, columns predicted, of the last part; None for regression.
        parameters: numbers the network learns.
        rows: by part.
        values: every node's values on a sample of the training part, (rows, ...), by node name.
        activations: the activation function of every activation node, by node name.
        nonfinite: where training broke, or None.
        asleep_since: by activation node the step, from 1, since which half of its units or more were awake at no
            sample; of those nodes that were watched and sleep.
        naive: which naive forecast the baseline is; "" where nothing is forecast.
        thing: what one sample is, as "row" or "picture".
        answered: what one answer is about, where a sample has several: "character", "step"; else "".
        kind: of what data, for each kind has remedies of its own.
    """

    history: History
    epochs_planned: int
    stopped: Stopped
    kept_epoch: int
    measured: dict[str, dict[str, float]]
    baseline: dict[str, float]
    higher_is_better: frozenset[str]
    decisive: str
    class_counts: dict[str, int]
    confusion: NDArray[np.float32] | None
    parameters: int
    rows: dict[str, int]
    values: dict[str, NDArray[np.float32]]
    activations: dict[str, str]
    nonfinite: str | None = None
    thing: str = "row"
    kind: Kind = "table"
    asleep_since: dict[str, int] = dataclasses.field(default_factory=dict)
    naive: str = ""
    answered: str = ""
