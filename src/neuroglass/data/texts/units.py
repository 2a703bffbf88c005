"""What a text is cut into: the unit that suits it, and its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import numpy as np

Unit = Literal["character", "word", "byte", "subword"]
UNITS: tuple[Unit, ...] = ("character", "word", "byte", "subword")
MOST_TOKENS = 1_000_000  # in a row of a text, and in a vocabulary

# Thai, Lao, Burmese, Khmer, Japanese and Chinese: written without spaces between words.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
WORD = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+(?:['’][^\W{UNSPACED}]+)*|\n|[^\w\s]")
SPACED = re.compile(rf"[^\W{UNSPACED}]{{1,24}}(?![^\W{UNSPACED}])")
SOLID = re.compile(r"\S")
SAMPLE = 200  # texts that are looked at
HEAD = 2000  # characters of each
FEWEST_WORDS = 4  # of the text in the middle; names and codes have fewer


def words(text: str) -> list[str]:
    r"""The words of a text, each mark and each line feed by itself; of scripts without spaces each character.

    >>> words("It's 20 °C,\n你好")
    ["It's", '20', '°', 'C', ',', '\n', '你', '好']
    """
    return WORD.findall(text)


def joined(tokens: Sequence[str]) -> str:
    r"""Words as a text for people: no blank before a mark that closes, none after one that opens.

    >>> joined(["Well", ",", "it's", "(", "nearly", ")", "done", ".", "\n", "你", "好"])
    "Well, it's (nearly) done.\n你好"
    """
    spaced = re.sub(r" ?\n ?", "\n", " ".join(tokens))
    closed = re.sub(r" ([,.;:!?%)\]}»”…，。！？；：、）])", r"\1", spaced)
    opened = re.sub(r"([(\[{«“（]) ", r"\1", closed)
    return re.sub(rf"(?<=[{UNSPACED}，。！？；：、]) (?=[{UNSPACED}，。！？；：、])", "", opened)


def suiting(texts: Sequence[str]) -> tuple[Unit, str]:
    """Words where most characters lie in words between spaces and a text has several of them, else characters."""
    chosen = np.linspace(0, len(texts) - 1, min(len(texts), SAMPLE)).astype(np.int64)
    heads = [texts[at][:HEAD] for at in chosen]
    solid = sum(len(SOLID.findall(head)) for head in heads)
    spaced = sum(len(word) for head in heads for word in SPACED.findall(head))
    if spaced <= 0.5 * solid:
        return "character", "most characters do not lie in words between spaces"
    usual = float(np.median([len(SPACED.findall(head)) for head in heads]))
    if usual < FEWEST_WORDS:
        return "character", f"a text has {usual:g} words in the middle, too few to tell it by them"
    return "word", "most characters lie in words between spaces"
