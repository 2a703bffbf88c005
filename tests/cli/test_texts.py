"""Texts from the command line: what is told of them, a small training, answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Say
from tests.data.texts.made import RHYME, reviews, write


def test_a_text_is_told_with_its_characters_its_vocabulary_and_its_windows(say: Say, tmp_path: Path) -> None:
    write(tmp_path, {"cat.txt": RHYME})
    told = say("data", "cat.txt", "--length", "20")
    assert told.code == 0
    assert "1,020 characters, 16 different characters in the vocabulary" in told.out
    assert "46 train, 6 test; the last 10% of the text for the test" in told.out
    assert "the cat sat on the mat" in told.out
    assert max(len(line) for line in told.out.splitlines()) <= 80


def test_a_folder_of_texts_is_told_with_its_classes_and_what_is_left_out(say: Say, tmp_path: Path) -> None:
    write(tmp_path / "reviews", reviews() | {"bad/empty.txt": ""})
    facts = say("data", "reviews", "--unit", "word", "--vocabulary", "9", "--json").facts
    assert facts["classes"] == {"bad": 10, "good": 10}
    assert facts["skipped"] == [{"reason": "it is empty", "count": 1, "places": ["bad/empty.txt"], "thing": ""}]
    assert "9 of them in the vocabulary" in facts["frame"]
    assert facts["split"] == "stratified by class: 15% of the texts for the test"


def test_windows_are_counted_as_windows_and_files_that_are_left_out_as_files(say: Say, tmp_path: Path) -> None:
    write(tmp_path / "poems", {"cat.txt": RHYME, "empty.txt": "", "blank.txt": " "})
    told = say("data", "poems")
    assert "37 windows read, 37 used, 0 skipped" in told.out
    assert "skipped 1 file: it is empty (empty.txt)" in told.out
    assert "skipped 1 file: it holds nothing but blanks (blank.txt)" in told.out


def test_a_text_file_of_which_a_column_is_named_is_a_table(say: Say, tmp_path: Path) -> None:
    write(tmp_path, {"table.txt": "a,b\n" + "".join(f"{row * 7 % 20},{row % 2}\n" for row in range(20))})
    assert say("data", "table.txt", "--target", "b", "--json").facts["thing"] == "row"


def test_a_column_of_texts_is_named_and_used(say: Say, tmp_path: Path) -> None:
    rows = [f"{body.replace(',', ';')},{name[:3]}" for name, body in reviews().items()]
    write(tmp_path, {"t.csv": "\n".join(["review,label", *rows])})
    facts = say("data", "t.csv", "--target", "label", "--text", "review", "--json").facts
    assert {column["name"]: column["kind"] for column in facts["columns"]} == {"review": "text", "label": "target"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("empty.txt",), "empty.txt: it is empty. Expected a text."),
        (("cat.txt", "--unit", "letter"), "unit = 'letter'. Expected one of auto, character, word, byte, subword."),
        (("cat.txt", "--group", "a"), "Texts have no setting 'group'."),
        (("cat.txt", "--length", "999"), "windows of 999 are asked for"),
    ],
)
def test_what_the_user_can_mend_is_one_sentence(
    say: Say, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    write(tmp_path, {"cat.txt": RHYME, "empty.txt": ""})
    said = say("data", *words)
    assert said.code == 1
    assert sentence in " ".join(said.err.split())


def test_a_model_trained_on_texts_answers_on_a_file_and_on_what_is_typed(say: Say, tmp_path: Path) -> None:
    write(tmp_path / "reviews", reviews())
    small = ("--network", "embedding 8, globalaveragepool1d", "--epochs", "40", "--learning-rate", "0.05")
    assert say("train", "reviews", *small, "--out", "run").code == 0
    assert "words of a text" in say("show", "run").out
    for asked in ("reviews/bad/1.txt", "what a gloomy dreadful bore"):
        answers = say("predict", "run", asked, "--json").facts["predictions"]
        assert [answer["label"] for answer in answers] == ["bad"]
    both = say("predict", "run", "reviews/bad/1.txt", "reviews/good/2.txt", "--json").facts["predictions"]
    assert [(answer["file"], answer["label"]) for answer in both] == [
        ("reviews/bad/1.txt", "bad"),
        ("reviews/good/2.txt", "good"),
    ]
