"""Readings whose digests are right and whose contents are not."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from neuroglass.files import pack, unpack
from tests.cli.conftest import Say

SPOILT: dict[str, tuple[Callable[..., object], str]] = {
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


def rewritten(run: Path, spoil: Callable[..., object]) -> None:
    arrays, facts = unpack(run / "probes.safetensors", "probe's readings")
    spoil(arrays, facts)
    (run / "probes.safetensors").write_bytes(pack(arrays, facts))


@pytest.mark.parametrize(("spoil", "sentence"), SPOILT.values(), ids=SPOILT)
def test_damaged_readings_are_told_in_one_sentence(
    say: Say, iris_run: Path, tmp_path: Path, spoil: Callable[..., object], sentence: str
) -> None:
    shutil.copytree(iris_run, tmp_path / "run")
    rewritten(tmp_path / "run", spoil)
    told = say("look", "run", "--probes")
    assert told.code == 1
    assert sentence in told.err
    assert say("show", "run").code in (0, 1)


def test_infinite_readings_are_told_without_a_warning(say: Say, iris_run: Path, tmp_path: Path) -> None:
    shutil.copytree(iris_run, tmp_path / "run")
    values = ("health/values", "units/values")
    rewritten(
        tmp_path / "run", lambda arrays, _: arrays.update({at: np.full_like(arrays[at], np.inf) for at in values})
    )
    told = say("look", "run", "--probes")
    assert (told.code, told.err) == (0, "")
    assert "never a number" in told.out


def test_a_run_is_not_resumed_with_readings_of_another_kind(say: Say, iris_run: Path, tmp_path: Path) -> None:
    shutil.copytree(iris_run, tmp_path / "run")
    rewritten(tmp_path / "run", SPOILT["other columns"][0])
    told = say("train", "--resume", "run")
    assert told.code == 1
    assert "holds other readings than this training takes. Remove it" in " ".join(told.err.split())
