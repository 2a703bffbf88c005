"""A text as what is to be written: the token that comes at each step, and those that stand before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import polars as pl
from numpy.typing import NDArray

from neuroglass.data.cells import levels
from neuroglass.data.inputs import InputSpec
from neuroglass.data.texts.rows import NOTHING, PLURAL, cut_told, fitting_length, unknown_told
from neuroglass.data.texts.text_column import Cutting, texts_of
from neuroglass.data.texts.units import MOST_TOKENS, Unit, suiting
from neuroglass.data.texts.vocabulary import FIRST, PADDING, UNKNOWN, Ids, Vocabulary, fit_vocabulary
from neuroglass.errors import DataError

MOST_RARE = 0.01  # of the words; where more are unknown, texts are written by characters
END = "<end>"  # no token is called so: words are cut at the brackets


@dataclass(frozen=True)
class Writing:
    """How texts become what is asked for token by token, and tokens become texts.

    One id more than those of the vocabulary, the last, stands before the first token of a text and behind its last.

    >>> words = Writing(Vocabulary("character", ("a", "b"), lower=False), 3)
    >>> y, _ = words.encode(pl.Series(["ab"]))
    >>> y.tolist(), words.before(y).tolist(), words.text(y[0])
    ([[2, 3, 4, -1]], [[4, 2, 3, 0]], 'ab')

    Args:
        vocabulary: the tokens that are known.
        length: tokens of a text that are written at most.
    """

    vocabulary: Vocabulary
    length: int

    def __post_init__(self) -> None:
        if not 1 <= self.length < MOST_TOKENS:
            raise ValueError(f"texts of {self.length} tokens")

    @property
    def end(self) -> int:
        """The id of where a text begins and ends."""
        return self.vocabulary.size

    @property
    def steps(self) -> int:
        """At how many a token is asked for: the end of a text is one more."""
        return self.length + 1

    @property
    def names(self) -> tuple[str, ...]:
        """What each id is called."""
        return (*self.vocabulary.names, END)

    @property
    def banned(self) -> NDArray[np.bool_]:
        """Which ids are never written, (ids,): they are no text."""
        return np.arange(self.end + 1) < FIRST

    @property
    def input(self) -> InputSpec:
        """What a network reads of the tokens before."""
        return InputSpec((self.steps,), "int32", self.end + 1, padded=True)

    @property
    def told(self) -> str:
        """How it is written, for people."""
        unit, count = self.vocabulary.unit, len(self.vocabulary.tokens)
        return f"written {unit} by {unit}: {count:,} different {PLURAL[unit]} are known, at most {self.length:,} follow"

    def encode(self, column: pl.Series) -> tuple[Ids, list[str]]:
        """The texts of a cleaned column as y, int32 (n, steps), -1 behind the end; and what a reader must know.

        A text that is too long is cut, and its end is not asked for.
        """
        texts = texts_of(levels(column))
        ids = [self.vocabulary.ids(text) for text in texts]
        y = np.full((len(ids), self.steps), NOTHING, np.int32)
        for row, one in enumerate(ids):
            asked = [*one[: self.length], self.end] if len(one) <= self.length else one[: self.length]
            y[row, : len(asked)] = asked
        told = [*unknown_told(texts, ids, self.vocabulary), *cut_told(ids, self.vocabulary.unit, self.length)]
        return y, [f"{column.name!r}: {sentence}" for sentence in told]

    def before(self, y: Ids) -> Ids:
        """The token before each that is asked for, int32 (n, steps); padding where nothing is."""
        shifted = np.concatenate([np.full((len(y), 1), self.end, np.int32), y[:, :-1]], axis=1)
        return np.where(y >= 0, shifted, PADDING).astype(np.int32)

    def text(self, ids: Iterable[int]) -> str:
        """Ids as a text, up to its end."""
        listed = [int(one) for one in ids if one >= 0]
        return self.vocabulary.text(listed[: listed.index(self.end)] if self.end in listed else listed)


def fit_writing(column: pl.Series, choices: Cutting) -> Writing:
    """The vocabulary and length that suit the texts of a cleaned column.

    Raises:
        DataError: all of them are empty.
    """
    texts = [text for text in texts_of(levels(column)) if text]
    if not texts:
        raise DataError(f"The target {column.name!r} holds no text in the training part", "texts")
    unit = _suiting(texts, choices) if choices.unit == "auto" else cast(Unit, choices.unit)
    vocabulary = fit_vocabulary(texts, unit, choices.vocabulary, choices.lower)
    length = choices.length or fitting_length([vocabulary.ids(text) for text in texts], unit)
    return Writing(vocabulary, length)


def _suiting(texts: Sequence[str], choices: Cutting) -> Unit:
    """The unit by which texts are told apart, but characters where many words are rare: those could not be written."""
    unit, _ = suiting(texts)
    words = fit_vocabulary(texts, "word", choices.vocabulary, choices.lower)
    rare = sum(int((words.ids(text) == UNKNOWN).sum()) for text in texts)
    return "character" if rare > MOST_RARE * sum(len(words.ids(text)) for text in texts) else unit
