"""A column of texts in a table: the ids of each, beside the numbers and categories of its row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, cast

import polars as pl

from neuroglass.data.encoders import Tell
from neuroglass.data.inputs import InputSpec
from neuroglass.data.texts.plain_text import settled
from neuroglass.data.texts.rows import PLURAL, cut_told, fitting_length, padded, unknown_told
from neuroglass.data.texts.units import MOST_TOKENS, Unit, suiting
from neuroglass.data.texts.vocabulary import Ids, Vocabulary, fit_vocabulary
from neuroglass.errors import DataError


class Cutting(Protocol):
    """What a user may choose about how texts are cut into tokens."""

    @property
    def unit(self) -> str: ...
    @property
    def length(self) -> int | None: ...
    @property
    def vocabulary(self) -> int | None: ...
    @property
    def lower(self) -> bool: ...


@dataclass(frozen=True)
class TextColumn:
    """A fitted column of texts: int32 (n, length), a missing text as one unknown token."""

    name: str
    vocabulary: Vocabulary
    length: int

    def __post_init__(self) -> None:
        if not 1 <= self.length <= MOST_TOKENS:
            raise ValueError(f"texts of {self.length} tokens")

    @property
    def input(self) -> InputSpec:
        return InputSpec((self.length,), "int32", self.vocabulary.size, padded=True)

    @property
    def told(self) -> str:
        """How it is read, for people."""
        unit = PLURAL[self.vocabulary.unit]
        kept = f"{len(self.vocabulary.tokens):,} different ones in the vocabulary"
        return f"{self.name!r} is cut into {unit}, {kept}; {self.length:,} are read of each text"

    def encode(self, column: pl.Series, tell: Tell) -> Ids:
        texts = texts_of(column)
        ids = [self.vocabulary.ids(text) for text in texts]
        unknown = unknown_told(texts, ids, self.vocabulary)
        for sentence in (*unknown, *cut_told(ids, self.vocabulary.unit, self.length)):
            tell(f"{self.name!r}: {sentence}")
        return padded(ids, self.length)


def fit_text(column: pl.Series, choices: Cutting) -> TextColumn:
    """The vocabulary and length that suit the texts of a column.

    Raises:
        DataError: all of them are missing.
    """
    texts = [text for text in texts_of(column) if text]
    if not texts:
        raise DataError(f"The column {column.name!r} holds no text in the training part", "texts")
    unit = suiting(texts)[0] if choices.unit == "auto" else cast(Unit, choices.unit)
    vocabulary = fit_vocabulary(texts, unit, choices.vocabulary, choices.lower)
    length = choices.length or fitting_length([vocabulary.ids(text) for text in texts], unit)
    return TextColumn(column.name, vocabulary, length)


def texts_of(column: pl.Series) -> list[str]:
    """The texts of a cleaned column; empty ones where they are missing."""
    return [settled(text) for text in column.cast(pl.String).fill_null("")]
