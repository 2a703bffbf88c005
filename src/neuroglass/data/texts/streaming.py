"""Tokens as a text that grows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.texts.vocabulary import Vocabulary

LOOKED_BACK = 16  # tokens; how a token is written depends on its neighbours
Ids = NDArray[np.integer]
CUT = "\ufffd"  # stands for bytes whose character is not whole yet


def written(vocabulary: Vocabulary, before: Ids, coming: Iterable[Ids]) -> Iterator[str]:
    """What each bunch of tokens adds to the text of those ``before``.

    >>> words = Vocabulary("word", ("well", ",", "done"), lower=False)
    >>> list(written(words, np.array([2]), [np.array([3]), np.array([4])]))
    [',', ' done']
    """
    tail, held = before[-LOOKED_BACK:].tolist(), 0
    for tokens in coming:
        told = len(vocabulary.text(tail)) - held
        tail += tokens.tolist()
        text = vocabulary.text(tail)
        held = len(text) - len(text.rstrip(CUT)) if vocabulary.unit == "byte" else 0
        yield text[told : len(text) - held]
        tail = tail[-LOOKED_BACK:]
