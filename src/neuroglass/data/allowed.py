"""What several kinds of data let a user choose: rules, shares and parts that come as sources of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from neuroglass.errors import ConfigurationError

SHARE = 0.15  # of the rows for the test, and of the others for validation
ENOUGH_TO_VALIDATE = 5000  # rows; below, each is worth more to learn from than to choose an epoch by

Rule = tuple[Callable[[Any], bool], str]


def is_whole(value: Any) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def are_texts(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and all(isinstance(one, str) for one in value)


def _is_share(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


DIVIDED: dict[str, Rule] = {
    **dict.fromkeys(("task", "split"), (lambda value: isinstance(value, str), "a word")),
    "seed": (is_whole, "a whole number"),
}
DECODED: dict[str, Rule] = {
    "broken": (_is_share, "a share from 0 to 1"),
    "progress": (
        lambda value: value is None or callable(value),
        "something to call with how many are done, of how many",
    ),
}


def check(choices: object, allowed: Mapping[str, Rule]) -> None:
    """Refuse what a setting cannot be.

    Raises:
        ConfigurationError: the first such setting, and what it may be.
    """
    for name, (allows, expected) in allowed.items():
        value = getattr(choices, name)
        if not allows(value):
            raise ConfigurationError(f"{name} = {value!r}", expected)


def share_of(wanted: Any, chosen: float) -> float:
    """The share to keep for a part: as told, as chosen where nothing is told, none where it is a source of its own."""
    if wanted is None:
        return chosen
    return wanted if isinstance(wanted, int | float) else 0.0


def apart(validation: Any, test: Any) -> dict[str, Any]:
    """The parts that are no shares: sources of their own, or names."""
    parts = {"validation": validation, "test": test}
    return {name: part for name, part in parts.items() if part is not None and not isinstance(part, int | float)}
