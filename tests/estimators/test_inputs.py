"""What cannot be taken as X, y or sample_weight is refused by name; frames are held to the columns of fit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from neuroglass.errors import DataError
from neuroglass.estimators.inputs import check_columns, examples, names_of, table_of, weights_of

FRAME = pd.DataFrame({"a": [1.0, 2.0], "b": [3.0, 4.0]})


@pytest.mark.parametrize(
    ("X", "message"),
    [
        (csr_array(np.eye(2)), r"X is sparse. Expected a dense array or a frame. Write X.toarray\(\)"),
        (np.zeros(3), r"X has the shape \(3,\). Expected a 2D array, \(rows, columns\). Reshape your data"),
        (np.zeros((0, 3)), r"X has 0 sample\(s\) \(shape=\(0, 3\)\) while a minimum of 1 is required"),
        (np.zeros((3, 0)), r"X has 0 feature\(s\) \(shape=\(3, 0\)\) while a minimum of 1 is required"),
        (np.zeros((2, 2), complex), r"Complex data not supported: X is complex128. Expected real numbers"),
    ],
    ids=["sparse", "1-D", "no rows", "no columns", "complex"],
)
def test_arrays_that_are_no_table_are_refused(X: Any, message: str) -> None:
    with pytest.raises(DataError, match=message):
        table_of(X)


@pytest.mark.parametrize(
    ("weight", "message"),
    [
        (np.ones((2, 2)), r"sample_weight has the shape \(2, 2\). Expected \(2,\)"),
        ([1, -1], r"sample_weight holds a negative number, NaN or infinity. Expected weights of 0 or more"),
        ([1, np.nan], r"sample_weight holds a negative number, NaN or infinity"),
        ([0, 0], r"every sample weight is zero. Expected at least one row that counts"),
    ],
    ids=["shape", "negative", "nan", "zero"],
)
def test_weights_that_do_not_weigh_are_refused(weight: Any, message: str) -> None:
    with pytest.raises(DataError, match=message):
        weights_of(weight, 2)


@pytest.mark.parametrize(
    ("y", "message"),
    [
        (None, r"requires y to be passed, but the target y is None"),
        ([1.0, np.inf], r"y contains NaN, infinity or None"),
        ([1j, 2j], r"Complex data not supported: y is complex128"),
    ],
    ids=["none", "infinite", "complex"],
)
def test_targets_that_are_not_there_are_refused(y: Any, message: str) -> None:
    with pytest.raises(DataError, match=message):
        examples(FRAME, y, None)


def test_one_row_is_too_few() -> None:
    with pytest.raises(DataError, match=r"X has n_samples = 1. Expected at least two rows to learn from"):
        examples([[1.0]], [1.0], None)


def test_arrays_get_names_by_place_and_frames_keep_theirs() -> None:
    assert table_of([[1, 2], [3, 4]]).to_dict(as_series=False) == {"x0": [1.0, 3.0], "x1": [2.0, 4.0]}
    assert table_of(FRAME).to_dict(as_series=False) == {"a": [1.0, 2.0], "b": [3.0, 4.0]}
    assert names_of(pd.DataFrame([[1.0]])) is None


def test_names_of_several_types_are_refused() -> None:
    with pytest.raises(TypeError, match=r"Feature names are only supported if all of them are texts"):
        names_of(pd.DataFrame({"a": [1.0], 1: [2.0]}))


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (["b", "a"], r"must be in the same order as they were in fit"),
        (["a", "c"], r"unseen at fit time:\n- c\nFeature names seen at fit time, yet now missing:\n- b\n"),
    ],
    ids=["order", "other"],
)
def test_other_columns_than_those_of_fit_are_named(columns: list[str], message: str) -> None:
    with pytest.raises(DataError, match=message):
        check_columns("Classifier", ("a", "b"), 2, pd.DataFrame([[1.0, 2.0]], columns=columns), 2)
