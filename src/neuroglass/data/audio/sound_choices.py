"""What a user may choose about sounds."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from neuroglass.data import splits
from neuroglass.data.allowed import DECODED, DIVIDED, ENOUGH_TO_VALIDATE, SHARE, Rule, apart, check, is_whole, share_of
from neuroglass.data.audio.clip import LONGEST, SHORTEST
from neuroglass.data.audio.wav import SLOWEST

HIGHEST_RATE = 48_000


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
    **DIVIDED,
    **DECODED,
    "rate": (_is_rate, f'"auto", or samples a second from {SLOWEST} to {HIGHEST_RATE}'),
    "seconds": (_is_length, f'"auto", or a number from {SHORTEST} to {LONGEST}'),
    "group": (_is_pattern, r"a regular expression for a part of the file name, as _(\w+)_"),
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
        check(self, ALLOWED)

    def shares(self, samples: int, has_test: bool, has_validation: bool) -> splits.Shares:
        """The shares to keep of so many clips: none for a part that there is already."""
        test = 0.0 if has_test else share_of(self.test, SHARE)
        chosen = SHARE if samples >= ENOUGH_TO_VALIDATE else 0.0
        return splits.Shares(test, 0.0 if has_validation else share_of(self.validation, chosen))

    @property
    def named(self) -> dict[str, Any]:
        """The parts that are no shares: sources of their own, or names of groups."""
        return apart(self.validation, self.test)

    @property
    def given(self) -> dict[str, Any]:
        """The parts that come as sources of their own."""
        return {} if self.group is not None else self.named
