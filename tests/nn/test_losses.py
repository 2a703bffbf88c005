"""Every loss against Keras, float64 by hand and float64 finite differences."""

import dataclasses
import functools
import re
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np
import pytest
from keras import losses as peer
from sklearn.metrics import mean_pinball_loss

from neuroglass.errors import ConfigurationError, NetworkError
from neuroglass.nn import losses
from neuroglass.nn.describe import describe, restore
from neuroglass.nn.losses import KNOWN, LOSSES, Loss, cost
from tests.nn.slopes import check_slope

RNG = np.random.default_rng(0)
Z = RNG.normal(0, 3, (9, 4))
VALUES = RNG.normal(0, 2, (9, 4))
YES_NO = RNG.integers(0, 2, (9, 4)).astype(float)
IDS = RNG.integers(0, 4, 9).astype(np.int32)
ONE_HOT = np.eye(4)[IDS]
SOFT = RNG.dirichlet(np.ones(4), 9)
RATES = RNG.uniform(0.2, 5, (9, 4))
COUNTS = RNG.poisson(2, (9, 4)).astype(float)


def by_ids(y: Any, z: Any, **settings: Any) -> Any:
    return peer.categorical_focal_crossentropy(keras.ops.one_hot(y, 4), z, alpha=1.0, from_logits=True, **settings)


def smoothed_ids(y: Any, z: Any) -> Any:
    return peer.categorical_crossentropy(keras.ops.one_hot(y, 4), z, from_logits=True, label_smoothing=0.1)


def quantiles(y: Any, a: Any, levels: tuple[float, ...] = (0.1, 0.5, 0.9)) -> Any:
    error = y[..., None] - keras.ops.reshape(a, (*y.shape, len(levels)))
    share = keras.ops.broadcast_to(jnp.asarray(levels, error.dtype), error.shape)
    return keras.ops.mean(keras.ops.maximum(share * error, (share - 1) * error), axis=(1, 2))


@dataclasses.dataclass(frozen=True)
class Case:
    loss: Loss
    prediction: np.ndarray
    target: np.ndarray
    peer: Callable[..., Any]
    settings: dict[str, Any] = dataclasses.field(default_factory=dict)


LOGITS = {"from_logits": True}
SMOOTH = {"from_logits": True, "label_smoothing": 0.1}
CASES = {
    "mse": Case(losses.mse(), Z, VALUES, peer.mean_squared_error),
    "mae": Case(losses.mae(), Z, VALUES, peer.mean_absolute_error),
    "huber": Case(losses.huber(), Z, VALUES, peer.huber),
    "huber, delta": Case(losses.huber(delta=2.5), Z, VALUES, peer.huber, {"delta": 2.5}),
    "log_cosh": Case(losses.log_cosh(), Z, VALUES, peer.log_cosh),
    "pinball": Case(losses.pinball(), RNG.normal(0, 2, (9, 12)), VALUES, quantiles),
    "pinball, two": Case(
        losses.pinball((0.2, 0.7)), RNG.normal(0, 2, (9, 8)), VALUES, quantiles, {"levels": (0.2, 0.7)}
    ),
    "binary": Case(losses.binary_crossentropy(), Z, YES_NO, peer.binary_crossentropy, LOGITS),
    "binary, smooth": Case(losses.binary_crossentropy(0.1), Z, YES_NO, peer.binary_crossentropy, SMOOTH),
    "categorical": Case(losses.categorical_crossentropy(), Z, ONE_HOT, peer.categorical_crossentropy, LOGITS),
    "categorical, soft": Case(losses.categorical_crossentropy(), Z, SOFT, peer.categorical_crossentropy, LOGITS),
    "categorical, smooth": Case(losses.categorical_crossentropy(0.1), Z, SOFT, peer.categorical_crossentropy, SMOOTH),
    "sparse": Case(losses.sparse_categorical_crossentropy(), Z, IDS, peer.sparse_categorical_crossentropy, LOGITS),
    "sparse, smooth": Case(losses.sparse_categorical_crossentropy(0.1), Z, IDS, smoothed_ids),
    "hinge": Case(losses.hinge(), Z, YES_NO, peer.hinge),
    "hinge, -1 and 1": Case(losses.hinge(), Z, 2 * YES_NO - 1, peer.hinge),
    "kl_divergence": Case(losses.kl_divergence(), RNG.dirichlet(np.full(4, 5.0), 9), SOFT, peer.kl_divergence),
    "poisson": Case(losses.poisson(), RATES, COUNTS, peer.poisson),
    "focal": Case(losses.focal(), Z, IDS, by_ids),
    "focal, gamma": Case(losses.focal(gamma=0.5), Z, IDS, by_ids, {"gamma": 0.5}),
    "binary_focal": Case(losses.binary_focal(), Z, YES_NO, peer.binary_focal_crossentropy, LOGITS),
    "binary_focal, alpha": Case(
        losses.binary_focal(gamma=1.5, alpha=0.3),
        Z,
        YES_NO,
        peer.binary_focal_crossentropy,
        {"from_logits": True, "apply_class_balancing": True, "alpha": 0.3, "gamma": 1.5},
    ),
}
every_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
every_loss = pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES.keys())


