"""Confusions, rates and areas are checked against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support, roc_auc_score, roc_curve

from neuroglass.data.parts import Part
from neuroglass.report.classes import classes, confusion, roc, worst_confusions
from neuroglass.report.judged import Judged

NAMES = ("ant", "bee", "cat", "dog")


@pytest.fixture
def judged() -> Judged:
    random = np.random.default_rng(5)
    truth = random.integers(0, 4, 200).astype(np.int32)
    answers = random.dirichlet(np.ones(4), 200) + 0.4 * np.eye(4)[truth]
    answers /= answers.sum(axis=1, keepdims=True)
    return Judged("test", Part({}, truth), truth, answers)


def test_the_confusion_matrix_has_true_classes_down_and_given_ones_across(judged: Judged) -> None:
    given = judged.answers.argmax(axis=1)
    np.testing.assert_array_equal(confusion(judged.truth, given, 4), confusion_matrix(judged.truth, given))


def test_precision_recall_and_f1_are_those_of_scikit_learn(judged: Judged) -> None:
    rows = classes(judged, NAMES).rows
    expected = precision_recall_fscore_support(judged.truth, judged.answers.argmax(axis=1))
    found = np.array([[row.precision, row.recall, row.f1, row.rows] for row in rows]).T
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_the_area_of_each_class_against_the_rest_is_that_of_scikit_learn(judged: Judged) -> None:
    for place, row in enumerate(classes(judged, NAMES).rows):
        assert row.auc == pytest.approx(roc_auc_score(judged.truth == place, judged.answers[:, place]), abs=1e-12)


def test_equal_scores_are_one_threshold_of_the_curve() -> None:
    positive = np.array([True, False, True, False, True, False])
    score = np.array([0.9, 0.9, 0.5, 0.5, 0.5, 0.1])
    false, true, _ = roc(positive, score)
    expected_false, expected_true, _ = roc_curve(positive, score, drop_intermediate=False)
    np.testing.assert_allclose(false, expected_false)
    np.testing.assert_allclose(true, expected_true)


def test_the_curve_of_a_class_without_rows_is_not_a_number() -> None:
    assert np.isnan(roc(np.zeros(3, bool), np.array([0.1, 0.2, 0.3]))[2])


def test_the_worst_confusion_comes_first_and_right_rows_never() -> None:
    counts = np.array([[50, 1, 0], [7, 20, 0], [3, 0, 9]])
    found = worst_confusions(counts, NAMES[:3])
    assert [(c.true, c.given, c.count) for c in found] == [("bee", "ant", 7), ("cat", "ant", 3), ("ant", "bee", 1)]
    assert found[0].share == pytest.approx(7 / 27)


def test_the_matrix_tells_each_count(judged: Judged) -> None:
    drawn = classes(judged, NAMES)
    for true, given in np.ndindex(4, 4):
        count = confusion(judged.truth, judged.answers.argmax(axis=1), 4)[true, given]
        assert f"{NAMES[true]} told as {NAMES[given]}: {count} (" in drawn.matrix


def test_a_hundred_classes_are_drawn_without_their_names() -> None:
    truth = np.repeat(np.arange(100, dtype=np.int32), 2)
    answers = np.eye(100)[truth]
    drawn = classes(Judged("test", Part({}, truth), truth, answers), tuple(f"class {n}" for n in range(100)))
    assert ">class 7<" not in drawn.matrix
    assert drawn.confusions == ()
