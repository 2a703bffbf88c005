"""Which rows are trained on, validated on, tested on. The order comes from an integer hash of our own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from neuroglass.errors import ConfigurationError, DataError

TRAIN, VALIDATION, TEST = 0, 1, 2
NAMES = ("train", "validation", "test")
FEWEST_ROWS = 10  # below this no part is kept: nothing could be read from one row
Parts = NDArray[np.int8]
SPELLINGS = {
    **dict.fromkeys(("train", "training"), TRAIN),
    **dict.fromkeys(("validation", "valid", "val", "dev"), VALIDATION),
    **dict.fromkeys(("test", "testing"), TEST),
}


@dataclass(frozen=True)
class Split:
    """The part of every row, and the sentences that say how it came about."""

    parts: Parts
    told: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shares:
    """The share of the rows kept for the test, and of the others for validation."""

    test: float
    validation: float

    def __post_init__(self) -> None:
        for name, share in (("test", self.test), ("validation", self.validation)):
            if not 0 <= share < 1:
                raise ConfigurationError(f"{name} is {share}", "a share of the rows, at least 0 and below 1")

    def counts(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """How many of so many rows go to the test and to validation: at least one where there are three or more."""
        test = _rounded(rows, self.test)
        return test, np.minimum(_rounded(rows - test, self.validation), np.maximum(rows - test - 1, 0))

    def __str__(self) -> str:
        test = f"{self.test:.0%} of the rows for the test"
        validation = f"{self.validation:.0%} of the {'others' if self.test else 'rows'} for validation"
        kept = [told for told, share in ((test, self.test), (validation, self.validation)) if share]
        return ", ".join(kept) or "no row for the test"


def _rounded(rows: NDArray[np.int64], share: float) -> NDArray[np.int64]:
    few = np.where((rows >= 3) & (share > 0), 1, 0)
    counts = np.floor(rows * share + 0.5).astype(np.int64)
    return np.asarray(np.maximum(counts, few), np.int64)


def mix(numbers: NDArray[np.integer], seed: int) -> NDArray[np.uint64]:
    """A 64-bit hash of each number under a seed: splitmix64 (Steele, Lea, Flood 2014), the same for ever.

    >>> mix(np.arange(1), 0)
    array([16294208416658607535], dtype=uint64)
    """
    step, first, second = (np.uint64(c) for c in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))
    with np.errstate(over="ignore"):
        z = numbers.astype(np.uint64) + np.uint64(1) + np.uint64(seed % (1 << 64)) * second
        z = z * step
        z = (z ^ (z >> np.uint64(30))) * first
        z = (z ^ (z >> np.uint64(27))) * second
        return z ^ (z >> np.uint64(31))


def by_chance(rows: int, shares: Shares, seed: int) -> Split:
    """Every row alike."""
    parts = _within(np.zeros(rows, np.int64), mix(np.arange(rows), seed), shares)
    return Split(parts, f"at random: {shares}")


def stratified(classes: NDArray[np.integer], names: tuple[str, ...], shares: Shares, seed: int) -> Split:
    """Each class divided in the same shares, so that no part lacks one."""
    parts = _within(classes, mix(np.arange(len(classes)), seed), shares)
    wanted = 1 + (shares.test > 0) + (shares.validation > 0)
    counts = np.bincount(classes, minlength=len(names))
    small = [f"{name} ({count})" for name, count in zip(names, counts, strict=True) if 0 < count < wanted]
    notes = (f"too few rows to be in every part, training comes first: {', '.join(small)}",) if small else ()
    return Split(parts, f"stratified by class: {shares}", notes)


def for_target(y: NDArray[np.generic], names: tuple[str, ...], shares: Shares, how: str, seed: int) -> Split:
    """At random or stratified; "auto" stratifies where there are classes, and keeps all rows where there are few."""
    if how not in ("auto", "random", "stratified"):
        raise ConfigurationError(f"The split {how!r} is not known", "auto, random or stratified")
    if how == "stratified" and not names:
        raise ConfigurationError("A stratified split needs classes, and the target holds numbers", "auto or random")
    if len(y) < FEWEST_ROWS:
        few = f"{len(y)} rows are too few to keep some of them apart: all are trained on"
        return Split(np.zeros(len(y), np.int8), few, (few,))
    if names and how != "random":
        return stratified(y.astype(np.int64), names, shares, seed)
    return by_chance(len(y), shares, seed)


def by_group(column: pl.Series, shares: Shares, seed: int) -> Split:
    """Rows of one group stay together; whole groups are drawn until the shares are reached."""
    groups = column.cast(pl.String).fill_null("").rank("dense").to_numpy().astype(np.int64) - 1
    sizes = np.bincount(groups)
    if len(sizes) < 3:
        raise DataError(f"The column {column.name!r} has {len(sizes)} group(s)", "at least three, one for each part")
    order = np.argsort(mix(np.arange(len(sizes)), seed), kind="stable")
    of_group = np.empty(len(sizes), np.int8)
    of_group[order] = _in_order(sizes[order], shares)
    return Split(of_group[groups], f"by the groups of {column.name!r}, none in two parts: {shares}")


def by_time(column: pl.Series, shares: Shares) -> Split:
    """The last rows are the test, those before them validation; rows of one moment stay together."""
    if column.null_count():
        raise DataError(f"The column {column.name!r} has {column.null_count()} row(s) without a time", "a time in each")
    moments = column.rank("dense").to_numpy().astype(np.int64) - 1
    sizes = np.bincount(moments)
    of_moment = _in_order(sizes[::-1], shares)[::-1]
    return Split(of_moment[moments], f"by time, the latest {column.name!r} last: {shares}")


def by_name(column: pl.Series) -> Split:
    """The column itself says train, validation or test."""
    named = column.cast(pl.String).str.to_lowercase().to_list()
    strange = sorted({str(name) for name in set(named) if name not in SPELLINGS})
    if strange:
        raise DataError(f"The column {column.name!r} says {', '.join(strange[:5])}", "train, validation or test")
    parts = np.array([SPELLINGS[name] for name in named], np.int8)
    if not (parts == TRAIN).any():
        raise DataError(f"The column {column.name!r} says train in no row", "train, validation or test")
    return Split(parts, f"as the column {column.name!r} says")


def _within(strata: NDArray[np.integer], keys: NDArray[np.uint64], shares: Shares) -> Parts:
    """The rows of each stratum in the order of their keys: first its test rows, then validation, then training."""
    order = np.lexsort((keys, strata))
    sizes = np.bincount(strata)
    starts = np.cumsum(sizes) - sizes
    rank = np.empty(len(strata), np.int64)
    rank[order] = np.arange(len(strata)) - np.repeat(starts, sizes)
    test, validation = shares.counts(sizes)
    return _by_rank(rank, test[strata], validation[strata])


def _in_order(sizes: NDArray[np.int64], shares: Shares) -> Parts:
    """Whole groups in the given order: test until its share is reached, then validation, then training."""
    test, validation = (int(count) for count in shares.counts(np.array(sizes.sum())))
    before = np.cumsum(sizes) - sizes
    parts = _by_rank(before, np.array(test), np.array(validation))
    parts[-1] = TRAIN
    return parts


def _by_rank(rank: NDArray[np.int64], test: NDArray[np.int64], validation: NDArray[np.int64]) -> Parts:
    later = np.where(rank < test + validation, VALIDATION, TRAIN)
    return np.where(rank < test, TEST, later).astype(np.int8)
