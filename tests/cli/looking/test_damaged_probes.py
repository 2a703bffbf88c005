"""Readings whose digests are right and whose contents are not."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from neuroglass.files import pack, unpack
from tests.cli.conftest import Say

SPOILT: dict[str, tuple[Callable[..., None], str]] = {
    "price in words": (lambda arrays, facts: facts.update(price="much"), "'much' is no price of watching"),
    "price as a list": (lambda arrays, facts: facts.update(price=[1]), "no price of watching"),
    "a step below 0": (
        lambda arrays, facts: arrays.update({"health/steps": arrays["health/steps"] - 5}),
        "the readings called health do not hold together",
    ),
    "a column twice": (
        lambda arrays, facts: facts["columns"].update(health=["a"] * len(facts["columns"]["health"])),
        "the readings called health do not hold together",
    ),
    "another probe alone": (
        lambda arrays, facts: (
            facts.update(columns={"other": ["a"]}),
            arrays.clear(),
            arrays.update({"other/steps": np.arange(2), "other/values": np.zeros((2, 1), np.float32)}),
        ),
        "nothing was measured",
    ),
    "other columns": (
        lambda arrays, facts: facts["columns"].update(
            health=[f"a{at}" for at in range(len(facts["columns"]["health"]))]
        ),
        "is damaged: its health has no gradient_norm",
    ),
}


@pytest.mark.parametrize(("spoil", "sentence"), SPOILT.values(), ids=SPOILT)
def test_damaged_readings_are_told_in_one_sentence(
    say: Say, iris_run: Path, tmp_path: Path, spoil: Callable[..., None], sentence: str
) -> None:
    shutil.copytree(iris_run, tmp_path / "run")
    arrays, facts = unpack(tmp_path / "run" / "probes.safetensors", "probe's readings")
    spoil(arrays, facts)
    (tmp_path / "run" / "probes.safetensors").write_bytes(pack(arrays, facts))
    told = say("look", "run", "--probes")
    assert told.code == 1
    assert sentence in told.err
    assert say("show", "run").code in (0, 1)
