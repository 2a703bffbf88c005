"""Ids are checked against a dictionary in plain Python, and sub-words by reading them back."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from neuroglass.data.plain import from_plain, to_plain
from neuroglass.data.texts.vocabulary import PADDING, UNKNOWN, Vocabulary, fit_vocabulary
from neuroglass.errors import ConfigurationError, FileError

TEXT = "the cat saw the dog; the dog saw a bird 你好 🙂"


def test_ids_of_characters_are_their_places_in_the_order_of_code_points() -> None:
    vocabulary = fit_vocabulary([TEXT], "character", None, lower=False)
    assert vocabulary.tokens == tuple(sorted(set(TEXT)))
    numbers = {letter: number for number, letter in enumerate(sorted(set(TEXT)), start=2)}
    asked = "the zebra 🙂\n"
    assert vocabulary.ids(asked).tolist() == [numbers.get(letter, UNKNOWN) for letter in asked]
    assert vocabulary.strange(asked) == ["z", "\n"]
    assert vocabulary.text(vocabulary.ids(TEXT)) == TEXT


def test_words_are_numbered_from_the_most_frequent_on_and_those_seen_once_are_unknown() -> None:
    vocabulary = fit_vocabulary([TEXT], "word", None, lower=False)
    assert vocabulary.tokens == ("the", "dog", "saw")
    assert vocabulary.ids("the dog saw a cat").tolist() == [2, 3, 4, UNKNOWN, UNKNOWN]
    assert vocabulary.text([2, 3, PADDING, UNKNOWN]) == "the dog \ufffd"


def test_a_vocabulary_keeps_the_most_frequent_tokens_and_no_more() -> None:
    assert fit_vocabulary([TEXT], "word", 2, lower=False).tokens == ("the", "dog")
    assert fit_vocabulary(["aaabbc"], "character", 2, lower=False).tokens == ("a", "b")


def test_lower_case_is_for_all_that_is_read() -> None:
    vocabulary = fit_vocabulary(["Ab"], "character", None, lower=True)
    assert vocabulary.tokens == ("a", "b")
    assert vocabulary.ids("aB").tolist() == [2, 3]


def test_bytes_hold_every_text() -> None:
    vocabulary = fit_vocabulary(["ab"], "byte", None, lower=False)
    assert vocabulary.size == 258
    assert vocabulary.ids("é").tolist() == [0xC3 + 2, 0xA9 + 2]
    assert vocabulary.text(vocabulary.ids(TEXT)) == TEXT
    assert vocabulary.strange(TEXT) == []


def test_subwords_are_longer_than_characters_and_hold_every_text() -> None:
    pytest.importorskip("tokenizers")
    vocabulary = fit_vocabulary([TEXT * 5], "subword", 300, lower=False)
    ids = vocabulary.ids(TEXT)
    assert len(ids) < len(TEXT)
    assert vocabulary.text(ids) == TEXT
    assert ids.max() < vocabulary.size == 2 + len(vocabulary.tokens) <= 302
    with pytest.raises(ConfigurationError, match=r"vocabulary = 10\. Expected 257 or more sub-words: each byte is one"):
        fit_vocabulary([TEXT], "subword", 10, lower=False)


def test_without_their_package_subwords_say_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tokenizers", None)
    with pytest.raises(
        ConfigurationError, match=r'is not installed\. Install it with: pip install "neuroglass\[text\]"'
    ):
        fit_vocabulary([TEXT], "subword", None, lower=False)


@pytest.mark.parametrize("unit", ["character", "word", "byte"])
def test_a_vocabulary_is_plain_data_and_back(unit: str) -> None:
    vocabulary = fit_vocabulary([TEXT], unit, None, lower=True)  # type: ignore[arg-type]
    again = from_plain(Vocabulary, to_plain(vocabulary), "spec")
    assert again == vocabulary
    np.testing.assert_array_equal(again.ids(TEXT), vocabulary.ids(TEXT))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"tokens": []}, "the tokens"),
        ({"tokens": ["a", "a"]}, "the tokens"),
        ({"tokens": ["a", "<unknown>"]}, "the tokens"),
        ({"tokens": ["b", "a"]}, "the order of their code points"),
        ({"tokens": ["ab", "c"]}, "the order of their code points"),
        ({"tokens": ["", "c"]}, "the order of their code points"),
        ({"tokens": ["a", "\ud800"]}, "surrogates not allowed"),
        ({"unit": "byte"}, "the 256 bytes"),
        ({"unit": "letter"}, "Expected one of"),
    ],
)
def test_a_damaged_vocabulary_is_refused(change: dict[str, object], message: str) -> None:
    plain = to_plain(Vocabulary("character", ("a", "b"), lower=False)) | change
    with pytest.raises(FileError, match=message):
        from_plain(Vocabulary, plain, "spec")
