"""Small models that the tests of the glass look into; their weights are drawn, not learnt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import numpy as np
import pytest

import neuroglass as ng
from neuroglass.data.parts import Data
from neuroglass.fits import inputs_of
from neuroglass.model import DEFAULT_LOSS, Model
from neuroglass.nn import losses
from neuroglass.nn.network import Network
from neuroglass.nn.objective import Objective
from tests.compiling import quickly

quick_compilation = pytest.fixture(quickly, autouse=True, scope="module")

Made = Callable[[Network, Data], Model]


def made(network: Network, data: Data, seed: int = 3) -> Model:
    """A network with fresh weights, on data."""
    spec = data.spec
    objective = Objective(network, losses.get(DEFAULT_LOSS[spec.task.kind]))
    return Model(objective, objective.network.init(jax.random.key(seed)), spec)


def on(data: Data, *layers: Any) -> Network:
    """A chain from the data's inputs to its answer."""
    (name, entry), *_ = inputs_of(data.spec).items()
    classes = len(data.spec.classes)
    answer = ng.Dense(classes, "softmax", name="output") if classes > 2 else ng.Dense(1, name="output")
    return Network([ng.Input(entry.shape, entry.dtype, name=name), *layers, answer])


@pytest.fixture(scope="session")
def iris() -> Data:
    """150 flowers, four measures, three classes."""
    return ng.data.table("iris")


@pytest.fixture(scope="session")
def dense(iris: Data) -> Model:
    """Two hidden layers on the flowers."""
    return made(on(iris, ng.Dense(6, "relu"), ng.Dense(5, "tanh")), iris)


@pytest.fixture(scope="session")
def waves() -> Data:
    """Forty sequences of seven steps and two numbers, with a number to tell of each."""
    chance = np.random.default_rng(0)
    x = chance.normal(size=(40, 7, 2)).astype(np.float32)
    return ng.data.arrays(x, x.sum(axis=(1, 2)))


@pytest.fixture(scope="session")
def squares() -> Data:
    """Forty pictures of 6 by 6 in two colours, of three classes."""
    chance = np.random.default_rng(1)
    return ng.data.arrays(chance.normal(size=(40, 6, 6, 2)).astype(np.float32), np.arange(40) % 3)
