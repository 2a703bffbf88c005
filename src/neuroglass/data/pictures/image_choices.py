"""What a user may choose about pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from neuroglass.data import splits
from neuroglass.data.choices import ENOUGH_TO_VALIDATE, SHARE, Rule, is_whole
from neuroglass.errors import ConfigurationError

MOST_TO_VALIDATE = 5000  # pictures; more would make no epoch easier to choose
LARGEST_SIDE = 4096
FITS = ("auto", "crop", "pad", "stretch")
COLORS = ("auto", "grey", "rgb")


def _is_size(value: Any) -> bool:
    sides = tuple(value) if isinstance(value, Sequence) and not isinstance(value, str) else (value, value)
    return value == "auto" or (len(sides) == 2 and all(is_whole(side) and 0 < side <= LARGEST_SIDE for side in sides))


def _is_share(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


ALLOWED: dict[str, Rule] = {
    "task": (lambda value: isinstance(value, str), "a word"),
    "split": (lambda value: isinstance(value, str), "a word"),
    "seed": (is_whole, "a whole number"),
    "size": (_is_size, f'"auto", a whole number up to {LARGEST_SIDE}, or (height, width)'),
    "fit": (lambda value: value in FITS, f"one of {', '.join(FITS)}"),
    "color": (lambda value: value in COLORS, f"one of {', '.join(COLORS)}"),
    "broken": (_is_share, "a share from 0 to 1"),
    "path": (lambda value: isinstance(value, str | None), "the name of a column"),
    "progress": (
        lambda value: value is None or callable(value),
        "something to call with how many are done, of how many",
    ),
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
    seed: int = 0
    progress: Callable[[int, int], None] | None = None

    def __post_init__(self) -> None:
        for name, (allows, expected) in ALLOWED.items():
            value = getattr(self, name)
            if not allows(value):
                raise ConfigurationError(f"{name} = {value!r}", expected)

    @property
    def shape(self) -> tuple[int, int] | None:
        """The height and width that were told."""
        if isinstance(self.size, str):
            return None
        return (self.size, self.size) if isinstance(self.size, int) else (self.size[0], self.size[1])

    def shares(self, pictures: int, has_test: bool, has_validation: bool) -> splits.Shares:
        """The shares to keep of so many pictures: none for a part that there is already."""
        test = 0.0 if has_test else _share(self.test, SHARE)
        others = pictures * (1 - test)
        chosen = min(SHARE, MOST_TO_VALIDATE / others) if pictures >= ENOUGH_TO_VALIDATE else 0.0
        return splits.Shares(test, 0.0 if has_validation else _share(self.validation, chosen))

    @property
    def given(self) -> dict[str, Any]:
        """The parts that come as sources of their own."""
        parts = {"validation": self.validation, "test": self.test}
        return {name: part for name, part in parts.items() if part is not None and not isinstance(part, int | float)}


def _share(wanted: Any, chosen: float) -> float:
    if wanted is None:
        return chosen
    return wanted if isinstance(wanted, int | float) else 0.0
