"""What a user may choose about texts."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import Any

from neuroglass.data import splits
from neuroglass.data.allowed import DIVIDED, ENOUGH_TO_VALIDATE, SHARE, Rule, apart, check, share_of
from neuroglass.data.choices import ALLOWED as OF_TABLES

END_SHARE = 0.1  # of a text, its end, to test on
END_TO_VALIDATE = 0.05  # of what is left
LONG = 200_000  # characters of a text, from which some of it is worth more to choose an epoch by than to learn from


def _is_encoding(value: Any) -> bool:
    if value is None:
        return True
    try:
        return isinstance(value, str) and bool(codecs.lookup(value))
    except LookupError:
        return False


ALLOWED: dict[str, Rule] = {
    **DIVIDED,
    **{name: OF_TABLES[name] for name in ("unit", "length", "vocabulary", "lower")},
    "encoding": (_is_encoding, "the name of an encoding, like utf-8, cp1252 or gb18030"),
}


@dataclass(frozen=True)
class TextChoices:
    """How texts are read and divided; every field is a keyword of ``text``."""

    test: Any = None
    validation: Any = None
    task: str = "auto"
    split: str = "auto"
    unit: str = "auto"
    length: int | None = None
    vocabulary: int | None = None
    lower: bool = False
    encoding: str | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        check(self, ALLOWED)

    def shares(self, samples: int, has_test: bool, has_validation: bool) -> splits.Shares:
        """The shares to keep of so many labelled texts: none for a part that there is already."""
        test = 0.0 if has_test else share_of(self.test, SHARE)
        chosen = SHARE if samples >= ENOUGH_TO_VALIDATE else 0.0
        return splits.Shares(test, 0.0 if has_validation else share_of(self.validation, chosen))

    def end_shares(self, characters: int) -> splits.Shares:
        """The shares to keep of the end of one text: none for a part that there is already."""
        test = 0.0 if "test" in self.given else share_of(self.test, END_SHARE)
        chosen = END_TO_VALIDATE if characters >= LONG else 0.0
        return splits.Shares(test, 0.0 if "validation" in self.given else share_of(self.validation, chosen))

    @property
    def given(self) -> dict[str, Any]:
        """The parts that come as sources of their own."""
        return apart(self.validation, self.test)
