"""What a run says of itself."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from neuroglass.run import Run
from neuroglass.run.folder import Folder


def test_a_run_is_shown_in_a_line() -> None:
    measured = {"train": {"loss": 0.0}, "test": {"loss": 0.25, "accuracy": 0.97531, "f1": 0.9}}
    story = cast("Any", SimpleNamespace(measured=measured, history=range(12), program=SimpleNamespace(epochs=20)))
    shown = "<Run: 12 of 20 epochs, test loss 0.25, accuracy 0.9753"
    assert repr(Run(story)) == f"{shown}>"
    assert repr(Run(story, Folder(Path("runs/iris")))) == f"{shown}, in runs/iris>"
