"""neuroglass generate."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from neuroglass.cli.main import main
from neuroglass.model import load

SMALL = ["--network", "embedding 4, lstm 8", "--epochs", "1", "--length", "8"]


@pytest.fixture(scope="module")
def poem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("poem")
    (place / "poem.txt").write_text("a rose is a rose is a rose.\n" * 30, encoding="utf-8")
    assert main(["train", str(place / "poem.txt"), *SMALL, "--out", str(place / "run")]) == 0
    return place / "run"


def test_training_ends_by_saying_how_to_go_on(poem: Path, capsys: pytest.CaptureFixture[str]) -> None:
    again = ["train", str(poem.parent / "poem.txt"), *SMALL, "--out", str(poem.parent / "again")]
    assert main(again) == 0
    assert f"generate neuroglass generate {poem.parent / 'again'}" in capsys.readouterr().err


def test_a_text_is_continued_on_standard_output(poem: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", str(poem), "--prompt", "a rose", "--length", "100", "--seed", "3"]) == 0
    told = capsys.readouterr().out
    assert told == "a rose" + "".join(load(poem).generate("a rose", 100, seed=3)) + "\n"
    assert len(told) == len("a rose") + 100 + 1


def test_the_json_object_has_the_text_and_how_it_was_drawn(poem: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", str(poem), "--length", "20", "--temperature", "0.5", "--top-k", "3", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {name: told[name] for name in ("prompt", "length", "temperature", "top_k", "seed")} == {
        "prompt": "",
        "length": 20,
        "temperature": 0.5,
        "top_k": 3,
        "seed": 0,
    }
    assert told["text"] == "".join(load(poem).generate("", 20, temperature=0.5, top_k=3))


def test_a_character_that_was_never_seen_is_told(poem: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", str(poem), "--prompt", "Ärose", "--length", "5"]) == 0
    assert "1 character(s) are not in the vocabulary ('Ä')" in capsys.readouterr().err


def test_a_text_is_measured_beside_the_same_answer_everywhere(poem: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = poem.parent / "poem.txt"
    assert main(["evaluate", str(poem), str(source), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    text = source.read_text(encoding="utf-8")
    share = np.array([text[1:].count(letter) / (len(text) - 1) for letter in set(text)])
    assert told["baseline"]["perplexity"] == pytest.approx(np.exp(-(share * np.log(share)).sum()), rel=1e-5)
    assert told["metrics"]["bits"] == pytest.approx(told["metrics"]["loss"] / np.log(2), rel=1e-4)
    assert told["rows"]["used"] == -(-(len(text) - 1) // 8)
    assert "confusion" not in told
    assert main(["evaluate", str(poem), str(source)]) == 0
    assert f"{told['rows']['used']} windows, next character (next)" in " ".join(capsys.readouterr().out.split())


def test_what_lays_a_text_out_is_printed_and_what_steers_a_terminal_is_not(
    poem: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["generate", str(poem), "--prompt", "a\tb\nc\x1b[2J\r", "--length", "0"]) == 0
    assert capsys.readouterr().out == "a\tb\nc[2J\n"


def test_a_model_of_a_text_tells_its_vocabulary(poem: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(poem)]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "vocabulary 9 characters" in shown
    assert "<padding>" not in shown


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--length", "-1"], "--length -1. Expected a whole number, 0 or above."),
        (["--temperature", "-1"], "temperature=-1.0. Expected a number, 0 or above."),
        (["--top-k", "0"], "top_k=0. Expected a whole number, 1 or above and below 2^32."),
    ],
)
def test_what_cannot_be_drawn_by_is_one_sentence(
    poem: Path, words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["generate", str(poem), *words]) == 1
    assert message in capsys.readouterr().err


def test_a_model_of_something_else_continues_nothing(iris_run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", str(iris_run)]) == 1
    assert "continues nothing. Expected a model that learnt a text." in capsys.readouterr().err


def test_predict_says_what_asks_a_model_of_a_text(poem: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["predict", str(poem), "poem.txt"]) == 1
    assert "neuroglass generate" in capsys.readouterr().err
