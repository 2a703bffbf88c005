"""Arrays: what y is taken for follows scikit-learn's type_of_target, but floats are values unless they are 0 and 1."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from neuroglass.data import arrays
from neuroglass.errors import ConfigurationError, DataError

X = np.random.default_rng(0).normal(size=(60, 4))
Y = np.arange(60) % 3


@pytest.mark.parametrize(
    ("y", "kind"),
    [
        (Y, "multiclass"),
        (Y % 2, "binary"),
        (Y % 2 == 0, "binary"),
        ((Y % 2).astype(float), "binary"),
        (np.array(["a", "b", "c"])[Y], "multiclass"),
        (np.eye(3)[Y], "multiclass"),
        ((Y % 2)[:, None], "binary"),
        (X[:, 0], "regression"),
        (X[:, :2], "regression"),
        (Y.astype(float), "regression"),
        (np.arange(60), "regression"),
    ],
)
def test_the_task_follows_from_y(y: np.ndarray, kind: str) -> None:
    assert arrays(X, y).spec.task.kind == kind


def test_the_users_word_wins() -> None:
    assert arrays(X, Y, task="regression").spec.task.kind == "regression"
    assert arrays(X, Y.astype(float), task="classes").spec.classes == ("0", "1", "2")


def test_x_is_taken_as_it_is() -> None:
    data = arrays(X, Y)
    np.testing.assert_array_equal(data.train.x["features"], X[data.train.rows].astype(np.float32))


def test_images_keep_their_shape_and_whole_numbers_become_floats() -> None:
    data = arrays(np.arange(60 * 12, dtype=np.uint16).reshape(60, 3, 4, 1), Y)
    assert data.spec.inputs["features"].shape == (3, 4, 1)
    assert data.train.x["features"].dtype == "float32"


@pytest.mark.parametrize("labels", [np.array([3, 7]), np.array(["no", "yes"]), np.array([False, True])])
def test_labels_are_answered_as_they_were_given(labels: np.ndarray) -> None:
    given = labels[Y % 2]
    data = arrays(X, given, validation=0)
    answered = data.spec.answer(data.train.y[:, None].astype(np.float32)).labels
    assert answered is not None
    assert answered.dtype.kind == given.dtype.kind
    assert answered.tolist() == given.tolist()


def test_values_of_several_columns_are_standardised_each_and_answered_in_their_units() -> None:
    y = X[:, :2] * [1.0, 100.0] + [5.0, 1e6]
    data = arrays(X, y, validation=0)
    np.testing.assert_allclose(data.train.y.astype(np.float64).mean(axis=0), 0, atol=1e-6)
    answered = data.spec.answer(data.train.y).values
    assert answered is not None
    np.testing.assert_allclose(answered, y, rtol=1e-6)


def test_the_validation_part_is_stratified_and_the_test_given() -> None:
    data = arrays(X, Y, validation=0.2, test_data=(X[:6], Y[:6]))
    assert data.validation is not None
    assert data.test is not None
    assert np.bincount(data.validation.y.astype(int)).tolist() == [4, 4, 4]
    assert data.test.y.tolist() == [0, 1, 2, 0, 1, 2]


def test_several_arrays_are_inputs_by_name_and_whole_numbers_among_them_ids() -> None:
    data = arrays({"table": X, "shop": np.arange(60) % 9}, Y)
    assert (data.spec.inputs["table"].size, data.spec.inputs["shop"].size) == (None, 9)
    with pytest.raises(DataError, match=r"The input 'shop' holds ids from 0 to 9\. Expected ids from 0 to 8"):
        data.spec.encode({"table": X[:1], "shop": np.array([9])})


def test_weights_follow_their_rows() -> None:
    data = arrays(X, Y, weight=np.arange(60))
    assert data.train.weight is not None
    assert data.train.weight.tolist() == data.train.rows.tolist()


BAD: dict[str, tuple[Any, Any, str]] = {
    "NaN": (np.full((9, 2), np.nan), Y[:9], r"holds NaN, infinity .* in 9 row\(s\), the first is row 1"),
    "too large": (np.full((9, 2), 1e308), Y[:9], "a value too large for float32"),
    "NaN in y": (X, np.full(60, np.nan), "'y' holds NaN"),
    "lengths": (X, Y[:-1], r"y has the shape \(59,\) and x has 60 row\(s\)"),
    "one axis": (X[:, 0], Y, r"Reshape your data: x\.reshape\(-1, 1\)"),
    "texts": (np.full((60, 2), "a"), Y, r"holds <U1\. Expected numbers\. Give a table"),
    "no rows": (X[:0], Y[:0], r"has the shape \(0, 4\)\. Expected at least one row"),
    "no columns": (X[:, :0], Y, r"has the shape \(60, 0\)\. Expected at least one row and one column"),
    "one row": (X[:1], Y[:1], r"x has 1 row\(s\)\. Expected at least two"),
    "ragged": ([[1], [1, 2]], [0, 1], "is no array: .* Expected rows of one shape"),
    "constant": (X, Y * 0, "y has the same value, '0', in every row"),
    "constant values": (X, Y * 0.0 + 0.5, r"y has the same value, \[0\.5\], in every row"),
    "missing label": (X, [None, "a"] * 30, r"y holds 30 missing or NaN label\(s\)"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_arrays_meet_one_plain_sentence(name: str) -> None:
    x, y, message = BAD[name]
    with pytest.raises(DataError, match=message):
        arrays(x, y)


def test_labels_training_did_not_know_are_refused() -> None:
    with pytest.raises(DataError, match=r"1 row\(s\), the first in row 2, have labels that training did not know: '5'"):
        arrays(X, Y, validation_data=(X[:2], [1, 5]))


def test_input_of_another_shape_is_refused() -> None:
    with pytest.raises(DataError, match=r"The input 'features' has the shape \(60, 3\)\. Expected \(rows, 4\)"):
        arrays(X, Y).spec.encode(X[:, :3])


def test_an_array_that_is_missing_is_named_and_one_too_many_ignored_with_a_note() -> None:
    spec = arrays({"a": X, "b": X}, Y).spec
    with pytest.raises(DataError, match=r"The input lacks b\. Expected arrays named a, b"):
        spec.encode({"a": X})
    assert spec.encode({"a": X, "b": X, "c": X}).notes == ("1 array(s) training did not know are ignored: c",)


def test_negative_weights_are_refused() -> None:
    with pytest.raises(DataError, match="weights of 0 or more"):
        arrays(X, Y, weight=-np.ones(60))


def test_an_unknown_task_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="The task 'rank' is not known"):
        arrays(X, Y, task="rank")
