"""Every initializer against Keras's, which draws with JAX as well: the same key must give the same numbers."""

import functools
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np
import pytest

from neuroglass.errors import ConfigurationError, NetworkError
from neuroglass.nn import initializers
from neuroglass.nn.activations import ACTIVATIONS, get
from neuroglass.nn.describe import describe, restore
from neuroglass.nn.initializers import INITIALIZERS, Initializer, default_initializer, fans

PEERS = {
    "zeros": keras.initializers.Zeros,
    "ones": keras.initializers.Ones,
    "constant": keras.initializers.Constant,
    "normal": keras.initializers.RandomNormal,
    "uniform": keras.initializers.RandomUniform,
    "truncated_normal": keras.initializers.TruncatedNormal,
    "glorot_normal": keras.initializers.GlorotNormal,
    "glorot_uniform": keras.initializers.GlorotUniform,
    "he_normal": keras.initializers.HeNormal,
    "he_uniform": keras.initializers.HeUniform,
    "lecun_normal": keras.initializers.LecunNormal,
    "lecun_uniform": keras.initializers.LecunUniform,
    "orthogonal": keras.initializers.Orthogonal,
}
WRONG: Any = "wrong"
CONSTANTS = ("zeros", "ones", "constant")
VARIANCES = {
    "glorot_normal": 2 / (300 + 200),
    "glorot_uniform": 2 / (300 + 200),
    "he_normal": 2 / 300,
    "he_uniform": 2 / 300,
    "lecun_normal": 1 / 300,
    "lecun_uniform": 1 / 300,
    "normal": 0.05**2,
    "uniform": 0.1**2 / 12,
    "truncated_normal": (0.05 * 0.8796256610342398) ** 2,
    "orthogonal": 1 / 300,
}


@functools.partial(jax.jit, static_argnums=(0, 2))
def drawn(name: str, seed: int, shape: tuple[int, ...]) -> jax.Array:
    return INITIALIZERS[name](jax.random.key(seed), shape)


every_initializer = pytest.mark.parametrize("name", INITIALIZERS)


@every_initializer
def test_draws_are_those_of_keras_for_the_same_key(name: str, lenient_promotion: None) -> None:
    shape = (3, 3, 8, 4)
    theirs = PEERS[name]() if name in CONSTANTS else PEERS[name](seed=7)
    key = jax.random.wrap_key_data(jnp.array([7, 0], jnp.uint32))
    np.testing.assert_allclose(INITIALIZERS[name](key, shape), theirs(shape), rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("name", VARIANCES)
def test_mean_and_variance_are_those_of_the_definition(name: str) -> None:
    draws = np.asarray(drawn(name, 0, (300, 200)))
    assert draws.var() == pytest.approx(VARIANCES[name], rel=0.02)
    assert draws.mean() == pytest.approx(0, abs=4 * np.sqrt(VARIANCES[name] / draws.size))


@every_initializer
def test_the_same_key_gives_the_same_array_and_another_key_another(name: str) -> None:
    first, second = drawn(name, 0, (4, 3)), drawn(name, 1, (4, 3))
    np.testing.assert_array_equal(first, drawn(name, 0, (4, 3)))
    assert (first == second).all() == (name in CONSTANTS)


@every_initializer
def test_dtype_and_shape_are_as_asked(name: str) -> None:
    for dtype in (jnp.bfloat16, jnp.float32):
        draws = jax.eval_shape(lambda key, dtype=dtype: INITIALIZERS[name](key, (6, 3), dtype), jax.random.key(0))
        assert (draws.shape, draws.dtype) == ((6, 3), dtype)


@every_initializer
def test_a_description_brings_it_back(name: str) -> None:
    known = {type(initializer).__name__: type(initializer) for initializer in INITIALIZERS.values()}
    assert restore(describe(INITIALIZERS[name]), known, "initializer") == INITIALIZERS[name]
    assert initializers.get(name) == initializers.get(INITIALIZERS[name]) == getattr(initializers, name)()


@pytest.mark.parametrize("shape", [(8, 5), (5, 8), (2, 2, 3, 5)], ids=str)
def test_orthogonal_columns_or_rows_have_length_gain_at_right_angles(shape: tuple[int, ...]) -> None:
    matrix = np.asarray(initializers.orthogonal(gain=2.0)(jax.random.key(0), shape)).reshape(-1, shape[-1])
    product = matrix.T @ matrix if len(matrix) >= shape[-1] else matrix @ matrix.T
    np.testing.assert_allclose(product, 4 * np.eye(len(product)), atol=1e-5)


def test_orthogonal_can_be_drawn_in_half_precision() -> None:
    key = jax.random.key(0)
    half, full = (initializers.orthogonal()(key, (8, 5), dtype) for dtype in (jnp.bfloat16, jnp.float32))
    np.testing.assert_array_equal(half, full.astype(jnp.bfloat16))


@pytest.mark.parametrize("shape", [(7,), (4, 6), (3, 5, 2), (3, 3, 16, 32)], ids=str)
def test_fans_are_counted_as_in_keras(shape: tuple[int, ...]) -> None:
    from keras.src.initializers.random_initializers import compute_fans

    assert fans(shape) == compute_fans(shape)


def test_a_scalar_weight_has_fans_of_one() -> None:
    assert fans(()) == (1, 1)


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "selu", "gelu", "silu", "mish", "elu"])
def test_the_default_keeps_a_signal_alive_through_ten_layers(activation: str) -> None:
    draw, function = initializers.get(default_initializer(activation)), get(activation).function
    keys = jax.random.split(jax.random.key(0), 11)
    step = jax.jit(lambda a, key: function(a @ draw(key, (256, 256))))
    a = functools.reduce(step, keys[1:], jax.random.normal(keys[0], (64, 256)))
    assert 0.05 < float(jnp.sqrt(jnp.mean(a**2))) < 20


