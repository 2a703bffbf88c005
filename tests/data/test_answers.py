"""Answers as a table."""

from __future__ import annotations

import numpy as np

from neuroglass.data.answers import Answer

LABELS = np.array([["a", "b", "a"], ["b", "b", "a"]])
CHANCES = np.stack([LABELS == "a", LABELS == "b"], axis=-1).astype(np.float32)


def test_an_answer_for_each_step_is_a_row_of_its_own() -> None:
    frame = Answer(LABELS, CHANCES, None, ("a", "b"), "y").to_frame()
    assert frame.columns == ["row", "step", "label", "probability a", "probability b"]
    assert frame.row(4) == (2, 2, "b", 0.0, 1.0)
    assert len(frame) == 6


def test_several_values_for_each_step_are_rows_and_one_value_for_each_is_a_column() -> None:
    values = np.arange(12, dtype=np.float32).reshape(2, 3, 2)
    long = Answer(None, None, values, (), "y").to_frame()
    assert (long.columns, long.row(5)) == (["row", "step", "value_1", "value_2"], (2, 3, 10.0, 11.0))
    wide = Answer(None, None, values[..., 0], (), "y").to_frame()
    assert (wide.columns, wide.row(1)) == (["value_1", "value_2", "value_3"], (6.0, 8.0, 10.0))
