"""The recipe: the network and settings that are taken where the user chose none, each with its reason."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from neuroglass.data.parts import Data
from neuroglass.learn.augmentation import NOTHING, Augmentation
from neuroglass.learn.optimizers import Optimizer
from neuroglass.nn.network import Network

ACTIVATION = {"binary": "sigmoid", "multiclass": "softmax", "regression": None}


@dataclasses.dataclass(frozen=True)
class Recipe:
    """A network and how to train it; ``because`` has a sentence for each field by name."""

    network: Network
    epochs: int
    batch_size: int
    optimizer: Optimizer
    because: Mapping[str, str]
    augmentation: Augmentation = NOTHING


def width(data: Data) -> int:
    """Numbers in one answer: values, or classes, of which two are told apart by one probability."""
    kind = data.spec.task.kind
    return len(data.spec.target_offset) if kind == "regression" else 1 if kind == "binary" else len(data.spec.classes)
