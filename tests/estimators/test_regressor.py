"""Regressor: numbers in the unit of y, scored as scikit-learn scores."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import r2_score

from neuroglass.errors import DataError
from neuroglass.estimators import Regressor
from tests.estimators.examples import VALUES, X, regressor


def test_answers_are_in_the_unit_of_y() -> None:
    found = regressor().fit(X, VALUES).predict(X)
    assert found.shape == VALUES.shape
    assert np.abs(found - VALUES).mean() < 2


def test_the_score_is_r2_as_scikit_learn_computes_it() -> None:
    fitted, weight = regressor().fit(X, VALUES), np.arange(len(X))
    expected = r2_score(VALUES, fitted.predict(X), sample_weight=weight)
    assert fitted.score(X, VALUES, weight) == pytest.approx(expected, abs=1e-12)


def test_a_row_of_weight_0_is_as_if_it_were_not_there() -> None:
    spoilt = np.where(np.arange(len(X)) < 20, 1e6, VALUES)
    without = regressor().fit(X[20:], VALUES[20:]).predict(X)
    weighted = regressor().fit(X, spoilt, sample_weight=(np.arange(len(X)) >= 20).astype(float)).predict(X)
    np.testing.assert_array_equal(weighted, without)


def test_labels_are_no_numbers() -> None:
    with pytest.raises(DataError, match=r"y holds labels: .*'a'.*Expected numbers. Use ng.Classifier."):
        Regressor().fit([[1.0], [2.0]], ["a", "b"])