def arrays(case: Case) -> tuple[jax.Array, jax.Array]:
    target = case.target if case.loss.takes_ids else case.target.astype(np.float32)
    return jnp.asarray(case.prediction, jnp.float32), jnp.asarray(target)


@functools.partial(jax.jit, static_argnums=0)
def pulled(f: Callable[..., Any], a: jax.Array, y: jax.Array, pull: jax.Array) -> tuple[jax.Array, jax.Array]:
    """The losses, and their gradient by the predictions when each weighs as ``pull`` says."""
    value, pullback = jax.vjp(lambda a: f(a, y), a)
    return value, pullback(pull)[0]


@every_case
def test_losses_and_gradient_agree_with_keras(case: Case, lenient_promotion: None) -> None:
    prediction, target = arrays(case)
    weights = jnp.linspace(0.5, 2, len(prediction))
    ours, gradient = pulled(case.loss, prediction, target, weights)
    theirs, expected = pulled(lambda a, y: case.peer(y, a, **case.settings), prediction, target, weights)
    np.testing.assert_allclose(ours, theirs, rtol=2e-5, atol=2e-6)
    np.testing.assert_allclose(gradient, expected, rtol=1e-4, atol=2e-6)


@every_case
def test_gradient_agrees_with_finite_differences_in_float64(case: Case) -> None:
    check_slope(lambda a: case.loss(a, jnp.asarray(case.target)), case.prediction)


@every_case
def test_compiled_equals_eager_one_number_a_sample(case: Case) -> None:
    prediction, target = arrays(case)
    eager = case.loss(prediction, target)
    assert (eager.shape, eager.dtype) == ((len(prediction),), prediction.dtype)
    np.testing.assert_allclose(jax.jit(case.loss)(prediction, target), eager, rtol=1e-5, atol=1e-7)


@every_case
def test_a_description_brings_it_back(case: Case) -> None:
    assert restore(describe(case.loss), KNOWN, "loss") == case.loss
    assert hash(case.loss) == hash(restore(describe(case.loss), KNOWN, "loss"))


@every_loss
def test_it_is_found_by_its_name(loss: Loss) -> None:
    assert losses.get(loss.name) == losses.get(loss) == getattr(losses, loss.name)()
    assert loss in {case.loss for case in CASES.values()}


SIZES = np.array([0, 1e-38, 1e-7, 1, 17, 89, 1e4, 1e20, 1e37])
ENDS = np.concatenate([-SIZES[::-1], SIZES]).astype(np.float32)
FIRST, SECOND = (grid.ravel() for grid in np.meshgrid(ENDS, ENDS))


