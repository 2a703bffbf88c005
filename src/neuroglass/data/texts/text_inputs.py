"""The input side of a spec for texts: the vocabulary and the length of a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from neuroglass.data.array_inputs import encode_answers
from neuroglass.data.folders.labelling import encode_labels
from neuroglass.data.inputs import TEXT, Encoded, InputSpec
from neuroglass.data.targets import Target
from neuroglass.data.texts import finding
from neuroglass.data.texts.rows import cut_told, padded, unknown_told, windows
from neuroglass.data.texts.taking import Taken
from neuroglass.data.texts.units import MOST_TOKENS
from neuroglass.data.texts.vocabulary import Ids, Vocabulary
from neuroglass.errors import DataError

Array = NDArray[np.generic]


@dataclass(frozen=True)
class TextInputs:
    """How a text becomes rows of ids.

    Args:
        vocabulary: the tokens that are known.
        length: tokens in a row.
        continues: whether a text goes on from row to row and each step asks for the next token; else a row is a text.
        encoding: of files; None where it is found out.
    """

    vocabulary: Vocabulary
    length: int
    continues: bool
    encoding: str | None

    def __post_init__(self) -> None:
        if not 2 <= self.length <= MOST_TOKENS:
            raise ValueError(f"rows of {self.length} tokens")

    @property
    def inputs(self) -> dict[str, InputSpec]:
        return {TEXT: InputSpec((self.length,), "int32", self.vocabulary.size, padded=not self.continues)}

    def asks_for(self, target: Target) -> bool:
        """Whether a target is the next token at each step."""
        return target.classes == self.vocabulary.names and target.steps == self.length

    def encode(self, raw: Any) -> Encoded:
        """Texts as ids: a text, a path of one, of a folder or an archive, or a list of texts or paths.

        Raises:
            DataError: nothing there that can be read.
        """
        return self.encode_taken(self._taken(raw, "next"))

    def encode_target(self, raw: Any, target: Target) -> Array:
        """The targets of labelled texts, the next tokens of a text, or an array of labels."""
        if isinstance(raw, np.ndarray | pl.Series) and not self.continues:
            return encode_answers(raw, target)
        return self.encode_labelled(raw, target)[1]

    def encode_labelled(self, raw: Any, target: Target) -> tuple[Encoded, Array]:
        """The readable texts of a labelled source, or of a pair (texts, labels), with their targets.

        Raises:
            DataError: no targets, or not as many as texts.
        """
        taken = self._taken(raw, "next" if self.continues else "classes")
        encoded = self.encode_taken(taken)
        if self.continues:
            return encoded, self._coming(taken)
        return encoded, encode_labels(taken.listing, taken.rows, target)[0]

    def encode_taken(self, taken: Taken) -> Encoded:
        """Texts that were read, as ids."""
        ids = self._ids(taken)
        told = [*taken.notes, *unknown_told(taken.texts, ids, self.vocabulary)]
        told += [f"{part.count} left out: {part.reason} ({', '.join(part.places)})" for part in taken.skipped]
        if self.continues:
            x = np.concatenate([windows(one, self.length)[0] for one in ids])
            return Encoded({TEXT: x}, np.arange(len(x)), tuple(told))
        left_out = sum(part.count for part in taken.broken)
        told += cut_told(ids, self.vocabulary.unit, self.length)
        return Encoded({TEXT: padded(ids, self.length)}, taken.rows, tuple(told), taken.names, left_out)

    def _coming(self, taken: Taken) -> Array:
        y = np.concatenate([windows(ids, self.length)[1] for ids in self._ids(taken)])
        if (y < 0).all():
            raise DataError(f"{taken.listing.source} holds one token, and none comes next", "a text of two or more")
        return y

    def _ids(self, taken: Taken) -> list[Ids]:
        return [self.vocabulary.ids(text) for text in taken.texts]

    def _taken(self, raw: Any, task: str) -> Taken:
        taken = finding.taken(raw, task, self.encoding, to_learn=False)
        return taken if self.continues else taken.ended
