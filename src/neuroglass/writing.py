"""What a network writes: a text that goes on, or a text for each row that it is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from neuroglass.data.inputs import WRITTEN
from neuroglass.data.texts.plain_text import settled
from neuroglass.data.texts.streaming import written
from neuroglass.data.texts.vocabulary import FIRST, Vocabulary
from neuroglass.data.texts.writing import Writing
from neuroglass.errors import ConfigurationError, NetworkError
from neuroglass.nn.generation import Sampling, continued, continued_each
from neuroglass.nn.network import Variables
from neuroglass.nn.objective import Objective

AT_ONCE = 256  # rows
Arrays = dict[str, NDArray[np.generic]]
Tokens = NDArray[np.int32]


@dataclass(frozen=True)
class Wish:
    """How a text is to be written.

    Args:
        prompt: how it begins.
        length: tokens that follow it at most.
        sampling: how they are drawn.

    Raises:
        ConfigurationError: a prompt that is no text, or a length that is none.
    """

    prompt: str
    length: int
    sampling: Sampling

    def __post_init__(self) -> None:
        if not isinstance(self.prompt, str):
            raise ConfigurationError(f"prompt={self.prompt!r}", "a text; an empty one begins at the beginning")
        if not isinstance(self.length, int) or isinstance(self.length, bool) or self.length < 0:
            raise ConfigurationError(f"length={self.length!r}", "a whole number, 0 or above")


def going_on(objective: Objective, variables: Variables, vocabulary: Vocabulary, wish: Wish) -> Iterator[str]:
    """What follows a prompt, piece by piece; without any token in it, what follows the end of a line."""
    told = vocabulary.ids(settled(wish.prompt))
    begin = told if len(told) else np.array([vocabulary.begin], np.int32)
    banned = np.arange(vocabulary.size) < FIRST
    bunches = (tokens[None] for tokens in continued(objective, variables, begin, wish.sampling, banned))
    return _behind(wish.prompt, vocabulary, told, (tokens[0] for tokens in _first(wish.length, bunches)))


def of_one(objective: Objective, variables: Variables, writing: Writing, x: Arrays, wish: Wish) -> Iterator[str]:
    """What follows the prompt where one row is given, piece by piece, up to its end."""
    bunches = _bunches(objective, variables, writing, x, np.arange(1), wish)
    told = writing.vocabulary.ids(settled(wish.prompt))
    return _behind(wish.prompt, writing.vocabulary, told, _up_to(writing.end, bunches))


def of_each(
    objective: Objective, variables: Variables, writing: Writing, x: Arrays, rows: NDArray[np.int64], wish: Wish
) -> Iterator[str]:
    """The text of each row, its prompt among it.

    Args:
        x: the arrays that are given; what has been written is none of them.
        rows: their numbers, from which the draws of each follow.
    """
    told = writing.vocabulary.ids(settled(wish.prompt))
    for start in range(0, len(rows), AT_ONCE):
        real = np.arange(start, min(start + AT_ONCE, len(rows)))
        places = _filled(real)
        some = {name: np.asarray(array[places]) for name, array in x.items()}
        bunches = _bunches(objective, variables, writing, some, rows[places], wish)
        tokens = np.concatenate([np.tile(told, (len(places), 1)), *bunches], axis=1)
        yield from (writing.text(ids) for ids in tokens[: len(real)])


def _behind(prompt: str, vocabulary: Vocabulary, told: Tokens, coming: Iterable[Tokens]) -> Iterator[str]:
    """What follows a prompt; the blank before a word is left out where the prompt ends in one already."""
    has_blank = vocabulary.unit == "word" and prompt[-1:].isspace()
    for piece in written(vocabulary, told, coming):
        yield piece.removeprefix(" ") if has_blank else piece
        has_blank &= not piece


def _bunches(
    objective: Objective, variables: Variables, writing: Writing, x: Arrays, rows: NDArray[np.int64], wish: Wish
) -> Iterator[Tokens]:
    _refuse_lost(variables)
    begin = np.array([writing.end, *writing.vocabulary.ids(settled(wish.prompt))], np.int32)
    given = {name: array for name, array in x.items() if name != WRITTEN}
    sampling, banned, end = wish.sampling, writing.banned, writing.end
    return _first(wish.length, continued_each(objective, variables, WRITTEN, given, begin, sampling, banned, end, rows))


def _refuse_lost(variables: Variables) -> None:
    """Refuse weights that are not finite: no token that is drawn by them would show it."""
    if not all(bool(jnp.isfinite(weight).all()) for weight in jax.tree.leaves(variables)):
        raise NetworkError(
            "the network's weights hold NaN or infinity",
            "finite numbers",
            "Its training went astray: train again with a lower learning rate",
        )


def _first(length: int, bunches: Iterable[Tokens]) -> Iterator[Tokens]:
    """So many tokens, (rows, tokens), out of bunches that may never end."""
    for bunch in bunches if length else ():
        yield bunch[:, :length]
        length -= bunch.shape[1]
        if length <= 0:
            return


def _up_to(end: int, bunches: Iterable[Tokens]) -> Iterator[Tokens]:
    """The tokens of one row before its end."""
    for (bunch,) in bunches:
        yield bunch[: int(np.argmax(bunch == end))] if end in bunch else bunch


def _filled(places: NDArray[np.int64]) -> NDArray[np.int64]:
    """As many rows as a power of two, the last one several times: few shapes, few compilations."""
    room = 1 << (len(places) - 1).bit_length()
    return np.append(places, np.repeat(places[-1:], room - len(places)))
