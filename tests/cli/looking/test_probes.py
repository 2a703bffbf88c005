"""neuroglass look RUN --probes, and what show and train --json tell of watching."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from neuroglass.learn import readings
from tests.cli.conftest import TINY, Say


def test_courses_are_told_within_80_columns(say: Say, iris_run: Path) -> None:
    told = say("look", iris_run, "--probes")
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("watched light, ")
    assert all(
        name in told.out for name in ("gradient_norm", "dense_1.tanh, units asleep", "output/kernel, update by weight")
    )
    assert max(len(line) for line in told.out.splitlines()) <= 80


def test_courses_come_as_json_as_they_were_measured(say: Say, iris_run: Path) -> None:
    facts = say("look", iris_run, "--probes", "--json").facts
    held = readings.load(iris_run / "probes.safetensors")[0]["health"]
    assert facts["courses"]["gradient_norm"]["steps"] == held.steps.tolist()
    np.testing.assert_allclose(facts["courses"]["gradient_norm"]["values"], held["gradient_norm"], rtol=1e-6)
    ratio = facts["courses"]["dense_1/kernel, update by weight"]["values"]
    np.testing.assert_allclose(ratio, held["dense_1/kernel/update"] / held["dense_1/kernel/norm"], rtol=1e-6)


def test_one_node_is_told_whole(say: Say, iris_run: Path) -> None:
    courses = say("look", iris_run, "--probes", "--node", "dense_1", "--json").facts["courses"]
    assert {"dense_1/mean", "dense_1.tanh/saturated", "dense_1/kernel/norm", "dense_1.tanh[3]/awake"} <= courses.keys()
    assert not any(name.startswith("output") for name in courses)


def test_the_units_are_drawn(say: Say, iris_run: Path, tmp_path: Path) -> None:
    told = say("look", iris_run, "--probes", "--out", tmp_path / "units.svg")
    assert (told.code, told.out) == (0, "")
    assert "<svg" in (tmp_path / "units.svg").read_text("utf-8")


def test_what_was_not_measured_is_said(say: Say, iris_run: Path, tmp_path: Path) -> None:
    assert (
        "nothing was measured of 'dense_2'. Did you mean dense_1?"
        in say("look", iris_run, "--probes", "--node", "dense_2").err
    )
    nothing = say("look", iris_run, "--probes", "--node", "output", "--out", tmp_path / "units.svg")
    assert "there are no units that can sleep here" in nothing.err
    assert say("train", "iris", *TINY, "--watch", "off", "--out", tmp_path / "off").code == 0
    told = say("look", tmp_path / "off", "--probes")
    assert (told.code, told.out) == (1, "")
    assert "nothing was measured on the way" in told.err
    assert "watched" not in say("show", tmp_path / "off").out


def test_show_tells_how_it_was_watched(say: Say, iris_run: Path) -> None:
    facts = say("show", iris_run, "--json").facts["watching"]
    held = readings.load(iris_run / "probes.safetensors")[0]
    assert facts["level"] == "light"
    assert facts["price"] is None
    assert facts["readings"] == {name: len(found) for name, found in held.items()}
    assert facts["last"]["gradient_norm"] == pytest.approx(held["health"]["gradient_norm"][-1])
    assert facts["asleep"].keys() == {"dense_1.tanh"}
    assert "watched  light, " in say("show", iris_run).out


def test_training_tells_it_too(say: Say, tmp_path: Path) -> None:
    facts = say("train", "iris", *TINY, "--json", "--out", tmp_path / "run").facts["watching"]
    assert facts["level"] == "light"
    assert facts["last"].keys() >= {"gradient_norm", "dense_1/kernel/norm"}
