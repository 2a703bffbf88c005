"""neuroglass show: models, runs and activation functions."""

from __future__ import annotations

import io
import math
import re
import shutil
from pathlib import Path

import pytest
from rich.console import Console

from neuroglass.cli.model_view import needs, show_model
from neuroglass.cli.run_view import sparkline
from tests.cli.conftest import Say
from tests.report import stories

NAMES = {
    "threshold", "linear", "sigmoid", "tanh", "relu", "leaky_relu", "prelu", "elu", "selu", "gelu", "silu", "mish",
    "softplus", "softsign", "hard_sigmoid", "hard_tanh", "softmax", "log_softmax",
}  # fmt: skip


def test_every_activation_is_listed(say: Say) -> None:
    assert {activation["name"] for activation in say("show", "activation", "--json").facts["activations"]} == NAMES
    assert all(name in say("show", "activation").out for name in NAMES)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_activation_is_drawn_within_80_columns(say: Say, name: str) -> None:
    told = say("show", "activation", name)
    assert (told.code, told.err) == (0, "")
    assert all(word in told.out for word in ("f(x)", "f'(x)", "range", "use"))
    assert max(len(line) for line in told.out.splitlines()) <= 80


def test_the_points_of_an_activation_are_its_values_and_slopes(say: Say) -> None:
    points = say("show", "activation", "sigmoid", "--json").facts["points"]
    for x, a, slope in zip(points["x"], points["a"], points["derivative"], strict=True):
        assert a == pytest.approx(1 / (1 + math.exp(-x)), abs=1e-6)
        assert slope == pytest.approx(a * (1 - a), abs=1e-6)


def test_a_softmax_is_drawn_over_two_values(say: Say) -> None:
    facts = say("show", "activation", "softmax", "--json").facts
    assert facts["drawn"] == "the first of two values, x and 0"
    assert facts["points"]["a"][-1] == pytest.approx(1 / (1 + math.exp(-4)), abs=1e-6)


def test_an_unknown_activation_suggests_the_nearest(say: Say) -> None:
    told = say("show", "activation", "rleu")
    assert (told.code, told.out) == (1, "")
    assert "'rleu' is not known. Did you mean relu?" in told.err


def test_a_model_tells_what_it_is_and_needs(say: Say, iris_run: Path) -> None:
    facts = say("show", iris_run / "model.safetensors", "--json").facts
    assert facts["needs"]["petal_width_cm"] == "number"
    assert [row["name"] for row in facts["network"]][-1] == "output.softmax"
    assert facts["card"]["epochs"] == 3
    told = say("show", iris_run / "model.safetensors").out
    assert all(word in told for word in ("dense_1.tanh", "species (multiclass)", "petal_width_cm (number)", "baseline"))


def test_a_run_tells_its_course_too(say: Say, iris_run: Path) -> None:
    facts = say("show", iris_run, "--json").facts
    assert [row["epoch"] for row in facts["history"]] == [1, 2, 3]
    assert facts["settings"]["training"]["epochs"] == 3
    told = say("show", iris_run).out
    assert "val_loss" in told
    assert "report.html" in told.replace("\n", "")


def test_a_run_that_has_not_ended_says_how_to_go_on(say: Say, iris_run: Path) -> None:
    shutil.copytree(iris_run, "half")
    Path("half/model.safetensors").unlink()
    assert "half has not ended. Go on with: neuroglass train --resume half" in say("show", "half").out
    told = say("evaluate", "half", "iris")
    assert "half holds no model.safetensors." in told.err
    assert "Finish it: neuroglass train --resume half." in told.err


def test_a_folder_of_runs_suggests_the_last(say: Say, iris_run: Path) -> None:
    shutil.copytree(iris_run, "runs/iris-7")
    assert "Did you mean runs/iris-7?" in say("show", "runs").err


def test_nothing_there_is_told(say: Say) -> None:
    told = say("show", "nowhere")
    assert (told.code, told.out) == (1, "")
    assert "There is nothing at nowhere. Expected a model's file, a run's folder, or: show activation relu." in told.err


def test_a_name_goes_with_activations_only(say: Say, iris_run: Path) -> None:
    told = say("show", iris_run, "relu")
    assert told.code == 2
    assert "goes only with: show activation relu" in told.err


def test_a_sparkline_spans_its_range_and_keeps_its_width() -> None:
    assert sparkline([0.0, 7.0]) == "▁█"
    assert len(sparkline(range(1000), width=40)) == 40
    assert sparkline([2.0, 2.0]) == "▁▁"


def test_a_model_on_pictures_needs_their_size() -> None:
    assert needs(stories.pictures().model) == {"image": "pictures 12 x 10 x 3"}
    shown = io.StringIO()
    show_model(Console(file=shown, width=80), Path("model.safetensors"), stories.pictures().model)
    assert re.search(r"needs +pictures 12 x 10 x 3", shown.getvalue())
