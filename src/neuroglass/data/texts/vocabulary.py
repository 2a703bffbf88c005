"""The tokens a network knows and their ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.texts import subwords
from neuroglass.data.texts.units import Unit, joined, words
from neuroglass.errors import DataError

PADDING, UNKNOWN = 0, 1
FIRST = 2  # the id of the first token
NAMES = ("<padding>", "<unknown>")  # no token is called so: words are cut at the brackets
BYTES = tuple(f"0x{byte:02x}" for byte in range(256))
MOST: dict[Unit, int] = {"character": 5000, "word": 10_000, "byte": 256, "subword": 4000}  # kept where none is told
LEAST_SEEN: dict[Unit, int] = {"character": 1, "word": 2}  # words seen once are unknown: so that is learnt about too

Ids = NDArray[np.int32]


@dataclass(frozen=True)
class Vocabulary:
    """Tokens by their ids: 0 padding, 1 unknown, then ``tokens`` in their order.

    >>> vocabulary = Vocabulary("character", ("a", "b"), lower=False)
    >>> vocabulary.ids("abc").tolist(), vocabulary.text([2, 3])
    ([2, 3, 1], 'ab')

    Args:
        unit: what one token is.
        tokens: characters in the order of their code points; words from the most frequent on; else by number.
        lower: whether a text is put in lower case first.
        rules: of sub-words, how a text is cut into them, as JSON.
    """

    unit: Unit
    tokens: tuple[str, ...]
    lower: bool
    rules: str = ""

    def __post_init__(self) -> None:
        if not self.tokens or len(set(self.tokens)) != len(self.tokens) or set(self.tokens) & set(NAMES):
            raise ValueError("the tokens")
        "".join(self.tokens).encode()  # half of a surrogate pair is a ValueError
        if self.unit == "character" and (list(self.tokens) != sorted(self.tokens) or {*map(len, self.tokens)} != {1}):
            raise ValueError("characters in the order of their code points")
        if self.unit == "byte" and self.tokens != BYTES:
            raise ValueError("the 256 bytes")

    @property
    def size(self) -> int:
        """How many ids there are."""
        return FIRST + len(self.tokens)

    @property
    def names(self) -> tuple[str, ...]:
        """What each id is called."""
        return (*NAMES, *self.tokens)

    def ids(self, text: str) -> Ids:
        """A text as ids, int32 (tokens,)."""
        return _IDS[self.unit](self, text.lower() if self.lower else text)

    def text(self, ids: Iterable[int]) -> str:
        """Ids as a text; padding is left out."""
        return _TEXTS[self.unit](self, [int(one) for one in ids if one != PADDING])

    @property
    def begin(self) -> int:
        """The id before the first token of a text: that of a line's end, or of what is unknown."""
        return int((*self.ids("\n"), UNKNOWN)[0])

    def strange(self, text: str) -> list[str]:
        """The tokens of a text that are not known, each time they stand there."""
        if self.unit in ("byte", "subword"):
            return []
        return [token for token in tokens(text.lower() if self.lower else text, self.unit) if token not in self.places]

    @cached_property
    def places(self) -> dict[str, int]:
        """The id of each token."""
        return {token: number for number, token in enumerate(self.tokens, start=FIRST)}

    @cached_property
    def codes(self) -> NDArray[np.uint32]:
        """The code points of the characters, rising."""
        return _codes("".join(self.tokens))


def tokens(text: str, unit: Unit) -> Sequence[str]:
    """A text cut into characters or words."""
    return words(text) if unit == "word" else text


def fit_vocabulary(texts: Sequence[str], unit: Unit, most: int | None, lower: bool) -> Vocabulary:
    """The vocabulary of the training texts: at most so many tokens, the most frequent ones."""
    kept = MOST[unit] if most is None else most
    cased = [text.lower() for text in texts] if lower else texts
    if unit == "byte":
        return Vocabulary(unit, BYTES, lower)
    if unit == "subword":
        parts, rules = subwords.fit(cased, kept)
        return Vocabulary(unit, parts, lower, rules)
    counts: Counter[str] = Counter()
    for text in cased:
        counts.update(tokens(text, unit))
    often = [token for token in counts if counts[token] >= LEAST_SEEN[unit]]
    chosen = sorted(often or counts, key=lambda token: (-counts[token], token))[:kept]
    return Vocabulary(unit, tuple(sorted(chosen) if unit == "character" else chosen), lower)


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le"), "<u4")


def _character_ids(vocabulary: Vocabulary, text: str) -> Ids:
    codes, known = _codes(text), vocabulary.codes
    places = np.minimum(np.searchsorted(known, codes), len(known) - 1)
    return np.where(known[places] == codes, places + FIRST, UNKNOWN).astype(np.int32)


def _word_ids(vocabulary: Vocabulary, text: str) -> Ids:
    places = vocabulary.places
    return np.array([places.get(word, UNKNOWN) for word in words(text)], np.int32)


def _byte_ids(vocabulary: Vocabulary, text: str) -> Ids:
    return np.frombuffer(text.encode(), np.uint8).astype(np.int32) + FIRST


def _subword_ids(vocabulary: Vocabulary, text: str) -> Ids:
    ids = np.array(subwords.ids(vocabulary.rules, text), np.int32)
    if ids.max(initial=0) >= len(vocabulary.tokens):
        raise DataError("The rules of the sub-words know more of them than the vocabulary", "", subwords.DAMAGED)
    return ids + FIRST


def _byte_text(vocabulary: Vocabulary, ids: list[int]) -> str:
    return bytes(one - FIRST for one in ids if one >= FIRST).decode("utf-8", "replace")


def _subword_text(vocabulary: Vocabulary, ids: list[int]) -> str:
    return subwords.text(vocabulary.rules, [one - FIRST for one in ids if one >= FIRST])


_IDS: dict[Unit, Callable[[Vocabulary, str], Ids]] = {
    "character": _character_ids,
    "word": _word_ids,
    "byte": _byte_ids,
    "subword": _subword_ids,
}
_TEXTS: dict[Unit, Callable[[Vocabulary, list[int]], str]] = {
    "character": lambda vocabulary, ids: "".join(_shown(vocabulary, ids)),
    "word": lambda vocabulary, ids: joined(_shown(vocabulary, ids)),
    "byte": _byte_text,
    "subword": _subword_text,
}


def _shown(vocabulary: Vocabulary, ids: list[int]) -> list[str]:
    """Each token, and a replacement character for what is unknown."""
    return [vocabulary.tokens[one - FIRST] if one >= FIRST else "\ufffd" for one in ids]
