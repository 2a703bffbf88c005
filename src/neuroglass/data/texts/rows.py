"""Texts as rows of ids: windows of one long text, or one text a row, filled up behind its end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

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


def padded(texts: Sequence[Ids], length: int) -> Ids:
    """One text a row, int32 (n, length): cut at ``length``, filled up with 0 behind; an empty text is one unknown."""
    rows = np.full((len(texts), length), PADDING, np.int32)
    for row, ids in enumerate(texts):
        seen = ids[:length] if len(ids) else [UNKNOWN]
        rows[row, : len(seen)] = seen
    return rows


def fitting_length(texts: Sequence[Ids], unit: Unit) -> int:
    """How long a row must be: the longest text, or where that is rare, what nearly all need; within bounds."""
    lengths = np.array([len(ids) for ids in texts])
    nearly = max(SHORTEST, int(np.quantile(lengths, NEARLY_ALL, method="higher")))
    longest = max(SHORTEST, int(lengths.max()))
    return min(LONGEST[unit], longest if longest <= 2 * nearly else nearly)


def unknown_told(texts: Sequence[str], ids: Sequence[Ids], vocabulary: Vocabulary) -> list[str]:
    """A sentence on tokens that training did not know."""
    counts = [int((one == UNKNOWN).sum()) for one in ids]
    strange: dict[str, None] = {}
    for text, count in zip(texts, counts, strict=True):
        if count and len(strange) <= SHOWN:
            strange |= dict.fromkeys(vocabulary.strange(text))
    if not strange:
        return []
    shown = ", ".join(map(repr, list(strange)[:SHOWN])) + (", ..." if len(strange) > SHOWN else "")
    return [f"{sum(counts):,} {vocabulary.unit}(s) are not in the vocabulary ({shown}); they are read as unknown"]


def cut_told(texts: Sequence[Ids], unit: Unit, length: int) -> list[str]:
    """A sentence on texts that are longer than a row."""
    longer = sum(len(ids) > length for ids in texts)
    if not longer:
        return []
    return [f"{longer:,} of {len(texts):,} texts are longer than {length:,} {PLURAL[unit]} and are cut there"]
