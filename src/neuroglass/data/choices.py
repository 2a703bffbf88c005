"""What a user may choose about a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from neuroglass.data import splits
from neuroglass.data.allowed import (
    DIVIDED,
    ENOUGH_TO_VALIDATE,
    SHARE,
    Rule,
    apart,
    are_texts,
    check,
    is_whole,
    share_of,
)
from neuroglass.data.cells import MISSING
from neuroglass.data.columns import Wishes
from neuroglass.data.delimited import Layout
from neuroglass.data.texts.units import MOST_TOKENS, UNITS


def _each(names: str, allows: Callable[[Any], bool], expected: str) -> dict[str, Rule]:
    return dict.fromkeys(names.split(), (allows, expected))


# What the settings of a table may be; of test and validation, which may be sources, their readers say.
ALLOWED: dict[str, Rule] = {
    **DIVIDED,
    **_each("scaling", lambda value: isinstance(value, str), "a word"),
    **_each("group time part weight", lambda value: isinstance(value, str | None), "the name of a column"),
    **_each("delimiter encoding", lambda value: isinstance(value, str | None), "a text"),
    **_each("numbers categories text ignore missing", are_texts, "a list of texts"),
    **_each("one_hot_up_to rare_below", is_whole, "a whole number"),
    **_each(
        "length vocabulary",
        lambda value: value is None or (is_whole(value) and 1 < value <= MOST_TOKENS),
        f"a whole number from 2 to {MOST_TOKENS}",
    ),
    **_each("unit", lambda value: value in ("auto", *UNITS), f"one of auto, {', '.join(UNITS)}"),
    **_each("lower", lambda value: isinstance(value, bool), "true or false"),
    **_each("header", lambda value: isinstance(value, bool | None), "true or false"),
}


@dataclass(frozen=True)
class Choices:
    """How a table is understood and divided; every field is a keyword of ``table``."""

    test: Any = None
    validation: Any = None
    task: str = "auto"
    split: str = "auto"
    group: str | None = None
    time: str | None = None
    part: str | None = None
    weight: str | None = None
    numbers: Sequence[str] = ()
    categories: Sequence[str] = ()
    text: Sequence[str] = ()
    ignore: Sequence[str] = ()
    missing: Sequence[str] = MISSING
    scaling: str = "standard"
    one_hot_up_to: int = 8
    rare_below: int = 3
    unit: str = "auto"
    length: int | None = None
    vocabulary: int | None = None
    lower: bool = False
    header: bool | None = None
    delimiter: str | None = None
    encoding: str | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        check(self, ALLOWED)

    @property
    def wishes(self) -> Wishes:
        return Wishes(tuple(self.numbers), tuple(self.categories), tuple(self.text), tuple(self.ignore))

    @property
    def layout(self) -> Layout:
        return Layout(self.header, self.delimiter, self.encoding)

    def shares(self, rows: int) -> splits.Shares:
        """The shares to keep from a source of so many rows: none where a part is given."""
        chosen = SHARE if rows >= ENOUGH_TO_VALIDATE else 0.0
        return splits.Shares(share_of(self.test, SHARE), share_of(self.validation, chosen))

    @property
    def given(self) -> dict[str, Any]:
        """The parts that come as sources of their own."""
        return apart(self.validation, self.test)
