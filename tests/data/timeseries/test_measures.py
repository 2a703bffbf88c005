"""Measures of forecasts, against scikit-learn and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import mean_absolute_error, root_mean_squared_error

from neuroglass.data.timeseries.measures import covered, error, measured, reference

RNG = np.random.default_rng(2)
TRUTH, VALUES = RNG.normal(5, 2, (2, 9, 4, 1))
NAIVE, SEASONAL = RNG.normal(5, 3, (2, 9, 4, 1))


def test_errors_are_those_of_scikit_learn() -> None:
    flat = TRUTH.ravel(), VALUES.ravel()
    found = error(TRUTH, VALUES)
    assert found["mae"] == pytest.approx(mean_absolute_error(*flat))
    assert found["rmse"] == pytest.approx(root_mean_squared_error(*flat))
    assert error(np.array([100.0, 0, 0]), np.array([110.0, 0, 5]))["smape"] == pytest.approx((20 / 210 + 0 + 2) / 3)


def test_what_did_not_come_is_not_counted() -> None:
    torn = TRUTH.copy()
    torn[3, 1] = np.nan
    left = np.isfinite(torn)
    assert error(torn, VALUES)["mae"] == pytest.approx(np.abs(TRUTH - VALUES)[left].mean())
    levels = np.concatenate([TRUTH - 1, TRUTH, TRUTH + 1], axis=-1)[:, :, None]
    assert covered(torn, levels) == 1


def test_mase_is_1_for_the_seasonal_naive_forecast_and_naive_where_there_is_no_season() -> None:
    both = {"naive": NAIVE, "seasonal naive": SEASONAL}
    assert reference(both) == "seasonal naive"
    assert measured(TRUTH, SEASONAL, None, (), both).mase == 1
    assert measured(TRUTH, NAIVE, None, (), {"naive": NAIVE}).mase == 1
    half = TRUTH + (SEASONAL - TRUTH) / 2
    scores = measured(TRUTH, half, None, (), both)
    assert scores.mase == pytest.approx(0.5)
    assert scores.naive["naive"] == pytest.approx(mean_absolute_error(TRUTH.ravel(), NAIVE.ravel()))
    np.testing.assert_allclose(scores.by_step["network"], np.abs(half - TRUTH).mean(axis=(0, 2)))
    assert scores.coverage is None


def test_beside_a_naive_forecast_that_is_never_off_there_is_no_mase() -> None:
    for never_off in (TRUTH, TRUTH.astype(np.float32).astype(np.float64)):
        assert measured(TRUTH, VALUES, None, (), {"naive": never_off}).mase == np.inf
    assert np.isnan(measured(TRUTH, TRUTH, None, (), {"naive": TRUTH}).mase)


def test_a_step_at_which_nothing_came_has_no_error() -> None:
    torn = TRUTH.copy()
    torn[:, 2] = np.nan
    by_step = measured(torn, VALUES, None, (), {"naive": NAIVE}).by_step["network"]
    np.testing.assert_allclose(np.delete(by_step, 2), np.abs(VALUES - TRUTH).mean(axis=(0, 2))[[0, 1, 3]])
    assert np.isnan(by_step[2])


def test_coverage_is_the_share_between_the_outer_quantiles() -> None:
    levels = np.stack([np.full_like(TRUTH, 4.0), VALUES, np.full_like(TRUTH, 6.0)], axis=-1)
    scores = measured(TRUTH, VALUES, levels, (0.1, 0.5, 0.9), {"naive": NAIVE})
    assert scores.coverage == pytest.approx(((TRUTH >= 4) & (TRUTH <= 6)).mean())
    assert scores.promised == pytest.approx(0.8)