@pytest.mark.parametrize("gamma", [0.0, 0.5, 2.0])
def test_losses_of_logits_are_exact_at_any_magnitude(gamma: float) -> None:
    odds = FIRST.astype(np.float64) - SECOND
    first = jnp.zeros(len(FIRST), jnp.int32)
    pair = jnp.stack([FIRST, SECOND], axis=1)
    expected = np.logaddexp(0, -odds) * np.exp(-gamma * np.logaddexp(0, odds))
    np.testing.assert_allclose(losses.focal(gamma)(pair, first), expected, rtol=2e-5, atol=1e-37)
    if gamma == 0:
        crossentropy = losses.sparse_categorical_crossentropy()(pair, first)
        np.testing.assert_allclose(crossentropy, expected, rtol=1e-6, atol=6e-8)


def test_binary_losses_of_logits_are_exact_at_any_magnitude() -> None:
    z, ones = ENDS[:, None], jnp.ones((len(ENDS), 1))
    exact = np.logaddexp(0, -ENDS.astype(np.float64))
    np.testing.assert_allclose(losses.binary_crossentropy()(jnp.asarray(z), ones), exact, rtol=1e-6, atol=1e-37)
    np.testing.assert_allclose(losses.binary_crossentropy()(jnp.asarray(-z), 0 * ones), exact, rtol=1e-6, atol=1e-37)
    np.testing.assert_allclose(losses.binary_focal(gamma=0.0)(jnp.asarray(z), ones), exact, rtol=1e-6, atol=1e-37)


@every_loss
def test_no_gradient_is_nan_or_infinite_at_any_magnitude(loss: Loss) -> None:
    prediction = jnp.repeat(jnp.stack([FIRST, SECOND], axis=1), loss.numbers, axis=1)
    for number in (0, 1):
        ids = np.full(len(FIRST), number, np.int32)
        target = jnp.asarray(ids if loss.takes_ids else np.eye(2, dtype=np.float32)[ids])
        values, gradient = pulled(loss, prediction, target, jnp.ones(len(FIRST)))
        assert not np.isnan(values).any()
        assert np.isfinite(gradient).all()


@pytest.mark.parametrize("name", ["categorical_crossentropy", "sparse_categorical_crossentropy", "focal"])
def test_logits_further_apart_than_float32_holds_cost_infinity_not_nan(name: str) -> None:
    z = jnp.array([[3e38, -3e38], [-3e38, 3e38]])
    loss = LOSSES[name]
    target = jnp.array([0, 0]) if loss.takes_ids else jnp.array([[1.0, 0.0], [1.0, 0.0]])
    np.testing.assert_array_equal(loss(z, target), [0, np.inf])


def test_log_cosh_keeps_its_digits_near_zero() -> None:
    error = np.array([[1e-2], [1e-3], [1e-4]])
    value = losses.log_cosh()(jnp.asarray(error, jnp.float32), jnp.zeros((3, 1)))
    np.testing.assert_allclose(value, np.log(np.cosh(error[:, 0])), rtol=5e-3)


@pytest.mark.parametrize("name", ["poisson", "kl_divergence"])
def test_a_prediction_below_zero_is_pushed_up(name: str) -> None:
    slope = pulled(LOSSES[name], jnp.array([[-0.5]]), jnp.ones((1, 1)), jnp.ones(1))[1]
    assert slope < 0


@pytest.mark.parametrize("name", ["mse", "mae", "huber", "log_cosh"])
def test_a_perfect_prediction_is_left_alone(name: str) -> None:
    gradient = pulled(LOSSES[name], jnp.ones((2, 3)), jnp.ones((2, 3)), jnp.ones(2))[1]
    np.testing.assert_array_equal(gradient, 0)


def test_targets_may_be_integers_or_truth_values() -> None:
    z = jnp.asarray(Z, jnp.float32)
    expected = losses.binary_crossentropy()(z, jnp.asarray(YES_NO, jnp.float32))
    for dtype in (np.int32, bool):
        np.testing.assert_array_equal(losses.binary_crossentropy()(z, jnp.asarray(YES_NO.astype(dtype))), expected)


