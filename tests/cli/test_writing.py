"""neuroglass generate and predict with a model that writes a text of each row."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from neuroglass.cli.main import main
from neuroglass.model import load
from tests.test_writing import ASKED, ROWS


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of a table, and rows to write of."""
    place = tmp_path_factory.mktemp("said")
    lines = ["count,kind,said", *(f"{row['count']},{row['kind']},{row['said']}" for row in ROWS)]
    (place / "said.csv").write_text("\n".join(lines))
    (place / "new.csv").write_text("count,kind\n" + "\n".join(f"{row['count']},{row['kind']}" for row in ASKED))
    asked = ["train", str(place / "said.csv"), "--task", "sequence", "--epochs", "2", "--out", str(place / "run")]
    assert main(asked) == 0
    return place


def test_training_ends_by_saying_how_to_write_of_other_rows(said: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "--resume", str(said / "run")]) == 0
    told = capsys.readouterr().err
    assert f"generate neuroglass generate {said / 'run'} NEW.csv" in told
    assert "'said' is written character by character" in told


def test_each_row_of_a_table_is_a_line(said: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", str(said / "run"), str(said / "new.csv"), "--length", "9", "--seed", "4"]) == 0
    assert capsys.readouterr().out.split("\n")[:-1] == load(said / "run").write(ASKED, length=9, seed=4)


@pytest.fixture(scope="module")
def captioned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of pictures and their texts."""
    place = tmp_path_factory.mktemp("captioned")
    shades = np.random.default_rng(0).integers(0, 255, 24)
    for number, shade in enumerate(shades):
        Image.new("L", (8, 8), int(shade)).save(place / f"{number}.png")
    lines = [f"{number}.png,{'light' if shade > 127 else 'dark'}" for number, shade in enumerate(shades)]
    (place / "texts.csv").write_text("\n".join(["file,said", *lines]))
    asked = ["--path", "file", "--target", "said", "--task", "sequence", "--network", "lstm 4", "--epochs", "1"]
    assert main(["train", str(place / "texts.csv"), *asked, "--out", str(place / "run")]) == 0
    return place


def test_of_several_pictures_each_text_stands_behind_the_name_of_its_file(
    captioned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [str(captioned / name) for name in ("3.png", "7.png")]
    assert main(["generate", str(captioned / "run"), *files, "--length", "5"]) == 0
    texts = load(captioned / "run").write(files, length=5)
    told = capsys.readouterr().out
    assert told == "".join(f"{file}: {text}\n" for file, text in zip(files, texts, strict=True))
    assert main(["generate", str(captioned / "run"), files[0], "--length", "5"]) == 0
    assert capsys.readouterr().out == f"{load(captioned / 'run').write(files[:1], length=5)[0]}\n"


def test_one_row_is_told_value_by_value_and_what_is_not_told_is_missing(
    said: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["generate", str(said / "run"), "--given", "count=2", "--prompt", "t", "--temperature", "0"]
    assert main(words) == 0
    told = capsys.readouterr()
    wanted = load(said / "run").write([{"count": 2, "kind": None}], "t", temperature=0)
    assert told.out == f"{wanted[0]}\n"
    assert "nothing is given of kind: taken as missing" in told.err


def test_the_json_object_has_each_text_and_how_it_was_drawn(said: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", str(said / "run"), str(said / "new.csv"), "--length", "5", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [entry["row"] for entry in told["texts"]] == [1, 2, 3]
    assert [entry["text"] for entry in told["texts"]] == load(said / "run").write(ASKED, length=5)
    assert told["temperature"] == 1


def test_predict_gives_the_likeliest_text_of_each_row(said: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = load(said / "run").predict(ASKED).to_frame()["text"].to_list()
    assert main(["predict", str(said / "run"), str(said / "new.csv"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["predictions"] == [{"text": text} for text in wanted]
    assert main(["predict", str(said / "run"), str(said / "new.csv")]) == 0
    assert capsys.readouterr().out.startswith("text\n")


def test_a_prompt_that_was_never_seen_is_told(said: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", str(said / "run"), "--given", "count=2", "--given", "kind=a", "--prompt", "Ä"]) == 0
    assert "1 character(s) are not in the vocabulary ('Ä')" in capsys.readouterr().err


def test_a_model_that_writes_tells_by_what(said: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(said / "run")]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "writes character by character: 14 different characters are known" in shown
    assert "<end>" not in shown


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "nothing is told to write of. Expected a table or pictures as INPUT, or --given COLUMN=VALUE"),
        (["new.csv", "--given", "count=1"], "a file and --given are told"),
        (["--given", "cuont=1"], "--given tells 'cuont', which the model does not read. Did you mean count?"),
        (["--given", "count"], "--given 'count' tells no value. Expected a column and its value"),
        (["--given", "count=2", "--given", "count=3"], "--given tells 'count' twice: '2' and '3'. Expected one value"),
        (["--given", "count=", "--given", "count="], "--given tells 'count' twice: '' and ''"),
        (["one.csv", "two.csv"], "2 sources are named. Expected one table."),
        (["absent.csv"], "absent.csv"),
    ],
)
def test_what_cannot_be_written_of_is_one_sentence(
    said: Path, words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["generate", str(said / "run"), *words]) == 1
    assert message in " ".join(capsys.readouterr().err.split())
