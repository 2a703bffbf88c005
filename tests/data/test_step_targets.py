"""Targets with an answer for each step."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from neuroglass.data import arrays
from neuroglass.errors import DataError

IDS = np.arange(60).reshape(12, 5) % 7
TAGS = IDS % 3
VALUES = IDS[:, :, None] * np.array([1.0, 10.0])


def test_classes_of_steps_are_numbered_and_what_is_not_asked_stays_minus_one() -> None:
    tags = TAGS.astype(object)
    tags[0, 3:] = None
    named = np.array([[None if tag is None else f"t{tag}" for tag in row] for row in tags.tolist()], object)
    data = arrays({"word": IDS}, named, validation=0.0)
    target = data.spec.target
    assert (target.task.kind, target.steps, target.classes) == ("multiclass", 5, ("t0", "t1", "t2"))
    wanted = TAGS.copy()
    wanted[0, 3:] = -1
    np.testing.assert_array_equal(data.train.y, wanted)
    np.testing.assert_array_equal(data.train.answers, wanted[wanted >= 0])
    assert data.reading.classes == {f"t{tag}": int((wanted == tag).sum()) for tag in range(3)}


def test_values_of_steps_are_scaled_over_all_steps_that_have_one() -> None:
    values = VALUES.astype(np.float64)
    values[2, 1:] = np.nan
    data = arrays(IDS[:, :, None].astype(float), values, validation=0.0)
    known = values[np.isfinite(values).all(axis=-1)]
    np.testing.assert_allclose(data.spec.target_offset, known.mean(axis=0))
    np.testing.assert_allclose(data.spec.target_scale, known.std(axis=0))
    np.testing.assert_allclose(
        data.train.answers.astype(np.float64), (known - known.mean(axis=0)) / known.std(axis=0), atol=1e-6
    )
    assert np.isnan(data.train.y[2, 1:]).all()


def test_whole_numbers_without_a_sequence_beside_them_stay_columns_of_values() -> None:
    data = arrays(np.zeros((12, 4)) + np.arange(12)[:, None], TAGS)
    assert (data.spec.task.kind, data.spec.target.steps) == ("regression", 0)


@pytest.mark.parametrize(
    ("y", "message"),
    [
        (TAGS[:, :4], r"y has the shape \(12, 4\). Expected \(rows, 5\), as in training"),
        (TAGS + 7, r"labels that training did not know: 7, 8, 9"),
        (np.where(np.arange(12)[:, None] == 3, -1, TAGS), r"no answer at any step of row 4"),
    ],
    ids=["another length", "unknown labels", "a row without answers"],
)
def test_what_does_not_fit_training_is_refused(y: Any, message: str) -> None:
    spec = arrays({"word": IDS}, TAGS).spec
    with pytest.raises(DataError, match=message):
        spec.encode_target(y)


def test_one_class_alone_is_refused() -> None:
    with pytest.raises(DataError, match=r"y holds 1 class\(es\). Expected at least two"):
        arrays({"word": IDS}, np.zeros((12, 5), int))


def test_what_a_row_counts_each_of_its_answers_counts() -> None:
    tags = TAGS.copy()
    tags[0, 3:] = -1
    part = arrays({"word": IDS}, tags, weight=np.arange(12), validation=0.0).train
    assert part.answer_weight is not None
    assert part.answer_weight.tolist() == [0.0] * 3 + [float(row) for row in range(1, 12) for _ in range(5)]