def test_cost_is_the_weighted_mean_and_padding_weighs_nothing() -> None:
    each = jnp.array([1.0, 2.0, 4.0, 100.0])
    assert float(cost(each)) == 26.75
    assert float(cost(each, jnp.array([1.0, 1.0, 2.0, 0.0]))) == 2.75


def test_a_set_without_weight_costs_nothing_and_teaches_nothing() -> None:
    value, slope = jax.value_and_grad(cost)(jnp.array([1.0, 2.0]), jnp.zeros(2))
    assert float(value) == 0
    np.testing.assert_array_equal(slope, 0)


@pytest.mark.parametrize(
    ("loss", "prediction", "target", "message"),
    [
        ("mse", (8, 1), (8,), r"MeanSquaredError got targets of shape \(8,\) for predictions \(8, 1\)"),
        ("mse", (8, 1), (8,), r"Expected targets of shape \(8, 1\)\. Reshape the targets"),
        (
            "focal",
            (8, 3),
            (8, 3),
            r"Focal got targets of shape \(8, 3\).*Expected targets of shape \(8,\)\. Give class ids",
        ),
    ],
)
def test_shapes_that_would_broadcast_are_refused(loss: str, prediction: Any, target: Any, message: str) -> None:
    with pytest.raises(NetworkError, match=message):
        LOSSES[loss](jnp.zeros(prediction), jnp.zeros(target))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: losses.huber(0.0), r"Huber\(delta=0\.0\)\. Expected delta to be a number above 0"),
        (lambda: losses.binary_crossentropy(1.0), r"Expected label_smoothing to be a number from 0 to below 1"),
        (lambda: losses.categorical_crossentropy(-0.1), r"CategoricalCrossentropy\(label_smoothing=-0\.1\)"),
        (lambda: losses.sparse_categorical_crossentropy(2), r"SparseCategoricalCrossentropy\(label_smoothing=2\)"),
        (lambda: losses.focal(-1.0), r"Focal\(gamma=-1\.0\)\. Expected gamma to be a number, 0 or above"),
        (lambda: losses.binary_focal(-1.0), r"BinaryFocal\(gamma=-1\.0\)"),
        (
            lambda: losses.binary_focal(alpha=1.5),
            r"BinaryFocal\(alpha=1\.5\)\. Expected alpha to be a number from 0 to 1",
        ),
    ],
)
def test_an_impossible_setting_is_refused(make: Callable[[], Loss], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        make()


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(NetworkError, match=r"loss 'hubber' is not known\. Did you mean huber\?"):
        losses.get("hubber")


@pytest.mark.parametrize("place", range(3))
def test_each_quantile_of_pinball_agrees_with_scikit_learn(place: int) -> None:
    level = (0.1, 0.5, 0.9)[place]
    alone = losses.pinball((level,))(jnp.asarray(Z, jnp.float32), jnp.asarray(VALUES, jnp.float32))
    np.testing.assert_allclose(np.mean(alone), mean_pinball_loss(VALUES, Z, alpha=level), rtol=1e-6)


def test_the_point_of_pinball_is_the_middle_quantile_of_each_number() -> None:
    answers = jnp.array([[0.0, 1, 2, 5, 4, 3], [6, 7, 8, 10, 9, 11]])
    np.testing.assert_array_equal(losses.pinball().point(answers), [[1, 4], [7, 10]])
    np.testing.assert_array_equal(losses.mse().point(answers), answers)


def test_quantiles_that_do_not_rise_or_answers_too_few_are_refused() -> None:
    with pytest.raises(
        NetworkError, match=re.escape("Pinball(quantiles=(0.9, 0.1)). Expected numbers between 0 and 1")
    ):
        losses.pinball((0.9, 0.1))
    with pytest.raises(NetworkError, match=re.escape("targets of shape (9, 2) for predictions (9, 3)")):
        losses.pinball()(jnp.zeros((9, 3)), jnp.zeros((9, 2)))
