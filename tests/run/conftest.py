"""One training with key-frames from its first moments on, for all that travel through it."""

from __future__ import annotations

import functools

import pytest

import neuroglass as ng
from neuroglass.data.parts import Data
from neuroglass.learn.keyframes import Keyframes
from neuroglass.run import Run


@pytest.fixture(scope="session")
def iris() -> Data:
    return ng.data.table("iris")


@pytest.fixture(scope="session")
def run(iris: Data, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """12 epochs of 8 steps."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("neuroglass.run.fitting.Keyframes", functools.partial(Keyframes, spacing=1e-4))
        patched.setattr("neuroglass.learn.training.CHUNK_SECONDS", 1e-9)  # one step after the other
        return ng.fit(
            "dense 6 relu, dropout 0.2",
            iris,
            out=tmp_path_factory.mktemp("runs") / "iris",
            progress=None,
            epochs=12,
            batch_size=16,
            optimizer="adam",
            learning_rate=0.01,
            patience=0,
        )
