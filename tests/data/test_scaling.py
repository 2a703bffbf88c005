"""Scalings are checked against scikit-learn's; the smooth clip against the formula of arXiv:2407.04491 in float64."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import preprocessing

from neuroglass.data.scaling import METHODS, fit_scaling
from neuroglass.errors import ConfigurationError

VALUES = np.random.default_rng(0).lognormal(size=200) * 50


@pytest.mark.parametrize(
    ("method", "theirs"), [("standard", preprocessing.StandardScaler()), ("minmax", preprocessing.MinMaxScaler())]
)
def test_agrees_with_scikit_learn(method: str, theirs: preprocessing.StandardScaler) -> None:
    expected = theirs.fit_transform(VALUES[:, None])[:, 0]
    np.testing.assert_allclose(fit_scaling(method, VALUES).apply(VALUES), expected, rtol=1e-12, atol=1e-12)


def test_robust_is_scikit_learns_robust_scaler_with_a_smooth_clip_at_three() -> None:
    scaled = preprocessing.RobustScaler().fit_transform(VALUES[:, None])[:, 0]
    expected = scaled / np.sqrt(1 + (scaled / 3) ** 2)
    np.testing.assert_allclose(fit_scaling("robust", VALUES).apply(VALUES), expected, rtol=1e-12, atol=1e-12)


def test_robust_uses_half_the_range_where_the_middle_half_is_one_value() -> None:
    values = np.array([0.0] * 9 + [4.0])
    assert fit_scaling("robust", values).scale == 0.5


def test_none_changes_nothing() -> None:
    np.testing.assert_array_equal(fit_scaling("none", VALUES).apply(VALUES), VALUES)


@pytest.mark.parametrize("method", METHODS)
def test_a_single_value_scales_to_something_finite(method: str) -> None:
    assert np.isfinite(fit_scaling(method, np.full(5, 3.0)).apply(np.array([3.0, 1e29]))).all()


@pytest.mark.parametrize("method", METHODS)
def test_no_value_at_all_scales_to_something_finite(method: str) -> None:
    assert np.isfinite(fit_scaling(method, np.empty(0)).apply(np.array([1e29]))).all()


def test_an_unknown_scaling_is_named_with_the_nearest() -> None:
    with pytest.raises(ConfigurationError, match=r"The scaling 'standart' is not known\. Did you mean standard\?"):
        fit_scaling("standart", VALUES)
