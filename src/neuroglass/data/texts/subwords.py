"""Sub-words: byte-pair encoding by the ``tokenizers`` package, which is asked for where it is needed."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from neuroglass.errors import ConfigurationError, DataError

LEAST = 257  # sub-words: every byte, and one pair of them
DAMAGED = "The model's file is damaged"


def fit(texts: Sequence[str], most: int) -> tuple[tuple[str, ...], str]:
    """The sub-words of these texts, at most so many, and the rules that cut a text into them, as JSON.

    Source: R. Sennrich, B. Haddow, A. Birch, Neural machine translation of rare words with subword units, 2016
    (arXiv:1508.07909), on bytes.

    Raises:
        ConfigurationError: fewer than there are bytes, or the package is not there.
    """
    if most < LEAST:
        raise ConfigurationError(f"vocabulary = {most}", f"{LEAST} or more sub-words: each byte is one")
    package = _package()
    tokenizer = package.Tokenizer(package.models.BPE())
    tokenizer.pre_tokenizer = package.pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = package.decoders.ByteLevel()
    alphabet = package.pre_tokenizers.ByteLevel.alphabet()
    trainer = package.trainers.BpeTrainer(vocab_size=most, initial_alphabet=alphabet, show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    known = tokenizer.get_vocab()
    return tuple(sorted(known, key=lambda token: known[token])), tokenizer.to_str()


def ids(rules: str, text: str) -> list[int]:
    """A text as numbers of sub-words, from 0."""
    return list(_tokenizer(rules).encode(text).ids)


def text(rules: str, numbers: Sequence[int]) -> str:
    """The text of sub-words."""
    return str(_tokenizer(rules).decode(list(numbers)))


@functools.lru_cache(maxsize=4)
def _tokenizer(rules: str) -> Any:
    try:
        return _package().Tokenizer.from_str(rules)
    except ValueError as error:
        raise DataError(f"The rules of the sub-words cannot be read: {error}", "", DAMAGED) from error


def _package() -> Any:
    try:
        import tokenizers
    except ImportError as error:
        raise ConfigurationError(
            "Sub-words need the package tokenizers, which is not installed",
            "",
            'Install it with: pip install "neuroglass[text]", or take unit="word"',
        ) from error
    return tokenizers
