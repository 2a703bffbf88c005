"""What a user may choose about series."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from neuroglass.data.allowed import SHARE, Rule, are_texts, check, is_whole
from neuroglass.data.cells import MISSING
from neuroglass.data.delimited import Layout

QUANTILES = (0.1, 0.5, 0.9)  # the middle one is the forecast, the outer ones hold 80 % of what comes


def _is_part(value: Any) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < math.inf)


def _are_quantiles(value: Any) -> bool:
    levels = list(value) if isinstance(value, Sequence) and not isinstance(value, str) else [0.0]
    between = all(isinstance(level, float) and 0 < level < 1 for level in levels)
    return between and levels == sorted(set(levels)) and len(levels) % 2 == 1


ALLOWED: dict[str, Rule] = {
    "horizon": (lambda value: is_whole(value) and value > 0, "how many steps ahead, a whole number above 0"),
    "window": (lambda value: value is None or (is_whole(value) and value > 0), "a whole number above 0"),
    **dict.fromkeys(("test", "validation"), (_is_part, "a share of the steps below 1, or a number of steps")),
    **dict.fromkeys(("time", "key"), (lambda value: isinstance(value, str | None), "the name of a column")),
    **dict.fromkeys(("ignore", "missing"), (are_texts, "a list of texts")),
    **dict.fromkeys(("delimiter", "encoding"), (lambda value: isinstance(value, str | None), "a text")),
    "header": (lambda value: isinstance(value, bool | None), "true or false"),
    "quantiles": (_are_quantiles, "rising numbers between 0 and 1, the middle one the forecast, as (0.1, 0.5, 0.9)"),
}


@dataclass(frozen=True)
class SeriesChoices:
    """How series are read and divided; every field is a keyword of ``series``."""

    horizon: int
    time: str | None = None
    key: str | None = None
    window: int | None = None
    test: float | None = None
    validation: float | None = None
    quantiles: Sequence[float] = QUANTILES
    ignore: Sequence[str] = ()
    missing: Sequence[str] = MISSING
    header: bool | None = None
    delimiter: str | None = None
    encoding: str | None = None

    def __post_init__(self) -> None:
        check(self, ALLOWED)

    @property
    def layout(self) -> Layout:
        return Layout(self.header, self.delimiter, self.encoding)

    def held_out(self, steps: int) -> tuple[int, int]:
        """How many of so many steps are kept for the test and, before them, for validation."""
        wanted = min(max(round(SHARE * steps), 2 * self.horizon), steps // 3)
        test = max(wanted, self.horizon) if self.test is None else _steps(self.test, steps)
        return test, _steps(self.validation or 0, steps - test)


def _steps(wanted: float, of: int) -> int:
    """A share, below 1, or a number of steps."""
    return round(wanted * of) if wanted < 1 else int(wanted)