def test_every_activation_has_a_default() -> None:
    defaults = {name: default_initializer(name) for name in ACTIVATIONS}
    assert set(defaults.values()) == {"he_normal", "lecun_normal", "glorot_uniform"}
    assert defaults["selu"] == "lecun_normal"
    assert defaults["prelu"] == defaults["relu"] == "he_normal"
    assert defaults["tanh"] == defaults["softmax"] == default_initializer(None) == "glorot_uniform"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: initializers.normal(stddev=-1.0),
            r"Normal\(stddev=-1\.0\)\. Expected stddev to be a number, 0 or above",
        ),
        (
            lambda: initializers.truncated_normal(mean=float("nan")),
            r"TruncatedNormal\(mean=nan\)\. Expected mean to be",
        ),
        (lambda: initializers.uniform(1.0, 0.5), r"Uniform\(1\.0, 0\.5\)\. Expected minval to be below maxval"),
        (lambda: initializers.Constant(float("inf")), r"Constant\(value=inf\)\. Expected value to be a number"),
        (lambda: initializers.orthogonal(True), r"Orthogonal\(gain=True\)\. Expected gain to be a number"),
        (lambda: initializers.VarianceScaling(0.0), r"VarianceScaling\(scale=0\.0\)\. .* a number above 0"),
        (
            lambda: initializers.VarianceScaling(1.0, WRONG),
            r"mode='wrong'\)\. Expected one of fan_in, fan_out, fan_avg",
        ),
        (lambda: initializers.VarianceScaling(1.0, "fan_in", WRONG), r"Expected one of truncated_normal, uniform"),
    ],
)
def test_an_impossible_setting_is_refused(make: Callable[[], Initializer], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        make()


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(NetworkError, match=r"initializer 'he_norm' is not known\. Did you mean he_normal\?"):
        initializers.get("he_norm")
    with pytest.raises(NetworkError, match=r"activation 'rel' is not known\. Did you mean relu\?"):
        default_initializer("rel")


def test_orthogonal_refuses_a_vector() -> None:
    with pytest.raises(NetworkError, match=r"Orthogonal got the shape \(3,\)\. Expected a kernel of at least two axes"):
        initializers.orthogonal()(jax.random.key(0), (3,))


def test_an_initializer_that_is_given_is_used_as_it_is() -> None:
    given: Initializer = initializers.constant(0.1)
    assert initializers.get(given) is given
