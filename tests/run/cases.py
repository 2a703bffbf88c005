"""One small training that the tests of fit share, here and in processes of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from neuroglass.data.array_data import arrays
from neuroglass.nn.layers import BatchNorm, Dense, Dropout, Output
from neuroglass.nn.network import Network
from neuroglass.run import Run, fit

RNG = np.random.default_rng(2)
X = RNG.normal(size=(90, 4)).astype(np.float32)
Y = np.array(["a", "b", "c"])[np.digitize(X[:, 0] + X[:, 1], [-0.7, 0.7])]
DATA = arrays(X, Y)
NETWORK = Network([Dense(6, "relu"), Dropout(0.2), BatchNorm(), Output()])


def trained(out: Path | None = None, **settings: Any) -> Run:
    given: dict[str, Any] = {"epochs": 6, "batch_size": 16, "optimizer": "adam", "progress": None} | settings
    return fit(NETWORK, DATA, out=out, **given)
