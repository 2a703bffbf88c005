"""Which question a target asks: found from its values, told with the reason, changed by the user's word."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import polars as pl
from numpy.typing import NDArray

from neuroglass.data.cells import levels, numbers
from neuroglass.data.targets import Kind, LabelType, Target, Task
from neuroglass.data.texts.text_column import Cutting
from neuroglass.data.texts.writing import fit_writing
from neuroglass.errors import ConfigurationError, DataError, nearest

FEW = 20  # so many different whole numbers may still be classes
SAMPLE = 1000  # texts that are looked at
MANY = 100  # more different texts than this, on average less than twice each, are no classes
CHANGE = "Set task to classes or regression to change it"
WISHES = ("auto", "classes", "regression", "sequence", "binary", "multiclass")
SENTENCE = 30  # characters; texts as long as that on average, nearly all different, are no labels
FEWEST_WORDS = 4  # of a text that holds what codes hold too
OF_CODES = re.compile(r"[\d_/\\@=<>|#{}]")


def fit_target(column: pl.Series, wish: str, place: str) -> Target:
    """The target of a cleaned column that holds no missing value (regression is scaled later, on the training part).

    Raises:
        DataError: a constant target, labels without number, or a wish that the values do not fit.
    """
    if wish not in WISHES:
        raise ConfigurationError(f"The task {wish!r} is not known", "", nearest(wish, WISHES))
    if wish == "sequence" or (wish == "auto" and is_prose(column)):
        return _to_be_written(column, wish)
    is_regression, reason = _decide(column, wish)
    names = _sorted_names(levels(column))
    if len(names) == 1:
        raise DataError(f"{place} has the same value, {names[0]!r}, in every row", "a target that differs between rows")
    if is_regression:
        return Target(column.name, Task("regression", reason), (), "float", (0.0,), (1.0,))
    if len(names) > MANY and len(names) > len(column) / 2:
        raise DataError(
            f"{place} has {len(names)} different labels in {len(column)} rows",
            "labels that repeat, or numbers",
            'Name another target; a text that is to be written is learnt by task="sequence"',
        )
    kind: Kind = "binary" if len(names) == 2 else "multiclass"
    if wish in ("binary", "multiclass") and wish != kind:
        raise DataError(f"{place} has {len(names)} classes, which is no {wish} task", "", f'Say task="{kind}"')
    return Target(column.name, Task(kind, reason), names, _label_type(column), (0.0,), (1.0,))


def is_prose(column: pl.Series) -> bool:
    """Whether a cleaned column clearly holds free text: too different to be labels, and no codes.

    >>> is_prose(pl.Series(["Ada", "Bo", "Cy"] * 9)), is_prose(pl.Series([f"A-{row}" for row in range(200)]))
    (False, False)
    """
    if column.dtype != pl.String:
        return False
    texts = column.drop_nulls()
    different = texts.n_unique()
    is_long = len(texts) > FEW and (texts.str.len_chars().mean() or 0) > SENTENCE  # type: ignore[operator]
    if different <= len(texts) / 2 or not (different > MANY or is_long):
        return False
    shown = texts.head(SAMPLE).to_list()
    worded = [len(text.split()) >= FEWEST_WORDS or not OF_CODES.search(text) for text in shown]
    return sum(worded) > len(shown) / 2


def _to_be_written(column: pl.Series, wish: str) -> Target:
    """The target of texts; its vocabulary is fitted later, on the training part."""
    reason = "as told"
    if wish == "auto":
        different = column.n_unique()
        reason = (
            f"the target holds {different:,} different texts in {len(column):,} rows, which are no labels. {CHANGE}"
        )
    if column.drop_nulls().n_unique() == 1:
        reason += "; every text is the same, so the inputs tell nothing of it"
    return Target(column.name, Task("sequence", reason), (), "text", (0.0,), (1.0,))


def fitted_to(target: Target, column: pl.Series, choices: Cutting) -> Target:
    """The target with what the training part alone may tell: mean and deviation of numbers, the tokens of texts."""
    if target.writes:
        writing = fit_writing(column, choices)
        return dataclasses.replace(target, classes=writing.names, steps=writing.steps, writing=writing)
    return target if target.classes else scaled_to(target, numbers(column).values[:, None])


def scaled_to(target: Target, values: NDArray[np.float64]) -> Target:
    """The target standardised by the mean and standard deviation of the training values (..., width); NaN is none."""
    flat = values.reshape(-1, values.shape[-1])
    spread = np.nanstd(flat, axis=0)
    scale = np.where(spread > 0, spread, 1.0)
    return dataclasses.replace(target, offset=tuple(np.nanmean(flat, axis=0).tolist()), scale=tuple(scale.tolist()))


def looks_like_numbers(column: pl.Series) -> bool:
    """Whether nearly all values are numbers, and too many differ to be classes."""
    read = numbers(column)
    there = len(column) - column.null_count()
    return read.unreadable <= 0.05 * there and len(np.unique(read.values[~np.isnan(read.values)])) > FEW


def _decide(column: pl.Series, wish: str) -> tuple[bool, str]:
    if wish != "auto":
        return wish == "regression", "as told"
    read = numbers(column)
    if column.dtype == pl.Boolean or read.unreadable:
        return False, f"the target holds {column.n_unique()} different labels. {CHANGE}"
    distinct = np.unique(read.values)
    if len(distinct) == 2:
        return False, f"the target has two values. {CHANGE}"
    if (distinct != np.round(distinct)).any():
        return True, f"the target holds numbers with fractions. {CHANGE}"
    return _decide_whole(distinct, read.values)


def _decide_whole(distinct: NDArray[np.float64], values: NDArray[np.float64]) -> tuple[bool, str]:
    """Class numbers start at 0 or 1 (or -1) and are few, or run without gaps and evenly; others count something."""
    low, count = distinct[0], len(distinct)
    if low not in (-1, 0, 1):
        return True, f"the target holds whole numbers from {low:g} on, which count or grade something. {CHANGE}"
    if count <= FEW:
        return False, f"the target holds {count} different whole numbers from {low:g} on. {CHANGE}"
    rarest = np.bincount((values - low).astype(np.int64)).min() if distinct[-1] - low == count - 1 else 0
    if rarest > 1 and rarest * count * 3 >= len(values):
        return False, f"the target numbers {count} classes of similar size without gaps. {CHANGE}"
    return True, f"the target holds {count} different whole numbers. {CHANGE}"


def _sorted_names(texts: pl.Series) -> tuple[str, ...]:
    names = texts.unique()
    as_numbers = names.cast(pl.Float64, strict=False)
    order = names.to_frame("name").with_columns(number=as_numbers)
    by = ["number", "name"] if not as_numbers.null_count() else ["name"]
    return tuple(order.sort(by)["name"].to_list())


def _label_type(column: pl.Series) -> LabelType:
    if column.dtype == pl.Boolean:
        return "bool"
    if column.dtype.is_integer():
        return "int"
    return "float" if column.dtype.is_float() else "text"
