"""What each column is: guessed by one table of rules, told with the reason, overridden by the user's word."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from neuroglass.data.dates import guess_format
from neuroglass.errors import DataError, nearest

USED = ("number", "category", "date", "text")
ID_NAME = re.compile(r"(^|[_\W])(id|uuid|guid|index|key|rownum|row|no|nr|unnamed.*)$|^$", re.IGNORECASE)


@dataclass(frozen=True)
class Guess:
    """The kind of a column and why; ``format`` is how its dates are written."""

    name: str
    kind: str
    reason: str
    format: str = ""


class Profile:
    """What the rules ask about a cleaned column, worked out when asked."""

    def __init__(self, column: pl.Series):
        self.column = column
        self.rows = len(column)
        self.there = self.rows - column.null_count()

    @cached_property
    def distinct(self) -> int:
        return self.column.drop_nulls().n_unique()

    @property
    def is_constant(self) -> bool:
        may_be = self.there == self.rows and self.column.head(1000).n_unique() == 1  # spares most columns the count
        return may_be and self.distinct == 1

    @cached_property
    def cast(self) -> pl.Series:
        return self.column.cast(pl.Float64, strict=False)

    @cached_property
    def number_share(self) -> float:
        if self.column.dtype == pl.String and not self.column.head(200).str.contains(r"\d").any():
            return float(self.cast.is_not_null().sum()) / max(self.there, 1)
        return (self.rows - self.cast.null_count()) / max(self.there, 1)

    @property
    def is_plain(self) -> bool:
        return not self.column.dtype.is_nested() and self.column.dtype not in (pl.Binary, pl.Object)

    @property
    def is_number(self) -> bool:
        return self.column.dtype.is_numeric() or self.column.dtype == pl.Duration or self.number_share >= 0.9

    @cached_property
    def counts_up(self) -> bool:
        steps = self.cast.diff().drop_nulls()
        return self.there == self.rows > 2 and bool((steps == 1).all())

    @property
    def is_code(self) -> bool:
        """Digits with leading zeros, all of one length, like postcodes."""
        if self.column.dtype != pl.String:
            return False
        lengths = self.column.drop_nulls().str.len_chars()
        digits = self.column.drop_nulls().str.contains(r"^\d+$").all()
        return bool(digits and lengths.n_unique() == 1 and self.column.str.contains(r"^0\d").any())

    @property
    def is_decimal_comma(self) -> bool:
        return self.column.dtype == pl.String and bool(
            self.column.drop_nulls().str.contains(r"^[+-]?\d*(,\d+)?([eE][+-]?\d+)?$").all()
        )

    @cached_property
    def length(self) -> float:
        return float(str(self.column.cast(pl.String).str.len_chars().mean() or 0))

    @cached_property
    def date_format(self) -> str | None:
        return guess_format(self.column)

    @property
    def named_like_id(self) -> bool:
        return bool(ID_NAME.search(self.column.name))


Rule = tuple[str, Callable[[Profile], bool], str]

# The first rule that holds decides. A sentence may use what the profile knows.
RULES: tuple[Rule, ...] = (
    ("empty", lambda p: p.there == 0, "it holds nothing"),
    ("nested", lambda p: not p.is_plain, "it holds no plain values"),
    ("constant", lambda p: p.is_constant, "every row has the same value"),
    (
        "nested",
        lambda p: p.column.dtype.is_nested() or p.column.dtype in (pl.Binary, pl.Object),
        "it holds no plain values",
    ),
    ("category", lambda p: p.column.dtype == pl.Boolean, "true or false"),
    ("date", lambda p: p.column.dtype in (pl.Date, pl.Datetime), "dates already"),
    ("category", lambda p: p.is_code, "digits with leading zeros are a code, not a quantity"),
    ("identifier", lambda p: p.is_number and p.counts_up, "it counts the rows"),
    (
        "identifier",
        lambda p: p.is_number and p.named_like_id and p.distinct == p.there > 20,
        "it is named like one and every value differs",
    ),
    ("number", lambda p: p.is_number and p.number_share == 1, "every value is a number"),
    ("number", lambda p: p.is_number, "at least nine values in ten are numbers"),
    ("number", lambda p: p.is_decimal_comma, "every value is a number with a decimal comma"),
    ("date", lambda p: p.date_format is not None, "every value is a date like {p.date_format}"),
    (
        "text",
        lambda p: p.distinct > 0.5 * p.there and p.there > 20 and p.length > 30,
        "long and nearly all different",
    ),
    ("identifier", lambda p: p.distinct > 0.9 * p.there and p.there > 20, "nearly every value differs"),
    ("category", lambda p: p.there > 0, "{p.distinct} different values"),
)


@dataclass(frozen=True)
class Wishes:
    """The columns whose kind the user names."""

    numbers: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def check(self, names: list[str], source: str) -> None:
        """Raises DataError for columns that are not there, or named twice."""
        wished = [*self.numbers, *self.categories, *self.text, *self.ignore]
        for name in wished:
            if name not in names:
                raise DataError(f"{source} has no column {name!r}", "", nearest(name, names))
            if wished.count(name) > 1:
                raise DataError(f"The column {name!r} is named as two kinds at once", "one kind for a column")

    def check_spares(self, target: str) -> None:
        """Raises DataError when the target is named as an input of some kind, or as one to be left out."""
        kind = self.kind_of(target)
        if kind:
            raise DataError(
                f"The column {target!r} is the target, and is named as {kind} too",
                "columns beside the target",
                "How a target is read is said by the task: classes or regression",
            )

    def kind_of(self, name: str) -> str | None:
        kinds = {"number": self.numbers, "category": self.categories, "text": self.text, "ignored": self.ignore}
        return next((kind for kind, names in kinds.items() if name in names), None)


def guess_columns(frame: pl.DataFrame, wishes: Wishes) -> list[Guess]:
    """The kind of every column of a cleaned frame, with reasons."""
    twins = _duplicates(frame)
    return [_guess(frame[name], wishes.kind_of(name), twins.get(name)) for name in frame.columns]


def _guess(column: pl.Series, wish: str | None, twin: str | None) -> Guess:
    if wish:
        return Guess(column.name, wish, "as told")
    profile = Profile(column)
    kind, reason = next((kind, sentence) for kind, holds, sentence in RULES if holds(profile))
    if twin and kind in USED:
        return Guess(column.name, "duplicate", f"the same values as {twin!r}")
    format = profile.date_format or "" if kind == "date" else ""
    return Guess(column.name, kind, reason.format(p=profile), format)


def _duplicates(frame: pl.DataFrame) -> dict[str, str]:
    """Columns that repeat an earlier one, with the earlier one's name."""
    plain = [name for name, dtype in frame.schema.items() if not dtype.is_nested() and dtype != pl.Object]
    first: dict[int, str] = {}
    twins: dict[str, str] = {}
    place = pl.Series(range(len(frame)), dtype=pl.UInt64).hash()
    for name in plain:
        key = int((frame[name].hash() ^ place).hash().sum() or 0)
        earlier = first.setdefault(key, name)
        if earlier != name and frame[earlier].equals(frame[name], check_names=False):
            twins[name] = earlier
    return twins
