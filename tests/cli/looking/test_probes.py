"""neuroglass look RUN --probes, and what show and train --json tell of watching."""

from __future__ import annotations

import re
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


def test_how_often_each_class_was_answered_is_told(say: Say, iris_run: Path) -> None:
    told = say("look", iris_run, "--probes")
    assert "class setosa, answered" in told.out
    facts = say("look", iris_run, "--probes", "--json").facts["classes"]
    held = readings.load(iris_run / "probes.safetensors")[0]["units"]
    assert facts["names"] == ["setosa", "versicolor", "virginica"]
    assert [row[2] for row in facts["answered"]] == held["class 2/answered"].tolist()
    assert [row[0] for row in facts["asked"]] == held["class 0/asked"].tolist()


def test_full_watching_tells_sizes_of_a_node_and_of_no_other(say: Say, tmp_path: Path) -> None:
    assert say("train", "iris", *TINY, "--watch", "full", "--out", tmp_path / "full").code == 0
    told = say("look", "full", "--probes", "--node", "output")
    assert re.search("^sizes at the end +2\\^-20 +2\\^9 *$", told.out, re.MULTILINE)
    facts = say("look", "full", "--probes", "--node", "output", "--json").facts["sizes"]
    held = readings.load(tmp_path / "full" / "probes.safetensors")[0]["histograms"]
    assert facts["exponents"] == list(range(-20, 9))
    assert facts["steps"] == held.steps.tolist()
    assert facts["shares"].keys() >= {"output", "output/kernel", "output/kernel/gradient"}
    assert not any(name.startswith("dense_1") for name in facts["shares"])
    assert facts["shares"]["output/kernel"][-1][20] == held["output/kernel/2^0"][-1]
    below = re.search(r"^output/kernel +[▁-█]+ +half below 2\^(-?\d+)", told.out, re.MULTILINE)
    assert below is not None
    course = np.cumsum(facts["shares"]["output/kernel"][-1])
    assert course[int(below[1]) + 20 - 1] >= 0.5 > course[int(below[1]) + 20 - 2]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("nosuchfile.csv",), "SAMPLE"),
        (("--row", "1"), "--row"),
        (("--step", "3", "--of", "loss"), "--of, --step"),
        (("--node", "dense_1", "--neuron", "2"), "--neuron"),
        (("--graph",), "--graph"),
    ],
)
def test_what_is_asked_of_a_moment_does_not_go_with_it(
    say: Say, iris_run: Path, words: tuple[str, ...], named: str
) -> None:
    told = say("look", iris_run, *words, "--probes")
    assert told.code == 2
    assert f"--node, --out and --json go with it, not {named}" in " ".join(told.err.split())


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
