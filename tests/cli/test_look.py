"""neuroglass look: one moment of a network, a node, a neuron."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Say


def test_a_moment_is_told_node_by_node_within_80_columns(say: Say, iris_run: Path) -> None:
    told = say("look", iris_run, "iris", "--row", "60")
    assert (told.code, told.err) == (0, "")
    assert "row 60: " in told.out
    assert "true is versicolor" in told.out
    assert all(name in told.out for name in ("features", "dense_1.tanh", "output.softmax", "∂weights"))
    assert max(len(line) for line in told.out.splitlines()) <= 80


def test_all_of_a_node_comes_as_json(say: Say, iris_run: Path) -> None:
    facts = say("look", iris_run, "iris", "--node", "dense_1.tanh", "--json").facts
    assert facts["units"] == 4
    assert len(facts["values"][0]) == len(facts["pre_activations"][0]) == len(facts["gradients"][0]) == 4


def test_a_neuron_tells_its_sum(say: Say, iris_run: Path) -> None:
    words = "look", iris_run, "iris", "--node", "dense_1", "--neuron", "2"
    facts = say(*words, "--json").facts
    total = sum(term["product"] for term in facts["inputs"])
    assert facts["z"] == pytest.approx(total + facts["bias"], abs=1e-5)
    told = say(*words).out
    assert "petal_length_cm" in told
    assert "z = Σ value · weight + bias" in told
    assert "comes back to a, times the slope" in told


def test_a_neuron_is_drawn_into_a_file(say: Say, iris_run: Path, tmp_path: Path) -> None:
    out = tmp_path / "neuron.svg"
    said = say("look", iris_run, "iris", "--node", "dense_1", "--neuron", "2", "--out", out)
    assert (said.code, said.out) == (0, "")
    assert "<svg" in out.read_text("utf-8")


def test_another_answer_than_the_loss_can_be_differentiated(say: Say, iris_run: Path) -> None:
    assert say("look", iris_run, "iris", "--of", "setosa", "--json").facts["differentiated"] == "answer"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--row", "151"), "--row 151, and iris has 150"),
        (("--node", "dense_9"), "there is no node 'dense_9'"),
        (("--node", "dense_1", "--neuron", "4"), "unit 4 of dense_1"),
        (("--of", "rose"), "of='rose'"),
    ],
)
def test_what_is_not_there_is_told_plainly(say: Say, iris_run: Path, words: tuple[str, ...], sentence: str) -> None:
    told = say("look", iris_run, "iris", *words)
    assert (told.code, told.out) == (1, "")
    assert sentence in told.err


def test_a_neuron_without_its_node_is_wrong_usage(say: Say, iris_run: Path) -> None:
    told = say("look", iris_run, "iris", "--neuron", "3")
    assert told.code == 2
    assert "--node dense_1 --neuron 7" in told.err


def test_a_place_is_written_in_numbers(say: Say, iris_run: Path) -> None:
    assert say("look", iris_run, "iris", "--node", "dense_1", "--neuron", "3", "--at", "x").code == 2


def test_of_a_run_its_own_held_out_part_is_looked_at(say: Say, iris_run: Path) -> None:
    facts = say("look", iris_run, "--row", "2", "--json").facts
    assert len(facts["samples"]) == len(facts["truth"]) == 1
    assert "the test part has" in say("look", iris_run, "--row", "999").err
    assert say("look", iris_run, "--step", "2", "--node", "dense_1", "--json").facts["updates"]["kernel"]["norm"] > 0


def test_a_model_alone_needs_a_sample(say: Say, iris_run: Path) -> None:
    told = say("look", iris_run / "model.safetensors")
    assert told.code == 1
    assert "holds no run" in told.err


def test_what_each_column_is_worth_is_told_over_all_rows(say: Say, iris_run: Path) -> None:
    facts = say("look", iris_run, "iris", "--importance", "--json").facts
    assert facts["rows"] == 150
    assert facts["mean"].keys() == {"sepal_length_cm", "sepal_width_cm", "petal_length_cm", "petal_width_cm"}
    assert say("look", iris_run, "iris", "--importance", "--out", "worth.png").code == 0
    assert Path("worth.png").read_bytes().startswith(b"\x89PNG")
