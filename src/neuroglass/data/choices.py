"""What a user may choose about a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from neuroglass.data import splits
from neuroglass.data.cells import MISSING
from neuroglass.data.columns import Wishes
from neuroglass.data.delimited import Layout

SHARE = 0.15  # of the rows for the test, and of the others for validation
ENOUGH_TO_VALIDATE = 5000  # rows; below, each is worth more to learn from than to choose an epoch by


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
    scaling: str = "robust"
    one_hot_up_to: int = 8
    rare_below: int = 3
    header: bool | None = None
    delimiter: str | None = None
    encoding: str | None = None
    seed: int = 0

    @property
    def wishes(self) -> Wishes:
        return Wishes(tuple(self.numbers), tuple(self.categories), tuple(self.text), tuple(self.ignore))

    @property
    def layout(self) -> Layout:
        return Layout(self.header, self.delimiter, self.encoding)

    def shares(self, rows: int) -> splits.Shares:
        """The shares to keep from a source of so many rows: none where a part is given."""
        test = SHARE if self.test is None else self.test
        chosen = SHARE if rows >= ENOUGH_TO_VALIDATE else 0.0
        validation = chosen if self.validation is None else self.validation
        return splits.Shares(*(part if isinstance(part, int | float) else 0.0 for part in (test, validation)))

    @property
    def given(self) -> dict[str, Any]:
        """The parts that come as sources of their own."""
        parts = {"validation": self.validation, "test": self.test}
        return {name: part for name, part in parts.items() if part is not None and not isinstance(part, int | float)}
