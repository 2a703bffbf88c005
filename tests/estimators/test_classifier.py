"""Classifier: labels keep their type, weights weigh, frames are read as tables are; scores are scikit-learn's."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import accuracy_score, roc_auc_score

from neuroglass.errors import DataError
from neuroglass.estimators import Classifier
from neuroglass.model import load
from tests.estimators.examples import ABOVE, X, classifier


@pytest.mark.parametrize(
    "labels",
    [
        np.array([False, True]),
        np.array([3, 7]),
        np.array(["no", "yes"]),
        np.array(["no", "yes"], object),
        np.array([0.0, 2.0]),
    ],
    ids=["bool", "int", "text", "object", "float"],
)
def test_labels_come_back_as_they_were_given(labels: np.ndarray, tmp_path: Path) -> None:
    y = labels[ABOVE.astype(int)]
    fitted = classifier().fit(X, y)
    answer = fitted.predict(X)
    assert fitted.classes_.tolist() == labels.tolist()
    assert answer.dtype == labels.dtype
    assert np.mean(answer == y) > 0.9
    saved = load(fitted.model_.save(tmp_path / "model.safetensors"))
    by_name = pd.DataFrame(X, columns=["x0", "x1", "x2"])
    np.testing.assert_array_equal(saved.predict(by_name).labels, answer)


def test_scores_are_those_of_scikit_learn() -> None:
    fitted, weight = classifier().fit(X, ABOVE), np.arange(len(X))
    flipped = np.where(X[:, 2] > 1, ~ABOVE, ABOVE)
    assert fitted.score(X, flipped, weight) == pytest.approx(
        accuracy_score(flipped, fitted.predict(X), sample_weight=weight)
    )


def test_probabilities_are_precise_enough_for_scikit_learns_scorers() -> None:
    y = np.digitize(X[:, 0], [-0.5, 0.5])
    probabilities = classifier().fit(X, y).predict_proba(X)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-12)
    assert roc_auc_score(y, probabilities, multi_class="ovr") > 0.9


def test_a_class_weight_is_a_sample_weight() -> None:
    by_class = classifier(class_weight={False: 5.0}).fit(X, ABOVE)
    by_row = classifier().fit(X, ABOVE, sample_weight=np.where(ABOVE, 1.0, 5.0))
    np.testing.assert_array_equal(by_class.predict_proba(X), by_row.predict_proba(X))
    assert by_class.predict_proba(X)[:, 0].mean() > classifier().fit(X, ABOVE).predict_proba(X)[:, 0].mean()


def test_balanced_weights_find_more_of_the_rare_class() -> None:
    rare = (X[:, 0] + np.random.default_rng(1).normal(size=len(X)) > 1.5).astype(int)
    plain, balanced = classifier().fit(X, rare), classifier(class_weight="balanced").fit(X, rare)
    assert balanced.predict_proba(X)[rare == 1, 1].mean() > plain.predict_proba(X)[rare == 1, 1].mean() + 0.1


def test_frames_with_texts_and_gaps_are_read_as_tables_are() -> None:
    frame = pd.DataFrame({"size": X[:, 2], "place": np.where(ABOVE, "up", "down")})
    frame.loc[::7, "size"] = np.nan
    fitted = classifier().fit(frame, ABOVE)
    assert fitted.score(frame, ABOVE) == 1
    assert fitted.feature_names_in_.tolist() == ["size", "place"]
    assert fitted.model_.spec.inputs["features"].shape == (4,)  # size, whether it is missing, up, down


def test_a_mixed_array_is_read_column_by_column() -> None:
    mixed = np.array([[value, "up" if above else "down"] for value, above in zip(X[:, 2], ABOVE, strict=True)], object)
    assert classifier().fit(mixed, ABOVE).score(mixed, ABOVE) == 1


def test_a_column_may_be_named_as_the_target_is() -> None:
    frame = pd.DataFrame(X, columns=["y", "sample_weight", "x"])
    assert classifier().fit(frame, ABOVE, sample_weight=1 + ABOVE).score(frame, ABOVE) > 0.9


@pytest.mark.parametrize(
    ("y", "message"),
    [
        (np.zeros(120), r"y holds 1 class, 0.0. Expected at least two classes to tell apart"),
        (X[:, 0], r"Unknown label type: y is continuous, it holds fractions. Expected classes. Use ng.Regressor"),
        (
            np.array([above or None for above in ABOVE.tolist()]),
            r"y contains NaN, infinity or None. Expected a finite number or a label",
        ),
        (ABOVE[:-1], r"y has the shape \(119,\). Expected \(120,\), one target for each row of X"),
    ],
    ids=["one class", "continuous", "gaps", "length"],
)
def test_labels_that_cannot_be_learnt_are_refused(y: np.ndarray, message: str) -> None:
    with pytest.raises(DataError, match=message):
        Classifier().fit(X, y)
