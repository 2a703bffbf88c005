"""What is refused whatever is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neuroglass.errors import NetworkError

if TYPE_CHECKING:
    from neuroglass.glass.glass import Glass


def check_sample(glass: Glass, sample: int) -> None:
    """Refuse a sample that is not looked at.

    Raises:
        NetworkError: its number, and those there are.
    """
    if not 0 <= sample < len(glass.part):
        raise NetworkError(f"sample {sample} of the samples", f"a number from 0 to {len(glass.part) - 1}")
