"""neuroglass data: what is told of a source."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Say
from tests.data.pictures.made import classes, write


def test_the_facts_are_those_of_the_library(say: Say) -> None:
    facts = say("data", "iris", "--json").facts
    assert (facts["source"], facts["read"], facts["used"]) == ("iris", 150, 150)
    assert facts["classes"] == {"setosa": 50, "versicolor": 50, "virginica": 50}
    assert facts["target"] == "species"


def test_a_file_wins_over_a_shipped_table_of_its_name(say: Say) -> None:
    Path("iris").write_text("a,b\n" + "".join(f"{row * 7 % 20},{row % 2}\n" for row in range(20)))
    assert say("data", "iris", "--json").facts["read"] == 20


def test_a_wide_table_is_folded_and_keeps_to_the_width(say: Say) -> None:
    told = say("data", "digits")
    assert (told.code, told.err) == (0, "")
    assert "... and 53 more" in told.out
    assert "digit " in told.out
    assert max(len(line) for line in told.out.splitlines()) <= 80


def test_long_names_and_texts_keep_to_the_width(say: Say) -> None:
    names = [f"a_very_long_name_of_a_column_number_{at}" for at in range(4)]
    rows = [",".join(f"{'long text ' * 9}{row}{at}" for at in range(3)) + f",{row % 2}" for row in range(30)]
    Path("long.csv").write_text("\n".join([",".join(names), *rows]) + "\n")
    told = say("data", "long.csv", "--category", names[0])
    assert told.code == 0
    assert max(len(line) for line in told.out.splitlines()) <= 80


def test_choices_are_passed_on(say: Say, houses: Path) -> None:
    words = ("--target", "price", "--category", "size", "--ignore", "age", "--test", "0.5", "--task", "regression")
    facts = say("data", houses, *words, "--json").facts
    kinds = {column["name"]: column["kind"] for column in facts["columns"]}
    assert kinds == {"size": "category", "age": "ignored", "price": "target"}
    assert (facts["task"], facts["parts"]["test"]) == ("regression", 20)


def test_a_test_source_of_its_own_is_read(say: Say, houses: Path) -> None:
    facts = say("data", houses, "--test", houses, "--json").facts
    assert (facts["read"], facts["parts"]["test"]) == (80, 40)


def test_a_headless_table_is_read_as_told(say: Say) -> None:
    Path("bare.csv").write_text("".join(f"{(row * 7 + 3) % 20},{row % 2}\n" for row in range(20)))
    assert say("data", "bare.csv", "--no-header", "--json").facts["read"] == 20
    assert say("data", "bare.csv", "--header", "--json").facts["read"] == 19


def test_missing_texts_are_taken_as_told(say: Say) -> None:
    Path("gaps.csv").write_text(
        "a,b\n" + "".join(f"{row * 7 % 20 if row % 4 else '-'},{row % 2}\n" for row in range(20))
    )
    facts = say("data", "gaps.csv", "--missing", "-", "--json").facts
    assert facts["columns"][0]["missing"] == 5


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "bad.csv is empty"),
        (b"a,b\n", "bad.csv has a header line and no rows"),
        (b"\x89PNG\r\n\x1a\n", "bad.csv is a PNG image"),
        (b"a,b\n1,2\n1,2,3\n", "bad.csv, line 3: 3 field(s), where line 1 has 2"),
    ],
)
def test_what_is_no_table_is_one_sentence_with_its_file(say: Say, content: bytes, sentence: str) -> None:
    Path("bad.csv").write_bytes(content)
    told = say("data", "bad.csv")
    assert (told.code, told.out, told.err.count("\n")) == (1, "", 1)
    assert sentence in told.err


@pytest.fixture
def animals(tmp_path: Path) -> Path:
    """A folder of two classes of pictures, and a file that is none."""
    return write(tmp_path / "animals", {**classes(10, ["cat", "dog"]), "cat/notes.jpg": b"see the vet"})


def test_pictures_are_told_with_size_classes_and_what_was_skipped(say: Say, animals: Path) -> None:
    told = say("data", animals.name, "--broken", "0.1")
    assert (told.code, told.err) == (0, "")
    for part in (
        "21 pictures read, 20 used, 1 skipped",
        "skipped 1 picture: it is text, not a picture (cat/notes.jpg)",
        "cat (10), dog (10)",
        "size     8 x 8 pixels",
    ):
        assert part in told.out
    assert "examples" not in told.out  # the table of columns, which pictures have not
    assert max(len(line) for line in told.out.splitlines()) <= 80


def test_a_page_of_pictures_is_written_and_named(say: Say, animals: Path) -> None:
    facts = say("data", animals, "--broken", "0.1", "--json").facts
    assert (facts["page"], facts["thing"]) == ("animals-samples.html", "picture")
    page = Path(facts["page"]).read_text("utf-8")
    assert page.count('alt="cat: cat/') == page.count('alt="dog: dog/') > 4
    assert say("data", animals, "--broken", "0.1").code == 0  # its own page is written anew


def test_what_is_no_page_of_pictures_is_not_written_over(say: Say, animals: Path) -> None:
    Path("mine.html").write_text("mine")
    told = say("data", animals, "--out", "mine.html")
    assert (told.code, told.out) == (1, "")
    assert "mine.html exists, and is no page of pictures. Choose another --out" in told.err
    assert Path("mine.html").read_text() == "mine"


def test_of_a_table_no_page_is_written(say: Say) -> None:
    told = say("data", "iris", "--out", "iris.html")
    assert told.code == 2
    assert "only of pictures and sounds a page is written" in told.err


def test_a_table_is_told_without_importing_jax(tmp_path: Path) -> None:
    program = "import sys; from neuroglass.cli.main import main; main(['data', 'iris']); print('jax' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path, check=True)
    assert told.stdout.splitlines()[-1] == "False"
