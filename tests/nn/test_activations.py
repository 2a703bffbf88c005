"""Every activation function against Keras, float64 finite differences and its own table entry."""

import functools
import re
from collections.abc import Callable

import jax
import jax.numpy as jnp
import keras
import numpy as np
import pytest

from neuroglass.errors import NetworkError
from neuroglass.nn import activations
from neuroglass.nn.activations import ACTIVATIONS, ActivationFunction
from tests.nn.slopes import check_slope

ALPHA = 0.3
PEERS: dict[str, Callable] = {
    "linear": keras.activations.linear,
    "sigmoid": keras.activations.sigmoid,
    "tanh": keras.activations.tanh,
    "relu": keras.activations.relu,
    "leaky_relu": lambda x: keras.activations.leaky_relu(x, negative_slope=0.01),
    "prelu": lambda x: keras.activations.leaky_relu(x, negative_slope=ALPHA),
    "elu": keras.activations.elu,
    "selu": keras.activations.selu,
    "gelu": lambda x: keras.activations.gelu(x, approximate=False),
    "silu": keras.activations.silu,
    "mish": keras.activations.mish,
    "softplus": keras.activations.softplus,
    "softsign": keras.activations.softsign,
    "hard_sigmoid": keras.activations.hard_sigmoid,
    "hard_tanh": keras.activations.hard_tanh,
    "softmax": keras.activations.softmax,
    "log_softmax": keras.activations.log_softmax,
}
HUGE = np.array([-1e38, -1e20, -1e4, -89, -20, -1e-30, 0, 1e-30, 20, 89, 1e4, 1e20, 1e38], np.float32)

every_activation = pytest.mark.parametrize("row", ACTIVATIONS.values(), ids=ACTIVATIONS.keys())
every_smooth_one = pytest.mark.parametrize("row", [ACTIVATIONS[name] for name in PEERS], ids=PEERS.keys())


def call(function: Callable[..., jax.Array], row: ActivationFunction) -> Callable[[jax.Array], jax.Array]:
    return (lambda x: function(x, ALPHA)) if row.name == "prelu" else function


def sample() -> jax.Array:
    return jnp.asarray(np.random.default_rng(0).normal(0, 2, (7, 5)), jnp.float32)


@functools.partial(jax.jit, static_argnums=0)
def pulled(f: Callable[[jax.Array], jax.Array], x: jax.Array, pull: jax.Array) -> tuple[jax.Array, jax.Array]:
    """The value of f and its gradient against ``pull``."""
    value, pullback = jax.vjp(f, x)
    return value, pullback(pull)[0]


def own_slopes(f: Callable[[jax.Array], jax.Array], x: jax.Array) -> jax.Array:
    """The slope of every output by its own input, for functions of one row."""
    return jax.jit(jax.vmap(lambda z: jnp.diagonal(jax.jacobian(f)(z))))(x)


@every_smooth_one
def test_value_and_gradient_agree_with_keras(row: ActivationFunction, lenient_promotion: None) -> None:
    x, pull = sample(), sample()[::-1]
    value, gradient = pulled(call(row.function, row), x, pull)
    expected, expected_gradient = pulled(PEERS[row.name], x, pull)
    np.testing.assert_allclose(value, expected, rtol=2e-6, atol=1e-6)
    np.testing.assert_allclose(gradient, expected_gradient, rtol=5e-6, atol=1e-6)


@every_smooth_one
def test_gradient_agrees_with_finite_differences_in_float64(row: ActivationFunction) -> None:
    check_slope(call(row.function, row), np.random.default_rng(0).normal(0, 2, (7, 5)))


@every_activation
def test_the_derivative_is_what_learning_uses(row: ActivationFunction) -> None:
    x = sample()
    slopes = own_slopes(call(row.function, row), x)
    np.testing.assert_allclose(call(row.derivative, row)(x), slopes, rtol=1e-5, atol=2e-6)


@every_activation
def test_shape_and_dtype_are_kept(row: ActivationFunction) -> None:
    for dtype in (jnp.float16, jnp.bfloat16, jnp.float32):
        x = jax.ShapeDtypeStruct((7, 5), dtype)
        for function in (row.function, row.derivative):
            value = jax.eval_shape(call(function, row), x)
            assert (value.shape, value.dtype) == (x.shape, x.dtype)


@every_activation
def test_compiled_equals_eager(row: ActivationFunction) -> None:
    f = call(row.function, row)
    np.testing.assert_allclose(jax.jit(f)(sample()), f(sample()), rtol=1e-6, atol=1e-7)


@every_activation
def test_values_and_slopes_are_finite_at_any_magnitude(row: ActivationFunction) -> None:
    x = jnp.asarray(HUGE)[:, None]
    f, derivative = call(row.function, row), call(row.derivative, row)
    for values in (*pulled(f, x, jnp.ones_like(x)), jax.jit(derivative)(x)):
        assert np.isfinite(values).all()


@every_activation
def test_the_range_is_reached_and_never_left(row: ActivationFunction) -> None:
    lines = jnp.concatenate([jnp.linspace(-30, 30, 6001), jnp.array([-1e5, 1e5])])
    x = jnp.stack([lines, jnp.zeros_like(lines)], axis=1)
    values = np.asarray(jax.jit(call(row.function, row))(x))
    low, high = (float(end.replace("∞", "inf")) for end in re.findall(r"-?(?:∞|[\d.]+)", row.range))
    assert values.min() == pytest.approx(low, abs=1e-4) if np.isfinite(low) else values.min() < -0.25
    assert values.max() == pytest.approx(high, abs=1e-4) if np.isfinite(high) else values.max() >= 29


@every_activation
def test_its_entry_tells_what_it_is(row: ActivationFunction) -> None:
    assert activations.get(row.name) is row
    assert getattr(activations, row.name) is row.function
    for text in (row.formula, row.derivative_formula, row.range):
        assert text
    assert row.use.endswith(".")
    assert row.advice.endswith(".") or not row.advice


def test_threshold_steps_at_zero_and_passes_the_gradient_straight_through() -> None:
    x = jnp.array([-1e8, -1.0, 0.0, 1.0, 1e8])
    value, pullback = jax.vjp(activations.threshold, x)
    np.testing.assert_array_equal(value, [0, 0, 1, 1, 1])
    np.testing.assert_array_equal(pullback(x)[0], x)
    assert "straight through" in ACTIVATIONS["threshold"].advice


def test_prelu_learns_a_slope_for_each_feature() -> None:
    x, alpha = sample(), jnp.array([0.0, 0.1, 0.2, 0.3, 0.4])
    value, slope = jax.value_and_grad(lambda a: activations.prelu(x, a).sum())(alpha)
    below = np.minimum(np.asarray(x, np.float64), 0)
    np.testing.assert_allclose(value, (np.maximum(x, 0) + np.asarray(alpha) * below).sum(), rtol=1e-6)
    np.testing.assert_allclose(slope, below.sum(axis=0), rtol=1e-6)


def test_softmax_of_a_row_sums_to_one() -> None:
    np.testing.assert_allclose(activations.softmax(sample()).sum(axis=-1), 1, rtol=1e-6)


def test_selu_brings_its_companions() -> None:
    assert "lecun_normal" in ACTIVATIONS["selu"].advice
    assert "AlphaDropout" in ACTIVATIONS["selu"].advice


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(NetworkError, match=r"activation 'rleu' is not known\. Did you mean relu\?"):
        activations.get("rleu")
