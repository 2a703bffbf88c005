"""Words and marks are checked against what a reader would say; the unit against texts of several scripts."""

from __future__ import annotations

import pytest

from neuroglass.data.texts.units import joined, suiting, words

SENTENCES = {
    "spaces": "Don't stop; it's 3.5 km (about).\nWell, go on.",
    "marks": "“No!” she said … 50%",
    "chinese": "你好，世界。再见！",
    "mixed": "我爱 Python 和 JAX。",
}


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("It's 3.5 km.", ["It's", "3", ".", "5", "km", "."]),
        ("l’été a_b", ["l’été", "a_b"]),
        ("one\n\ntwo", ["one", "\n", "\n", "two"]),
        ("我爱Python", ["我", "爱", "Python"]),
        ("ไทย", ["ไ", "ท", "ย"]),
        ("a\t b", ["a", "b"]),
        ("", []),
    ],
)
def test_words_are_cut_at_blanks_and_marks_and_scripts_without_spaces_by_characters(text: str, cut: list[str]) -> None:
    assert words(text) == cut


@pytest.mark.parametrize("name", ["marks", "chinese"])
def test_joined_words_are_the_text_again(name: str) -> None:
    text = SENTENCES[name].replace("“", "").replace("”", "").replace(" …", "…")
    assert joined(words(text)) == text


@pytest.mark.parametrize(
    ("texts", "unit", "reason"),
    [
        (["It was a good film and we liked it."] * 3, "word", "lie in words between spaces"),
        (["这部电影很好看，我们都喜欢。"] * 3, "character", "do not lie in words between spaces"),
        (["映画はとても面白かったです"] * 3, "character", "do not lie in words between spaces"),
        (["Müller", "O'Brien", "Nguyen"], "character", "a text has 1 words in the middle"),
        (["GATTACA" * 20] * 3, "character", "do not lie in words between spaces"),
    ],
)
def test_the_unit_suits_the_texts(texts: list[str], unit: str, reason: str) -> None:
    chosen, told = suiting(texts)
    assert chosen == unit
    assert reason in told
