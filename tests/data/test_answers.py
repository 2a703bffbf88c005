"""Answers as a table."""

from __future__ import annotations

import numpy as np

from neuroglass.data.answers import Answer
from neuroglass.data.foreseen import Foreseen

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


def test_a_forecast_of_several_values_in_the_order_of_rows_is_a_row_for_each_step() -> None:
    values = np.arange(4, dtype=np.float32).reshape(1, 2, 2)
    foreseen = Foreseen("step", np.array([["7", "8"]]), None, ("",), ("a", "b"))
    answer = Answer(None, None, values, (), "a, b", foreseen=foreseen)
    assert answer.to_frame().rows(named=True) == [{"step": "7", "a": 0.0, "b": 1.0}, {"step": "8", "a": 2.0, "b": 3.0}]
    assert repr(answer) == "<Answer 'a, b': 2 steps from 7 to 8>"
