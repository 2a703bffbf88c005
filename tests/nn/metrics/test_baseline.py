"""Baselines against scikit-learn's DummyClassifier(strategy="prior") and DummyRegressor(strategy="mean")."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.dummy import DummyClassifier, DummyRegressor

from neuroglass.errors import NetworkError
from neuroglass.nn import metrics
from tests.nn.metrics.cases import CASES, NUMBERS, Case
from tests.nn.metrics.peers import PEERS


def dummy_prediction(case: Case, train: np.ndarray) -> np.ndarray:
    """Learnt in float64: scikit-learn takes the mean of float32 targets in float32, and loses digits far from 0."""
    nothing = np.zeros((len(train), 1))
    if case.task == "values":
        prediction = DummyRegressor().fit(nothing, train.astype(np.float64)).predict(nothing[:1])
        return np.tile(prediction.reshape(1, -1), (len(case.target), 1)).astype(np.float32)
    dummy = DummyClassifier().fit(nothing, train)
    width = case.prediction.shape[1]
    probability = np.zeros(max(width, 2))
    probability[dummy.classes_] = dummy.predict_proba(nothing[:1])[0]
    return np.tile(probability[-width:], (len(case.target), 1)).astype(np.float32)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_baselines_are_what_scikit_learns_dummy_gets(case: Case) -> None:
    train = case.target[::2]
    trivial = case._replace(prediction=dummy_prediction(case, train))
    ours = metrics.baselines(NUMBERS[case.task], train, case.target, case.prediction.shape[1], case.weight)
    for name, value in ours.items():
        assert value == pytest.approx(PEERS[name](trivial), rel=3e-6, abs=1e-6), name


def test_trivial_prediction_comes_from_the_training_targets_alone() -> None:
    assert metrics.baseline("accuracy", np.array([1, 1, 0]), np.array([0, 0, 0, 1]), width=1) == 0.25
    assert metrics.baseline("mae", np.array([[1.0], [3.0]]), np.array([[12.0]]), width=1) == 10.0


def test_a_table_has_no_baseline() -> None:
    with pytest.raises(NetworkError, match=r"confusion_matrix gives a table. Expected one that gives one number"):
        metrics.baseline("confusion_matrix", np.array([0, 1]), np.array([0, 1]), width=1)


def test_many_rows_are_looked_at_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(0)
    target, prediction, weight = random.integers(0, 3, 50), random.dirichlet(np.ones(3), 50), random.random(50)
    names = ["accuracy", "log_loss", "roc_auc", "confusion_matrix"]
    whole = metrics.tables(names, target, prediction, weight)
    monkeypatch.setattr("neuroglass.nn.metrics.measuring.MOST_NUMBERS", 21)
    for name, table in metrics.tables(names, target, prediction, weight).items():
        np.testing.assert_allclose(table, whole[name], rtol=1e-6)
