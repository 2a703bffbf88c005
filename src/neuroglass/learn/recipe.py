"""The recipe: the network and settings that are taken where the user chose none, each with its reason."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from neuroglass.learn.augmentation import NOTHING, Augmentation
from neuroglass.learn.optimizers import Optimizer
from neuroglass.nn.losses import Loss
from neuroglass.nn.network import Network

ACTIVATION = {
    "binary": "sigmoid",
    "multiclass": "softmax",
    "next": "softmax",
    "sequence": "softmax",
    "regression": None,
    "forecast": None,
}


@dataclasses.dataclass(frozen=True)
class Recipe:
    """A network and how to train it; ``because`` has a sentence for each field by name."""

    network: Network
    epochs: int
    batch_size: int
    optimizer: Optimizer
    because: Mapping[str, str]
    augmentation: Augmentation = NOTHING
    loss: Loss | None = None


def embedding_width(levels: int) -> int:
    """How long a category's vector is made: 8 numbers, as in RealMLP (arXiv:2407.04491), or fewer for few levels."""
    return min(8, max(1, (levels + 1) // 2))
