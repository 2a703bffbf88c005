"""Texts that are refused, each with the sentence it must meet; what is left out, and counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from neuroglass.data import text
from neuroglass.data.parts import labelled
from neuroglass.errors import DataError
from tests.data.texts.made import RHYME, reviews, write

Source = Callable[[Path], object]


def a_file(content: str | bytes) -> Source:
    return lambda at: write(at, {"a.txt": content}) / "a.txt"


def a_folder(files: dict[str, str | bytes]) -> Source:
    return lambda at: write(at, files)


REFUSED: dict[str, tuple[Source, str]] = {
    "empty": (a_file(""), r"a\.txt: it is empty\. Expected a text"),
    "blanks": (a_file(" \n\t\r\n" * 50), r"a\.txt: it holds nothing but blanks"),
    "binary": (
        a_file(b"\x7fELF\x02\x01\0\0" * 9),
        r"a\.txt: it is a binary file: it holds NUL bytes\. If it is a text, name its encoding\. Expected a text",
    ),
    "zero bytes in utf-16": (a_file("a\0b".encode("utf-16")), r"a\.txt: it is no text: it holds NUL bytes"),
    "control characters": (a_file(bytes(range(1, 9)) * 9), r"a\.txt: it is no text"),
    "damaged utf-16": (a_file(b"\xff\xfea"), r"a\.txt: it is not written in utf-16"),
    "too short": (a_file("to be or not"), r"has 11 characters to learn from.*at least two windows and one more, 17"),
    "nothing there": (lambda at: at / "hamlt.txt", r"There is no file or folder .*hamlt\.txt"),
    "a named file that is not there": (lambda at: "hamlt.txt", r"There is no file or folder hamlt\.txt"),
    "a way to nothing": (lambda at: "plays/hamlt", r"There is no file or folder plays/hamlt"),
    "an empty folder": (a_folder({"about.pdf": b"%PDF"}), r"holds no texts"),
    "only empty files": (a_folder({"a.txt": "", "b.txt": ""}), r"none of 2 texts can be read; a\.txt: it is empty"),
    "one class": (a_folder({"good/1.txt": "a", "good/2.txt": "b"}), r"one class folder with texts, 'good' \(2\)"),
    "a number": (lambda at: 3, r"A int is no text\. Expected a path, a text, a list of texts"),
    "an empty list": (lambda at: [], "The list holds nothing"),
    "a list of numbers": (lambda at: [1, 2], r"The list holds int\. Expected texts, or paths of texts"),
    "fewer labels": (lambda at: (["a", "b"], [1]), r"There are 2 texts and 1 labels"),
    "labels of numbers": (lambda at: ([1, 2], ["a", "b"]), r"The texts hold int\. Expected texts"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_learnt_from_is_one_sentence(tmp_path: Path, name: str) -> None:
    source, message = REFUSED[name]
    with pytest.raises(DataError, match=message):
        text(source(tmp_path))


def test_a_length_beyond_the_text_is_refused_with_the_longest_that_fits() -> None:
    with pytest.raises(DataError, match=r"windows of 600 are asked for\. Expected .* 1,201\. Choose a smaller length"):
        text(RHYME, length=600, test=0)


@pytest.mark.parametrize("unit", ["word", "character"])
def test_a_part_of_one_token_is_refused_for_nothing_comes_next(unit: str) -> None:
    with pytest.raises(DataError, match=rf"the validation part has 1 of the {unit}s.*at least two.*or validation=0"):
        text(RHYME, unit=unit, validation="I")
    with pytest.raises(DataError, match=r"the texts holds one token, and none comes next\. Expected a text of two"):
        labelled(text(RHYME, unit=unit).spec, "I")


def test_an_end_of_one_long_word_is_refused() -> None:
    with pytest.raises(DataError, match=r"the test part has 1 of the words .* Give more, or test=0"):
        text("to be or not to be " * 10 + "x" * 60, unit="word", length=4)


def test_an_encoding_that_does_not_fit_is_named() -> None:
    with pytest.raises(DataError, match="it is not written in ascii"):
        text(Path(__file__).parent / "test_units.py", encoding="ascii")


def test_files_that_cannot_be_read_are_left_out_and_counted(tmp_path: Path) -> None:
    files = reviews() | {"bad/empty.txt": "", "good/blank.txt": " \n"}
    write(tmp_path, {"good/binary.txt": b"\0\1\2\3", "good/picture.png": b"\x89PNG"})
    reading = text(write(tmp_path, files)).reading
    left_out = {part.reason: part.places for part in reading.skipped}
    assert left_out == {
        "no text by its ending, .png": ("good/picture.png",),
        "it is empty": ("bad/empty.txt",),
        "it is a binary file: it holds NUL bytes. If it is a text, name its encoding": ("good/binary.txt",),
        "it holds nothing but blanks": ("good/blank.txt",),
    }
    assert (reading.read, reading.used) == (24, 20)


def test_windows_are_counted_among_windows_and_files_told_as_files(tmp_path: Path) -> None:
    source = write(tmp_path / "a", {"rhyme.txt": RHYME, "empty.txt": ""})
    test = write(tmp_path / "b", {"rhyme.txt": RHYME, "binary.txt": "a\0b"})
    data = text(source, test=test, length=16)
    assert data.test is not None
    assert data.reading.read == data.reading.used == len(data.train) + len(data.test)
    assert [(left.count, left.thing, left.places) for left in data.reading.skipped] == [
        (1, "file", ("empty.txt",)),
        (1, "file", ("binary.txt",)),
    ]
    encoded, _ = data.spec.source.encode_labelled(source, data.spec.target)  # type: ignore[union-attr] # of texts
    assert encoded.read == len(encoded.x["text"]) == data.reading.parts["train"]
    assert "1 left out: it is empty (empty.txt)" in encoded.notes


def test_one_line_of_a_million_characters_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("to be or not to be " * 52_632)
    data = text(tmp_path / "a.txt")
    assert data.test is not None
    assert sum(len(part.answers) for part in (data.train, data.test)) > 900_000


def test_an_empty_text_is_answered_as_one_unknown_token() -> None:
    spec = text((["good one here now", "bad one here now"] * 6, ["good", "bad"] * 6)).spec
    np.testing.assert_array_equal(spec.encode([""]).x["text"][0], [1, 0, 0, 0])
