"""The recipe: the network and settings that are taken where the user chose none, each with its reason."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping

from neuroglass.data.parts import Data
from neuroglass.learn import optimizers
from neuroglass.learn.optimizers import Optimizer
from neuroglass.nn.layers import Dense, Dropout, Layer, Output
from neuroglass.nn.losses import Loss
from neuroglass.nn.network import Network

LONGEST = 256  # epochs, as in RealMLP (arXiv:2407.04491)


@dataclasses.dataclass(frozen=True)
class Recipe:
    """A network and how to train it; ``because`` has a sentence for each field by name."""

    network: Network
    epochs: int
    batch_size: int
    optimizer: Optimizer
    loss: Loss | None = None
    patience: int | None = None
    because: Mapping[str, str] = dataclasses.field(default_factory=dict)


def for_data(data: Data) -> Recipe:
    """What suits the size of the data."""
    rows = len(data.train)
    units = 64 if rows < 2000 else 128
    layers: list[Layer] = [Dense(units, "relu"), Dropout(0.1), Dense(units, "relu"), Dropout(0.1), Output()]
    batch_size = 32 if rows < 5000 else 256
    steps = -(-rows // batch_size)
    epochs = max(10, min(LONGEST, math.ceil(20_000 / steps)))
    return Recipe(Network(layers), epochs, batch_size, optimizers.adam(1e-3))
