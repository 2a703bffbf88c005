"""What a user may choose about sounds."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from neuroglass.data import splits
from neuroglass.data.audio.clip import SHORTEST
from neuroglass.data.audio.wav import SLOWEST
from neuroglass.data.choices import ENOUGH_TO_VALIDATE, SHARE, Rule, is_whole
from neuroglass.errors import ConfigurationError

HIGHEST_RATE = 48_000
LONGEST = 60  # seconds


def _is_share(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _is_rate(value: Any) -> bool:
    return value == "auto" or (is_whole(value) and SLOWEST <= value <= HIGHEST_RATE)


def _is_length(value: Any) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value == "auto" or (is_number and SHORTEST <= value <= LONGEST)


def _is_pattern(value: Any) -> bool:
    try:
        return value is None or (isinstance(value, str) and bool(re.compile(value)))
    except re.error:
        return False


ALLOWED: dict[str, Rule] = {
    "task": (lambda value: isinstance(value, str), "a word"),
    "split": (lambda value: isinstance(value, str), "a word"),
    "seed": (is_whole, "a whole number"),
    "rate": (_is_rate, f'"auto", or samples a second from {SLOWEST} to {HIGHEST_RATE}'),
    "seconds": (_is_length, f'"auto", or a number from {SHORTEST} to {LONGEST}'),
    "group": (_is_pattern, r"a regular expression for a part of the file name, as _(\w+)_"),
    "broken": (_is_share, "a share from 0 to 1"),
    "progress": (
        lambda value: value is None or callable(value),
        "something to call with how many are done, of how many",
    ),
}


@dataclass(frozen=True)
class SoundChoices:
    """How sounds are read and divided; every field is a keyword of ``sounds``."""

    test: Any = None
    validation: Any = None
    task: str = "auto"
    split: str = "auto"
    group: str | None = None
    rate: int | str = "auto"
    seconds: float | str = "auto"
    broken: float = 0.01
    seed: int = 0
    progress: Callable[[int, int], None] | None = None

    def __post_init__(self) -> None:
        for name, (allows, expected) in ALLOWED.items():
            value = getattr(self, name)
            if not allows(value):
                raise ConfigurationError(f"{name} = {value!r}", expected)

    def shares(self, samples: int, has_test: bool, has_validation: bool) -> splits.Shares:
        """The shares to keep of so many clips: none for a part that there is already."""
        test = 0.0 if has_test else _share(self.test, SHARE)
        chosen = SHARE if samples >= ENOUGH_TO_VALIDATE else 0.0
        return splits.Shares(test, 0.0 if has_validation else _share(self.validation, chosen))

    @property
    def named(self) -> dict[str, Any]:
        """The parts that are no shares: sources of their own, or names of groups."""
        parts = {"validation": self.validation, "test": self.test}
        return {name: part for name, part in parts.items() if part is not None and not isinstance(part, int | float)}

    @property
    def given(self) -> dict[str, Any]:
        """The parts that come as sources of their own."""
        return {} if self.group is not None else self.named


def _share(wanted: Any, chosen: float) -> float:
    if wanted is None:
        return chosen
    return wanted if isinstance(wanted, int | float) else 0.0
