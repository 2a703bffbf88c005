"""neuroglass look: derivatives of layers and attributions, as text, JSON and pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import neuroglass as ng
from neuroglass.glass.taking import taken
from tests.cli.conftest import Say


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("--jacobian", "dense_1.tanh"), "matrix"),
        (("--jacobian", "output:dense_1"), "singular_values"),
        (("--why", "occlusion"), "columns"),
    ],
)
def test_what_python_says_is_told_as_json(say: Say, iris_run: Path, words: tuple[str, str], name: str) -> None:
    told = say("look", iris_run, "iris", "--row", "60", *words, "--json").facts
    model = ng.load(iris_run)
    glass = ng.look(model, taken(model.spec, "iris").only(59), of="answer")
    if words[0] == "--why":
        found = glass.attribution(words[1]).to_json()[name]
        assert told[name] == {column: pytest.approx(values, rel=1e-5) for column, values in found.items()}
        assert told["differentiated"] == "answer"
    else:
        of, _, by = words[1].partition(":")
        np.testing.assert_allclose(told[name], glass.jacobian(of, by or "features").to_json()[name], rtol=1e-5)


def test_an_answer_is_divided_among_the_units_of_a_node_that_is_named(say: Say, iris_run: Path) -> None:
    told = say("look", iris_run, "iris", "--why", "gradient", "--node", "dense_1.tanh", "--json").facts
    model = ng.load(iris_run)
    found = ng.look(model, taken(model.spec, "iris").only(0), of="answer").attribution("gradient", "dense_1.tanh")
    np.testing.assert_allclose(told["values"]["dense_1.tanh"], found.values["dense_1.tanh"], rtol=1e-5)


def test_a_share_of_nothing_is_not_listed(say: Say, iris_run: Path) -> None:
    model = ng.load(iris_run)
    kernel = model.variables["params"]["dense_1"]["kernel"]
    model.variables["params"]["dense_1"]["kernel"] = kernel.at[2].set(0)
    model.save("deaf.safetensors")
    told = say("look", "deaf.safetensors", "iris", "--why", "gradient").out
    assert "sepal_length_cm" in told
    assert "petal_length_cm" not in told


def test_what_a_node_cannot_go_with_is_refused(say: Say, iris_run: Path) -> None:
    told = say("look", iris_run, "iris", "--jacobian", "output", "--node", "dense_1")
    assert told.code == 2


def test_curvature_is_over_all_rows(say: Say, iris_run: Path) -> None:
    told = say("look", iris_run, "iris", "--curvature", "--json").facts
    assert len(told["samples"]) == told["noise"]["samples"] == 150
    assert told["curvature"]["converged"]
    assert "overshoots" in " ".join(told["curvature"]["words"])


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        (("--jacobian", "dense_1.tanh"), ["the derivative of dense_1.tanh (4 numbers) by features (4)", "rank"]),
        (("--curvature",), ["the largest eigenvalue of the Hessian is", "the noise scale is", "dense_1/kernel"]),
        (("--why", "integrated_gradients"), ["what speaks for the answer", "petal_length_cm", "baseline:"]),
    ],
)
def test_people_are_told_in_words(say: Say, iris_run: Path, words: tuple[str, ...], sentences: list[str]) -> None:
    told = say("look", iris_run, "iris", *words)
    assert told.code == 0
    assert all(sentence in told.out for sentence in sentences)
    assert max(map(len, told.out.splitlines())) <= 80


@pytest.mark.parametrize(("suffix", "begins"), [(".png", b"\x89PNG"), (".svg", b"<?xml"), (".pdf", b"%PDF")])
def test_a_picture_is_written(say: Say, iris_run: Path, suffix: str, begins: bytes) -> None:
    told = say("look", iris_run, "iris", "--why", "gradient", "--out", f"why{suffix}")
    assert (told.code, told.out, told.err) == (0, "", f"written: why{suffix}\n")
    assert Path(f"why{suffix}").read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--why", "occlusio"), 1, "the method 'occlusio'. Did you mean occlusion?"),
        (("--why", "grad_cam"), 1, "Grad-CAM of a network without convolutions"),
        (("--memory", "dense_1"), 1, "dense_1 follows from no sequence"),
        (("--jacobian", "dense_1:output"), 1, "dense_1 does not follow from output"),
        (("--why", "gradient", "--out", "why.txt"), 1, "--out why.txt. Expected a name that ends in .png, .svg, .pdf"),
        (("--why", "gradient", "--curvature"), 2, "at a time"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(
    say: Say, iris_run: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    told = say("look", iris_run, "iris", *words)
    assert (told.code, told.out) == (code, "")
    assert sentence in " ".join(told.err.split())
