"""Real trainings: one that is well, one whose learning rate tears it apart."""

from __future__ import annotations

from typing import Any

import numpy as np

from neuroglass.nn.layers import Dense, Output
from neuroglass.nn.network import Network
from neuroglass.run import fit

X = np.random.default_rng(0).normal(size=(200, 2)).astype(np.float32)
LINE = 3 * X[:, 0] - X[:, 1]
NETWORK = Network([Dense(8, "relu"), Output()])


def told(**settings: Any) -> list[tuple[str, str]]:
    run = fit(NETWORK, (X, LINE), epochs=40, progress=None, **settings)
    return [(finding.severity, finding.rule) for finding in run.story.findings]


def test_of_a_training_that_went_well_only_good_is_said() -> None:
    assert told(learning_rate=0.03) == [("good", "it learnt")]


def test_a_learning_rate_that_is_far_too_large_is_found_and_nothing_else_is_blamed() -> None:
    assert told(learning_rate=1e12, optimizer="sgd") == [("problem", "training broke")]
