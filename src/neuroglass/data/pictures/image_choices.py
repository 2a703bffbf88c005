"""What a user may choose about pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from neuroglass.data import splits
from neuroglass.data.allowed import DECODED, DIVIDED, ENOUGH_TO_VALIDATE, SHARE, Rule, apart, check, is_whole, share_of
from neuroglass.data.choices import ALLOWED as OF_TABLES

MOST_TO_VALIDATE = 5000  # pictures; more would make no epoch easier to choose
LARGEST_SIDE = 4096
FITS = ("auto", "crop", "pad", "stretch")
COLORS = ("auto", "grey", "rgb")


def _is_size(value: Any) -> bool:
    sides = tuple(value) if isinstance(value, Sequence) and not isinstance(value, str) else (value, value)
    return value == "auto" or (len(sides) == 2 and all(is_whole(side) and 0 < side <= LARGEST_SIDE for side in sides))


ALLOWED: dict[str, Rule] = {
    **DIVIDED,
    **DECODED,
    "size": (_is_size, f'"auto", a whole number up to {LARGEST_SIDE}, or (height, width)'),
    "fit": (lambda value: value in FITS, f"one of {', '.join(FITS)}"),
    "color": (lambda value: value in COLORS, f"one of {', '.join(COLORS)}"),
    **{name: OF_TABLES[name] for name in ("unit", "length", "vocabulary", "lower")},
    "path": (lambda value: isinstance(value, str | None), "the name of a column"),
}


@dataclass(frozen=True)
class ImageChoices:
    """How pictures are read and divided; every field is a keyword of ``images``."""

    test: Any = None
    validation: Any = None
    task: str = "auto"
    split: str = "auto"
    size: int | tuple[int, int] | str = "auto"
    fit: str = "auto"
    color: str = "auto"
    broken: float = 0.01
    path: str | None = None
    unit: str = "auto"
    length: int | None = None
    vocabulary: int | None = None
    lower: bool = False
    seed: int = 0
    progress: Callable[[int, int], None] | None = None

    def __post_init__(self) -> None:
        check(self, ALLOWED)

    @property
    def shape(self) -> tuple[int, int] | None:
        """The height and width that were told."""
        if isinstance(self.size, str):
            return None
        return (self.size, self.size) if isinstance(self.size, int) else (self.size[0], self.size[1])

    def shares(self, pictures: int, has_test: bool, has_validation: bool) -> splits.Shares:
        """The shares to keep of so many pictures: none for a part that there is already."""
        test = 0.0 if has_test else share_of(self.test, SHARE)
        others = pictures * (1 - test)
        chosen = min(SHARE, MOST_TO_VALIDATE / others) if pictures >= ENOUGH_TO_VALIDATE else 0.0
        return splits.Shares(test, 0.0 if has_validation else share_of(self.validation, chosen))

    @property
    def given(self) -> dict[str, Any]:
        """The parts that come as sources of their own."""
        return apart(self.validation, self.test)
