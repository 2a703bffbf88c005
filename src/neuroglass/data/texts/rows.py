"""Texts as rows of ids: windows of one long text, or one text a row, filled up behind its end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.texts.units import Unit
from neuroglass.data.texts.vocabulary import PADDING, UNKNOWN, Ids, Vocabulary

NOTHING = -1  # in y: no token comes next
NEARLY_ALL = 0.95  # of the texts are not cut
SHORTEST = 2  # tokens in a row
LONGEST: dict[Unit, int] = {"character": 2048, "byte": 2048, "word": 512, "subword": 512}
SHOWN = 3  # unknown tokens that are named
PLURAL: dict[Unit, str] = {"character": "characters", "byte": "bytes", "word": "words", "subword": "sub-words"}


def windows(ids: Ids, length: int) -> tuple[Ids, Ids]:
    """Consecutive windows of a text, and the token that follows each: x and y, both int32 (windows, length).

    Behind the end x is 0 and y -1; the last token is asked for and has none to follow it.

    >>> x, y = windows(np.array([5, 6, 7, 8, 9], np.int32), 3)
    >>> x.tolist(), y.tolist()
    ([[5, 6, 7], [8, 0, 0]], [[6, 7, 8], [9, -1, -1]])
    """
    seen, following = ids[: max(1, len(ids) - 1)], ids[1:]
    count = max(1, -(-len(seen) // length))
    x, y = np.full(count * length, PADDING, np.int32), np.full(count * length, NOTHING, np.int32)
    x[: len(seen)], y[: len(following)] = seen, following
    return x.reshape(count, length), y.reshape(count, length)


def padded(texts: Iterable[str], vocabulary: Vocabulary, length: int) -> Ids:
    """One text a row, int32 (n, length): cut at ``length``, filled up with 0 behind; one unknown for an empty one."""
    found = [vocabulary.ids(text)[:length] for text in texts]
    rows = np.full((len(found), length), PADDING, np.int32)
    for row, ids in enumerate(found):
        rows[row, : max(1, len(ids))] = ids if len(ids) else UNKNOWN
    return rows


def fitting_length(texts: Sequence[str], vocabulary: Vocabulary) -> int:
    """How long a row must be: the longest text, or where that is rare, what nearly all need; within bounds."""
    lengths = np.array([len(vocabulary.ids(text)) for text in texts])
    nearly = max(SHORTEST, int(np.quantile(lengths, NEARLY_ALL, method="higher")))
    longest = max(SHORTEST, int(lengths.max()))
    return min(LONGEST[vocabulary.unit], longest if longest <= 2 * nearly else nearly)


def unknown_told(texts: Sequence[str], vocabulary: Vocabulary, counted: NDArray[np.int32]) -> list[str]:
    """A sentence on tokens that training did not know; ``counted`` are the ids of all."""
    count = int((counted == UNKNOWN).sum())
    strange = list(dict.fromkeys(token for text in texts for token in vocabulary.strange(text))) if count else []
    if not strange:
        return []
    shown = ", ".join(map(repr, strange[:SHOWN])) + (", ..." if len(strange) > SHOWN else "")
    return [f"{count:,} {vocabulary.unit}(s) are not in the vocabulary ({shown}); they are read as unknown"]


def cut_told(texts: Sequence[str], vocabulary: Vocabulary, length: int) -> list[str]:
    """A sentence on texts that are longer than a row."""
    longer = sum(len(vocabulary.ids(text)) > length for text in texts)
    if not longer:
        return []
    return [
        f"{longer:,} of {len(texts):,} texts are longer than {length:,} {PLURAL[vocabulary.unit]} and are cut there"
    ]
