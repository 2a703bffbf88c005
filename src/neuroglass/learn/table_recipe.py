"""The recipe for tables: small networks side by side."""

from __future__ import annotations

import math

from neuroglass.data.parts import Data
from neuroglass.learn import optimizers, schedules
from neuroglass.learn.recipe import ACTIVATION, Recipe
from neuroglass.nn.layers import Dropout, MemberDense, MemberMean, Members
from neuroglass.nn.network import Network

FEW = 1000  # rows, below which a table of classes is soon learnt by heart
LARGE = 5000  # rows from which steps are large and epochs few
FEWEST_STEPS = 1000  # below, a small table is not learnt to the end
FEWEST_EPOCHS = 10


def _size(rows: int, kind: str) -> tuple[int, int, float]:
    """Members, units of a hidden layer, share of them dropped: what did best in five-fold cross-validation."""
    if kind == "regression" or rows >= LARGE:
        return 8, 128, 0.1
    return (16, 64, 0.5) if rows < FEW else (8, 128, 0.3)


def for_table(data: Data) -> Recipe:
    """What suits the kind and size of the data.

    Small networks that learn side by side and answer together, as TabM does (arXiv:2410.24210), simplified: they
    share nothing but the batch. Adam with decoupled decay, the learning rate falling along half a cosine, strong
    dropout where rows are few, no early stopping: figures in benchmarks/README.md.
    """
    rows = len(data.train)
    members, units, rate = _size(rows, data.spec.task.kind)
    batch_size = 64 if rows < LARGE else 256
    steps = -(-rows // batch_size)
    epochs = max(FEWEST_EPOCHS, math.ceil(FEWEST_STEPS / steps))
    hidden = [MemberDense(units, "relu"), Dropout(rate)] * 2
    answer = MemberDense(data.spec.target.width, ACTIVATION[data.spec.task.kind], name="output")
    return Recipe(
        network=Network([Members(members), *hidden, answer, MemberMean()]),
        epochs=epochs,
        batch_size=batch_size,
        optimizer=optimizers.adamw(schedules.cosine(2e-3), weight_decay=3e-4),
        because={
            "network": f"{members} networks of two layers of {units} learn side by side and answer together: on tables "
            "their mean errs less than one large network",
            "epochs": f"{epochs} epochs make {epochs * steps:,} steps, in which a table of {rows:,} rows is learnt",
            "batch_size": f"batches of {batch_size} suit {rows:,} rows",
            "optimizer": "Adam with weight decay, its learning rate falling from 0.002 to 0 along half a cosine",
        },
    )
