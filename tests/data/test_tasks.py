"""Which question a target is taken to ask."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from neuroglass.data.tasks import fit_target
from neuroglass.errors import ConfigurationError, DataError

CASES: dict[str, tuple[list[Any], str, tuple[str, ...]]] = {
    "two words": (["yes", "no"] * 20, "binary", ("no", "yes")),
    "three words": (["a", "b", "c"] * 20, "multiclass", ("a", "b", "c")),
    "booleans": ([True, False] * 20, "binary", ("false", "true")),
    "two numbers": ([1, 2] * 20, "binary", ("1", "2")),
    "two fractions": ([0.5, 1.5] * 20, "binary", ("0.5", "1.5")),
    "digits": (list(range(10)) * 9, "multiclass", tuple("0123456789")),
    "text digits": (list("0123456789") * 9, "multiclass", tuple("0123456789")),
    "ten and more in order": (list(range(1, 13)) * 9, "multiclass", tuple(str(i) for i in range(1, 13))),
    "signs": ([-1, 0, 1] * 20, "multiclass", ("-1", "0", "1")),
    "many even classes": (list(range(62)) * 5, "multiclass", tuple(str(i) for i in range(62))),
    "fractions": ([row / 7 for row in range(50)], "regression", ()),
    "grades from three on": ([3, 4, 5, 6, 7, 8] * 20, "regression", ()),
    "counts": ([1] * 40 + list(range(1, 30)), "regression", ()),
    "prices": ([row * 1000 for row in range(50)], "regression", ()),
}


@pytest.mark.parametrize("name", CASES)
def test_the_task_follows_from_the_values(name: str) -> None:
    values, kind, classes = CASES[name]
    target = fit_target(pl.Series("t", values), "auto", "t.csv")
    assert target.task.kind == kind
    assert target.classes == classes
    assert target.task.reason.endswith("Set task to classes or regression to change it")


def test_texts_that_are_all_the_same_are_told() -> None:
    told = [fit_target(pl.Series("t", texts), "sequence", "t.csv").task.reason for texts in (["a b"] * 9, ["a", "b"])]
    assert told == ["as told; every text is the same, so the inputs tell nothing of it", "as told"]


def test_the_users_word_wins() -> None:
    grades = pl.Series("t", [3, 4, 5] * 20)
    assert fit_target(grades, "classes", "t.csv").classes == ("3", "4", "5")
    assert fit_target(pl.Series("t", [0, 1] * 20), "regression", "t.csv").task.kind == "regression"


@pytest.mark.parametrize(
    ("values", "dtype"), [([1, 2], "i"), ([0.5, 1.5], "f"), ([True, False], "b"), (["a", "b"], "U")]
)
def test_labels_are_answered_in_the_type_they_had(values: list[object], dtype: str) -> None:
    classes = fit_target(pl.Series("t", values * 20), "classes", "t.csv").typed_classes()
    assert classes.dtype.kind == dtype
    assert set(classes.tolist()) == set(values)


def test_a_constant_target_is_refused() -> None:
    with pytest.raises(DataError, match=r"t\.csv has the same value, '7', in every row"):
        fit_target(pl.Series("t", [7] * 9), "auto", "t.csv")


def test_labels_that_hardly_repeat_are_refused() -> None:
    with pytest.raises(DataError, match="200 different labels in 200 rows"):
        fit_target(pl.Series("t", [f"name {row}" for row in range(200)]), "auto", "t.csv")


def test_a_task_the_values_do_not_fit_is_refused() -> None:
    with pytest.raises(DataError, match=r'3 classes, which is no binary task\. Say task="multiclass"'):
        fit_target(pl.Series("t", ["a", "b", "c"]), "binary", "t.csv")


def test_an_unknown_task_is_named_with_the_nearest() -> None:
    with pytest.raises(ConfigurationError, match=r"The task 'regresion' is not known\. Did you mean regression\?"):
        fit_target(pl.Series("t", [1, 2]), "regresion", "t.csv")
