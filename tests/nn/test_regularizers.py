"""Penalties and limits on weights, against Keras."""

from collections.abc import Callable

import jax
import jax.numpy as jnp
import keras
import numpy as np
import pytest

from neuroglass.errors import ConfigurationError, NetworkError
from neuroglass.nn import regularizers
from neuroglass.nn.describe import describe, restore
from neuroglass.nn.regularizers import L1L2, MaxNorm
from tests.nn.slopes import check_slope

KERNEL = np.random.default_rng(0).normal(0, 1, (6, 4)).astype(np.float32)
CASES = {
    "l1": (regularizers.l1(0.03), keras.regularizers.L1(0.03)),
    "l2": (regularizers.l2(0.02), keras.regularizers.L2(0.02)),
    "l1_l2": (regularizers.l1_l2(0.03, 0.02), keras.regularizers.L1L2(0.03, 0.02)),
}

every_regularizer = pytest.mark.parametrize(("ours", "theirs"), CASES.values(), ids=CASES.keys())


@every_regularizer
def test_penalty_and_gradient_agree_with_keras(ours: L1L2, theirs: Callable, lenient_promotion: None) -> None:
    for value, expected in zip(jax.value_and_grad(ours)(KERNEL), jax.value_and_grad(theirs)(KERNEL), strict=True):
        np.testing.assert_allclose(value, expected, rtol=1e-6)


@every_regularizer
def test_gradient_agrees_with_finite_differences_in_float64(ours: L1L2, theirs: Callable) -> None:
    check_slope(ours, KERNEL)


@every_regularizer
def test_compiled_equals_eager_and_a_description_brings_it_back(ours: L1L2, theirs: Callable) -> None:
    np.testing.assert_allclose(jax.jit(ours)(KERNEL), ours(jnp.asarray(KERNEL)), rtol=1e-6)
    assert restore(describe(ours), {"L1L2": L1L2}, "regularizer") == ours


def test_the_gradient_at_zero_is_zero() -> None:
    np.testing.assert_array_equal(jax.grad(regularizers.l1_l2())(jnp.zeros((3, 2))), 0)


def test_names_stand_for_the_defaults_of_keras() -> None:
    assert regularizers.get("l1") == L1L2(l1=0.01)
    assert regularizers.get("l2") == L1L2(l2=0.01)
    assert regularizers.get("l1_l2") == L1L2(0.01, 0.01)
    assert regularizers.get(L1L2(l1=0.5)) == L1L2(l1=0.5)


def test_max_norm_agrees_with_keras() -> None:
    expected = keras.constraints.MaxNorm(1.5, axis=0)(KERNEL)
    np.testing.assert_allclose(regularizers.max_norm(1.5)(jnp.asarray(KERNEL)), expected, rtol=1e-6)


def test_max_norm_of_a_convolution_limits_each_filter_as_keras_does_over_its_axes() -> None:
    kernel = np.random.default_rng(1).normal(0, 1, (3, 3, 2, 4)).astype(np.float32)
    expected = keras.constraints.MaxNorm(1.5, axis=[0, 1, 2])(kernel)
    np.testing.assert_allclose(regularizers.max_norm(1.5)(jnp.asarray(kernel)), expected, rtol=1e-6)


def test_max_norm_leaves_a_kernel_within_the_limit_as_it_is() -> None:
    np.testing.assert_array_equal(regularizers.max_norm(100.0)(jnp.asarray(KERNEL)), KERNEL)
    np.testing.assert_array_equal(regularizers.max_norm()(jnp.zeros((3, 2))), 0)
    assert restore(describe(MaxNorm(3.0)), {"MaxNorm": MaxNorm}, "constraint") == MaxNorm(3.0)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: regularizers.l1(-0.1), r"L1L2\(l1=-0\.1\)\. Expected l1 to be a number, 0 or above"),
        (lambda: regularizers.l2(float("inf")), r"L1L2\(l2=inf\)\. Expected l2 to be a number, 0 or above"),
        (lambda: regularizers.max_norm(0.0), r"MaxNorm\(max_value=0\.0\)\. Expected max_value to be a number above 0"),
    ],
)
def test_an_impossible_setting_is_refused(make: Callable, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        make()


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(NetworkError, match=r"regularizer 'l3' is not known"):
        regularizers.get("l3")
