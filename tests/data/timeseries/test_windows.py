"""Windows of a grid, against NumPy by hand."""

from __future__ import annotations

import numpy as np
import pytest

from neuroglass.data.timeseries.grid import Grid
from neuroglass.data.timeseries.windows import (
    Origins,
    after,
    all_origins,
    before,
    filled,
    last_origins,
    repeated,
)

NAN = np.nan


def grid(*series: list[float]) -> Grid:
    return of_values(np.array(series)[..., None])


def of_values(values: np.ndarray) -> Grid:
    return Grid(tuple("ab"[: len(values)]), 0, values, np.ones(values.shape[:2], bool))


def test_gaps_are_filled_as_numpy_interpolates_them() -> None:
    rng = np.random.default_rng(0)
    windows = rng.normal(size=(20, 9, 3))
    windows[rng.random(windows.shape) < 0.4] = NAN
    windows[:, 4] = rng.normal(size=(20, 3))
    at = np.arange(9)
    for window, whole in zip(windows, filled(windows), strict=True):
        for column in range(3):
            known = np.isfinite(window[:, column])
            expected = np.interp(at, at[known], window[known, column])
            np.testing.assert_allclose(whole[:, column], expected, rtol=1e-12)


def test_a_window_knows_nothing_of_what_comes_after_it() -> None:
    known = grid([1.0, 2, NAN, 40, 50, 60])
    origins = Origins(np.array([0]), np.array([3]))
    np.testing.assert_array_equal(before(known, origins, 3)[0, :, 0], [1, 2, 2])
    changed = grid([1.0, 2, NAN, -7, NAN, 0])
    np.testing.assert_array_equal(before(changed, origins, 3), before(known, origins, 3))


def test_what_was_before_the_series_is_its_first_value() -> None:
    np.testing.assert_array_equal(
        before(grid([3.0, 4, 5]), Origins(np.array([0]), np.array([2])), 4)[0, :, 0], [3, 3, 3, 4]
    )


def test_each_origin_has_what_came_before_and_after_it() -> None:
    values = grid([float(at) for at in range(8)])
    origins = all_origins(values, 1, 3, 2)
    assert origins.at.tolist() == [3, 4, 5, 6]
    np.testing.assert_array_equal(before(values, origins, 3)[..., 0], [[0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5]])
    np.testing.assert_array_equal(after(values, origins, 2, 1)[..., 0], [[3, 4], [4, 5], [5, 6], [6, 7]])


def test_what_is_asked_for_lies_on_one_side_of_a_cut() -> None:
    origins = all_origins(grid([float(at) for at in range(12)]), 1, 2, 3)
    assert origins.within(0, 7, 3).at.tolist() == [2, 3, 4]
    assert origins.within(7, 12, 3).at.tolist() == [7, 8, 9]


def test_a_window_of_which_little_is_known_is_left_out() -> None:
    origins = all_origins(grid([1.0, NAN, NAN, NAN, 5, 6, 7, NAN, NAN]), 1, 4, 2)
    assert origins.at.tolist() == [6]  # before 7, and with something to come


def test_a_step_is_asked_for_where_all_targets_are_known() -> None:
    apart = np.array([[[1.0, 9], [2, 9], [3, NAN], [NAN, 9], [5, 9], [6, NAN]]])
    assert all_origins(of_values(apart), 2, 2, 1).at.tolist() == [4]
    assert all_origins(of_values(apart), 1, 2, 1).at.tolist() == [2, 4, 5]


@pytest.mark.parametrize(("window", "horizon"), [(8, 1), (1, 8), (20, 20)])
def test_a_series_that_is_too_short_has_no_origin(window: int, horizon: int) -> None:
    assert len(all_origins(grid([1.0] * 8), 1, window, horizon)) == 0


def test_a_forecast_begins_behind_the_last_known_step_of_each_series() -> None:
    both = grid([1.0, 2, 3, 4, NAN, NAN], [NAN, NAN, NAN, NAN, 5, 6])
    assert (last_origins(both, 1, 2).of.tolist(), last_origins(both, 1, 2).at.tolist()) == ([0, 1], [4, 6])
    assert last_origins(both, 1, 3).of.tolist() == [0]


def test_a_season_is_repeated_from_its_last_turn() -> None:
    past = np.arange(7.0)[None, :, None]
    np.testing.assert_array_equal(repeated(past, 3, 7)[0, :, 0], [4, 5, 6, 4, 5, 6, 4])
    np.testing.assert_array_equal(repeated(past, 1, 3)[0, :, 0], [6, 6, 6])
