"""Texts that are to be written: which token is asked for at each step, which stood before, and which targets ask so."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import polars as pl
import pytest

from neuroglass.data import Spec, arrays, images, table, text
from neuroglass.data.parts import Data, labelled
from neuroglass.data.texts.vocabulary import Vocabulary
from neuroglass.data.texts.writing import Writing
from neuroglass.errors import DataError, FileError

NAMES = ("Ada", "Berta", "Carl", "Dora", "Emil")
COLOURS = ("red", "green", "blue")
ROWS = [
    {"who": name, "age": float(age), "said": f"{name} is {age}, {colour}"}
    for age, (name, colour) in enumerate((name, colour) for name in NAMES for colour in COLOURS)
] * 3
FRAME = pl.DataFrame(ROWS)
AB = Writing(Vocabulary("character", ("a", "b"), lower=False), 3)


def said(**choices: Any) -> Data:
    return table(FRAME, "said", task="sequence", **choices)


def test_each_step_asks_for_the_token_after_those_before_it() -> None:
    y, _ = AB.encode(pl.Series("t", ["ab", "bab"]))
    assert y.tolist() == [[2, 3, 4, -1], [3, 2, 3, 4]]
    assert AB.before(y).tolist() == [[4, 2, 3, 0], [4, 3, 2, 3]]


def test_a_text_that_is_too_long_is_cut_told_and_not_asked_to_end_there() -> None:
    y, told = AB.encode(pl.Series("t", ["a" * 1_000_000, "b"]))
    assert y.tolist() == [[2, 2, 2, -1], [3, 4, -1, -1]]
    assert told == ["'t': 1 of 2 texts are longer than 3 characters and are cut there"]


def test_tokens_are_a_text_up_to_its_end() -> None:
    assert AB.text([2, 3, 4, 2, 2]) == "ab"
    assert AB.text([2, 3, -1, -1]) == "ab"


def test_a_table_is_taught_with_what_stands_before_and_comes_back_as_its_texts() -> None:
    data = said(unit="character")
    writing = data.spec.target.writing
    assert writing is not None
    wanted = FRAME["said"].to_list()
    for part in (data.train, data.test):
        assert part is not None
        assert [writing.text(ids) for ids in part.y] == [wanted[row] for row in part.rows]
        asked = part.y[:, 1:].astype(int) >= 0
        np.testing.assert_array_equal(part.x["written"][:, 1:][asked], part.y[:, :-1][asked])
    assert data.spec.inputs["written"].size == len(data.spec.classes) == writing.end + 1
    assert any("'said' is written character by character" in note for note in data.reading.notes)


def test_the_vocabulary_is_that_of_the_training_part_alone() -> None:
    rows = [{"n": row % 7, "t": "ab" * (row % 5 + 1)} for row in range(30)]
    data = table(rows, "t", task="sequence", test=[{"n": 1, "t": "abz"}, {"n": 2, "t": "a"}])
    assert data.spec.target.writing is not None
    assert data.spec.target.writing.vocabulary.tokens == ("a", "b")
    assert data.test is not None
    assert data.test.y[0, :3].tolist() == [2, 3, 1]
    assert any("1 character(s) are not in the vocabulary ('z')" in note for note in data.reading.notes)


def test_words_are_written_where_hardly_one_is_rare() -> None:
    rows = [{"n": row % 7, "t": f"there are {row % 7} of them"} for row in range(60)]
    rare = [{**row, "t": f"{row['t']} x{number}"} for number, row in enumerate(rows)]
    units = [table(made, "t", task="sequence").spec.target.writing.vocabulary.unit for made in (rows, rare)]  # type: ignore[union-attr]
    assert units == ["word", "character"]


def test_unit_length_and_vocabulary_are_the_users() -> None:
    data = said(unit="word", length=2, vocabulary=4)
    assert data.spec.target.writing is not None
    assert (data.spec.target.writing.vocabulary.unit, len(data.spec.target.writing.vocabulary.tokens)) == ("word", 4)
    assert data.train.y.shape[1] == 3
    assert any("are longer than 2 words and are cut there" in note for note in data.reading.notes)


def test_rows_without_a_text_are_skipped_and_told() -> None:
    data = table(pl.concat([FRAME, pl.DataFrame({"who": ["Eve"] * 2, "age": [1.0] * 2, "said": ["  ", None]})]), "said")
    (skipped,) = data.reading.skipped
    assert (skipped.reason, skipped.count) == ("the target is missing", 2)
    assert data.reading.read == data.reading.used + 2


PROSE = [f"{first} {second} here" for first in ("ape", "bee", "cat") for second in "abcdefghijklmnopqrstuvwxyz"] * 2
UNLIKE = {"names": [f"{a}{b}{c}a" for a in "BCDFG" for b in "aeiou" for c in "klmnpr"], "prose": PROSE}


def test_free_text_is_written_without_being_told_to() -> None:
    sentences = [f"In row {row} there stands a sentence of some length" for row in range(30)]
    for texts in (UNLIKE["names"], sentences):
        data = table({"n": list(range(0, 2 * len(texts), 2)), "t": texts}, "t", numbers=["n"])
        assert data.spec.task.kind == "sequence"
        assert "different texts" in data.spec.task.reason


def test_labels_and_codes_are_not_taken_for_texts() -> None:
    assert table({"n": [row % 9 for row in range(156)], "t": PROSE}, "t").spec.task.kind == "multiclass"
    with pytest.raises(DataError, match=r'200 different labels in 200 rows.*task="sequence"'):
        table({"n": [row % 9 for row in range(200)], "t": [f"A-{row}" for row in range(200)]}, "t")


def test_arrays_and_pictures_are_told_in_texts() -> None:
    texts = [f"{COLOURS[row % 3]} one" for row in range(40)]
    pixels = np.random.default_rng(0).integers(0, 256, (40, 8, 8), np.uint8)
    seen = images((pixels, texts), task="sequence")
    felt = arrays({"x": pixels[:, 0] / 255.0}, texts, task="sequence", unit="word")
    assert seen.train.x.keys() == {"image", "written"}
    assert felt.train.x["written"].shape[1] == 3
    assert seen.names == ("blue one", "green one", "red one")


def test_folders_of_pictures_whose_names_are_to_be_written_keep_their_copies(tmp_path: Any) -> None:
    from PIL import Image

    for number in range(24):
        folder = tmp_path / COLOURS[number % 3]
        folder.mkdir(exist_ok=True)
        Image.new("L", (8, 8), color=number // 2 * 9).save(folder / f"{number}.png")
    data = images(tmp_path, task="sequence")
    assert data.names == tuple(sorted(COLOURS))


def test_an_empty_text_among_arrays_is_refused() -> None:
    with pytest.raises(DataError, match=r"y holds 1 empty text\(s\), the first in row 3"):
        arrays(np.zeros((20, 2)), ["a", "b", " ", *["c"] * 17], task="sequence")


def test_an_array_that_is_called_as_the_written_tokens_are_is_refused() -> None:
    with pytest.raises(DataError, match="An array is called 'written'"):
        arrays({"written": np.zeros((20, 2))}, ["a", "b"] * 10, task="sequence")


def test_texts_that_texts_are_to_become_are_refused() -> None:
    pairs = (
        [f"word {row} of many in this text" for row in range(30)],
        [f"text {row} that is to be told in its turn" for row in range(30)],
    )
    with pytest.raises(DataError, match="holds texts that are to be written"):
        text(pairs)


def test_measuring_takes_the_texts_from_rows_or_beside_them() -> None:
    spec = said().spec
    from_rows = labelled(spec, FRAME.head(2))
    beside = labelled(spec, (FRAME.drop("said").head(2), FRAME["said"].head(2).to_list()))
    np.testing.assert_array_equal(from_rows.y, beside.y)
    np.testing.assert_array_equal(from_rows.x["written"], beside.x["written"])


def test_a_column_called_as_the_written_tokens_are_stands_beside_them() -> None:
    rows = [{"written": f"w{row % 12}", "t": "ab" * (row % 5 + 1)} for row in range(60)]
    data = table(rows, "t", task="sequence", rare_below=1)
    assert set(data.train.x) == {"written (category)", "written"}


HOSTILE: dict[str, tuple[tuple[str | int, ...], Any, str]] = {
    "another vocabulary": (
        ("target", "writing", "vocabulary", "tokens"),
        ["a", "b"],
        "the target is not the vocabulary at each step of a sequence",
    ),
    "another length": (("target", "writing", "length"), 3, "the target is not the vocabulary at each step"),
    "an endless text": (("target", "writing", "length"), 10**12, "texts of 1000000000000 tokens"),
    "no vocabulary": (("target", "writing"), None, "a sequence task on TableInputs without a vocabulary"),
    "a class": (("target", "task", "kind"), "multiclass", "the target is not the vocabulary"),
    "no length": (("target", "writing", "length"), "3", r"spec\.target\.writing\.length is '3'"),
}


def test_the_spec_of_written_texts_comes_back_equal() -> None:
    spec = said().spec
    assert Spec.from_json(json.loads(json.dumps(spec.to_json()))) == spec


@pytest.mark.parametrize("name", HOSTILE)
def test_a_spec_of_written_texts_that_lies_is_refused(name: str) -> None:
    path, value, message = HOSTILE[name]
    plain = place = json.loads(json.dumps(said().spec.to_json()))
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(FileError, match=message):
        Spec.from_json(plain)
