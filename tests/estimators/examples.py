"""One small table that all these tests fit, so that it is compiled for once."""

from __future__ import annotations

from typing import Any

import numpy as np

from neuroglass.estimators import Classifier, Regressor
from neuroglass.nn.layers import Dense, Output
from neuroglass.nn.network import Network

SETTINGS: dict[str, Any] = {"network": Network([Dense(8, "relu"), Output()]), "epochs": 60, "learning_rate": 0.05}
X = np.random.default_rng(0).normal(size=(120, 3))
ABOVE = X[:, 0] + 0.5 * X[:, 1] > 0
VALUES = 100 + 10 * (X[:, 0] - X[:, 2])


def classifier(**params: Any) -> Classifier:
    return Classifier(**(SETTINGS | params))


def regressor(**params: Any) -> Regressor:
    return Regressor(**(SETTINGS | params))
