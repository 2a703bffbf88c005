"""neuroglass data: what is told of a source."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Say


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
