"""What is refused whatever is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

import numpy as np

from neuroglass.errors import NetworkError

if TYPE_CHECKING:
    from neuroglass.glass.glass import Glass


def check_sample(glass: Glass, sample: int) -> None:
    """Refuse a sample that is not looked at.

    Raises:
        NetworkError: its number, and those there are.
    """
    check_number("sample", "the samples", sample, len(glass.part))


def check_number(kind: str, of: str, number: object, count: int) -> None:
    """Refuse what is no number of one of ``count`` things.

    Raises:
        NetworkError: what was given, and the numbers there are.
    """
    if not is_whole(number) or not 0 <= number < count:
        raise NetworkError(f"{kind} {number!r} of {of}", f"a number from 0 to {count - 1}")


def is_whole(number: object) -> TypeGuard[int]:
    """Whether it counts something: True and False do not."""
    return isinstance(number, int | np.integer) and not isinstance(number, bool)
