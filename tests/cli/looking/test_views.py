"""What if, maps and landscapes from the command line: the same numbers as in Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest

import neuroglass as ng
from neuroglass.cli.looking.editing import edited
from neuroglass.errors import ConfigurationError
from neuroglass.nn.layers import Embedding, Output
from tests.cli.conftest import Say
from tests.glass import made
from tests.glass.made import seen


def test_an_edit_is_told_with_its_effect_on_the_whole_table(say: Say, iris_run: Path) -> None:
    said = say("look", iris_run, "iris", "--row", "3", "--set", "petal_length_cm=6", "--set", "dense_1[2]=0", "--json")
    model = ng.load(iris_run)
    rows = ng.look(model, "iris")
    one = ng.look(model, rows.part.taken(np.array([2])))
    again = one.edit("petal_length_cm", 6).edit("dense_1", 0, unit=2)
    assert said.facts["edits"] == ["petal_length_cm = 6", "dense_1[2] = 0"]
    assert said.facts["after"]["number"] == pytest.approx(again.number)
    assert said.facts["effect"]["after"] == pytest.approx(again.effect(rows.part).after)


def test_what_is_not_finite_has_no_bar_and_takes_none_away(say: Say, iris_run: Path, tmp_path: Path) -> None:
    model = ng.load(iris_run)
    model.variables["params"]["dense_1"]["bias"] = jnp.array([1.0, jnp.nan, jnp.inf, 0.0])
    model.save(tmp_path / "astray.safetensors")
    said = say("look", "astray.safetensors", "iris", "--node", "dense_1")
    bars = [line for line in said.out.splitlines() if "▓" in line or "░" in line]
    assert (said.code, [bar.split()[0] for bar in bars]) == (0, ["0", "3"])


def test_what_a_row_shows_stands_on_one_line(say: Say, tmp_path: Path) -> None:
    (tmp_path / "verse.txt").write_text("To be,\nor not to be\n\n" * 40)
    data = ng.data.text(tmp_path / "verse.txt", length=8)
    made.model_of(data, [Embedding(None, 4), Output()]).save(tmp_path / "model.safetensors")
    told = say("look", "model.safetensors", "verse.txt", "--top", "embedding_1[0]").out.splitlines()
    assert len(told) == 10
    assert all(line.startswith("row ") for line in told[1:])
    assert any("⏎" in line for line in told)


def test_an_edit_is_told_to_people(say: Say, iris_run: Path) -> None:
    said = say("look", iris_run, "iris", "--set", "dense_1[2]=0")
    assert "With dense_1[2] = 0 the cost is" in said.out
    assert "over all 150 samples: loss" in said.out


def test_what_is_seen_beside_an_edit_is_of_the_edited_network(say: Say, iris_run: Path) -> None:
    words = ("look", iris_run, "iris", "--ablate", "dense_1.tanh", "--json")
    plain, after = say(*words).facts, say(*words, "--set", "dense_1.tanh[2]=0").facts
    assert after["before"] != plain["before"]
    assert next(unit["effect"] for unit in after["units"] if unit["unit"] == 2) == 0


def test_units_are_ranked_by_a_metric_where_one_is_named(say: Say, iris_run: Path) -> None:
    told = say("look", iris_run, "iris", "--ablate", "dense_1.tanh", "--metric", "accuracy", "--json").facts
    rows = ng.look(ng.load(iris_run), "iris")
    found = rows.ablate("dense_1.tanh", metric="accuracy", data=rows.part)
    assert told == {**found.to_json(), "measure": "accuracy"}


def test_columns_are_shuffled_by_a_metric_where_one_is_named(say: Say, iris_run: Path) -> None:
    told = say("look", iris_run, "iris", "--importance", "--metric", "accuracy", "--json").facts
    assert told["metric"] == "accuracy"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["--ablate", "dense_1"], "Without unit"),
        (["--top", "dense_1[3]"], "dense_1[3] is largest here, of 150 samples"),
        (["--projection", "dense_1"], "of their variance lie along the first direction"),
        (["--along-gradient"], "The learning rate"),
        (["--landscape"], "on the plane"),
    ],
    ids=lambda asked: asked[0] if isinstance(asked, list) else None,
)
def test_each_view_is_told(say: Say, iris_run: Path, asked: list[str], told: str) -> None:
    said = say("look", iris_run, "iris", *asked)
    assert told in " ".join(said.out.split())


@pytest.mark.parametrize("asked", [["--set", "dense_1[2]=0"], ["--top", "dense_1[3]"]], ids=lambda asked: asked[0])
def test_a_view_is_drawn(say: Say, iris_run: Path, tmp_path: Path, asked: list[str]) -> None:
    assert say("look", iris_run, "iris", *asked, "--out", "drawn.svg", "--json").facts
    assert (tmp_path / "drawn.svg").read_text("utf-8").startswith("<?xml")


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (["--ablate", "dense_1", "--landscape"], "one thing at a time"),
        (["--top", "dense_1"], "--top 'dense_1'. Expected a unit, as 'dense_1.relu[7]'"),
        (["--over-time", "dense_1"], "no recurrent node 'dense_1'"),
        (["--maps", "dense_1"], "dense_1 gives (4,) for a sample, and no maps"),
        (["--filters", "dense_1"], "dense_1 has no filters to look at"),
        (["--metric", "accuracy", "--set", "dense_1[2]=0"], "it goes with --ablate and --importance"),
        (["--row", "151", "--set", "dense_1[0]=1"], "--row 151, and iris has 150"),
        (["--set", "dense_1[3]=nan"], "dense_1[3] = nan. Expected a finite number"),
        (["--set", "dense_1[2.5]=1"], "'2.5' is no whole number"),
        (["--set", "dense_1[inf]=1"], "'inf' is no whole number"),
    ],
    ids=lambda asked: asked[0] if isinstance(asked, list) else None,
)
def test_what_does_not_fit_is_told(say: Say, iris_run: Path, asked: list[str], message: str) -> None:
    said = say("look", iris_run, "iris", *asked)
    assert said.code in (1, 2)
    assert message in " ".join(said.err.split())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("dense_1[2]=0.5", "dense_1[2] = 0.5"),
        ("dense_1=0", "dense_1 = 0"),
        ("dense_1/kernel[3, 2]=-1", "dense_1/kernel[3, 2] = -1"),
        ("dense_1/kernel[..., 2] = 0", "dense_1/kernel[..., 2] = 0"),
        ("dense_1/bias=0", "dense_1/bias = 0"),
        ("length = 2.5", "length = 2.5"),
        ("colour=red", "colour = red"),
    ],
)
def test_an_edit_is_read_as_it_is_told(text: str, told: str) -> None:
    assert edited(seen(made.dense(), made.cars()), [text]).edits == (told,)


def test_a_place_is_read_too() -> None:
    glass = seen(made.convolutional(), made.pictures())
    assert edited(glass, ["conv2d_1[3] at 4,0=0"]).edits == ("conv2d_1[3] at 4,0 = 0",)


@pytest.mark.parametrize("text", ["dense_1", "dense_1[2]", "dense_1[a]=0", "dense_1[2]=", "dense_1/kernel[1] at 2=0"])
def test_what_is_no_edit_is_told(text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"--set '.*Expected 'dense_1\[7\]=0'"):
        edited(seen(made.dense(), made.cars()), [text])


def test_pictures_and_sequences_are_viewed_from_files(say: Say, tmp_path: Path) -> None:
    data: Any = made.pictures()
    made.convolutional().save(tmp_path / "model.safetensors")
    from PIL import Image

    Image.fromarray(np.asarray(data.train.x["image"][0])).save(tmp_path / "one.png")
    maps = say("look", "model.safetensors", "one.png", "--maps", "conv2d_1", "--json").facts
    filters = say("look", "model.safetensors", "one.png", "--filters", "conv2d_1", "--json").facts
    glass = seen(made.convolutional(), data)
    np.testing.assert_allclose(maps["maps"], glass.values["conv2d_1"][0], rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(filters["filters"], glass.filters("conv2d_1").values)
