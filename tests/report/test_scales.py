"""Scales against places worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from neuroglass.report.scales import Scale, is_steep, padded, scale


def test_values_lie_in_proportion_between_the_ends() -> None:
    np.testing.assert_allclose(Scale(10, 20, 0, 200)(np.array([10, 12.5, 20])), [0, 50, 200])


def test_a_logarithmic_scale_gives_each_factor_of_ten_the_same_room() -> None:
    np.testing.assert_allclose(
        Scale(0.01, 100, 0, 400, logarithmic=True)(np.array([0.01, 0.1, 1, 100])), [0, 100, 200, 400]
    )


def test_ticks_are_round_and_inside() -> None:
    assert [label for _, label in Scale(0.13, 0.97, 0, 1).ticks()] == ["0.2", "0.4", "0.6", "0.8"]
    assert [label for _, label in Scale(0, 1797, 0, 1).ticks(4)] == ["0", "500", "1,000", "1,500"]
    assert [value for value, _ in Scale(0.02, 3, 0, 1, logarithmic=True).ticks(3)] == [0.02, 0.1, 0.5, 2.0]


def test_whole_numbers_are_marked_where_there_is_nothing_between() -> None:
    assert [label for _, label in Scale(0.9, 3.1, 0, 1, whole=True).ticks()] == ["1", "2", "3"]


def test_long_numbers_beside_an_axis_are_short() -> None:
    assert [label for _, label in Scale(0, 3e7, 0, 1).ticks(3)] == ["0", "1e7", "2e7", "3e7"]


def test_a_scale_leaves_out_what_is_not_finite() -> None:
    fitted = scale(np.array([np.nan, 3, np.inf, 5]), 0, 1)
    assert (fitted.low, fitted.high) == (3, 5)


@pytest.mark.parametrize("values", [[], [np.nan], [0.0, 0.0], [7.0], [1e30, 1e30]])
def test_nothing_and_one_value_alone_have_a_scale_with_room(values: list[float]) -> None:
    fitted = padded(scale(np.array(values), 0, 100))
    assert fitted.low < fitted.high
    assert fitted.ticks()


def test_a_scale_goes_through_a_value_that_must_be_seen() -> None:
    assert scale(np.array([4.0, 5.0]), 0, 1, through=0.0).low == 0


def test_only_positive_values_far_apart_are_steep() -> None:
    assert is_steep(np.array([0.01, 1.0, np.nan]))
    assert not is_steep(np.array([0.5, 1.0]))
    assert not is_steep(np.array([0.0, 100.0]))
