"""The statistics of dropout and noise against their published definitions: what is kept, and how it varies."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from neuroglass.nn import activations
from neuroglass.nn.layers import AlphaDropout, Dropout, GaussianNoise, Layer, Moment, SpatialDropout, StochasticDepth

SHAPE = (500, 400)
LAYERS = pytest.mark.parametrize("layer", [Dropout(0.3), AlphaDropout(0.3), GaussianNoise(0.3)], ids=repr)


def noisy(layer: Layer, x: jax.Array, seed: int = 0) -> np.ndarray:
    return np.asarray(layer.compute({}, Moment(True, jax.random.key(seed)), x)[0])


def drawn(seed: int = 9) -> jax.Array:
    return jax.random.normal(jax.random.key(seed), SHAPE)


@pytest.mark.parametrize("rate", [0.01, 0.2, 0.5, 0.9])
def test_dropout_drops_its_share_and_keeps_the_mean(rate: float) -> None:
    value = noisy(Dropout(rate), jnp.ones(SHAPE))
    assert np.unique(value) == pytest.approx([0, 1 / (1 - rate)])
    error = 5 * np.sqrt(rate * (1 - rate) / value.size)
    assert np.mean(value == 0) == pytest.approx(rate, abs=error)
    assert value.mean() == pytest.approx(1, abs=error / (1 - rate))


def test_dropout_falls_on_rows_columns_and_neighbours_alike() -> None:
    """Each row and column loses its binomial share, and whether a neighbour fell says nothing."""
    fell = noisy(Dropout(0.5), jnp.ones(SHAPE)) == 0
    for axis in (0, 1):
        lengths = SHAPE[axis]
        assert np.abs(fell.mean(axis) - 0.5).max() < 5 * 0.5 / np.sqrt(lengths)
        assert fell.mean(axis).std() == pytest.approx(0.5 / np.sqrt(lengths), rel=0.2)
    for along, across in ((fell[1:], fell[:-1]), (fell[:, 1:], fell[:, :-1])):
        assert np.mean(along == across) == pytest.approx(0.5, abs=5 * 0.5 / np.sqrt(along.size))


@pytest.mark.parametrize(
    ("layer", "axes"), [(SpatialDropout(0.3), (1, 2)), (StochasticDepth(0.3), (1, 2, 3))], ids=repr
)
def test_whole_channels_or_samples_fall_and_the_mean_stays(layer: Layer, axes: tuple[int, ...]) -> None:
    value = noisy(layer, jnp.ones((4000, 3, 2, 5)))
    assert np.ptp(value, axes).max() == 0
    units = value.max(axes)
    assert np.unique(units) == pytest.approx([0, 1 / 0.7])
    assert np.mean(units == 0) == pytest.approx(0.3, abs=5 * np.sqrt(0.21 / units.size))
    if units.ndim > 1:
        assert np.abs(np.corrcoef(units.T) - np.eye(5)).max() < 5 / np.sqrt(len(units))


def test_alpha_dropout_keeps_mean_0_and_variance_1_of_selu_activations() -> None:
    """lecun_normal and selu hold mean 0 and variance 1 (Klambauer et al. 2017); alpha dropout must not move them."""
    a = activations.get("selu").function(drawn())
    assert float(a.mean()) == pytest.approx(0, abs=0.01)
    assert float(a.var()) == pytest.approx(1, abs=0.02)
    value = noisy(AlphaDropout(0.2), a)
    assert value.mean() == pytest.approx(0, abs=0.015)
    assert value.var() == pytest.approx(1, abs=0.03)
    assert np.mean(value == value.min()) == pytest.approx(0.2, abs=0.01)


def test_gaussian_noise_has_its_standard_deviation() -> None:
    noise = noisy(GaussianNoise(0.7), drawn()) - np.asarray(drawn())
    assert noise.mean() == pytest.approx(0, abs=0.01)
    assert noise.std() == pytest.approx(0.7, rel=0.01)


@LAYERS
def test_the_same_key_draws_the_same_and_another_key_another(layer: Layer) -> None:
    first, same, other = (noisy(layer, drawn(), seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, same)
    assert np.mean(first != other) > 0.3


@LAYERS
def test_noise_rests_outside_training_even_with_a_key(layer: Layer) -> None:
    value, _ = layer.compute({}, Moment(False, jax.random.key(0)), drawn())
    np.testing.assert_array_equal(value, drawn())


@pytest.mark.parametrize("layer", [Dropout(0), AlphaDropout(0.0), GaussianNoise(0)], ids=repr)
def test_no_noise_changes_nothing_and_needs_no_key(layer: Layer) -> None:
    np.testing.assert_array_equal(layer.compute({}, Moment(training=True), drawn())[0], drawn())


@pytest.mark.parametrize("layer", [Dropout(0.3), GaussianNoise(0.3)], ids=repr)
def test_masks_of_consecutive_steps_are_independent(layer: Layer) -> None:
    """As the program derives them: one key a step from one seed."""
    keys = [jax.random.fold_in(jax.random.key(7), step) for step in range(6)]
    masks = [np.asarray(layer.compute({}, Moment(True, key), jnp.ones(SHAPE))[0]) for key in keys]
    together = np.corrcoef([mask.ravel() for mask in masks])
    assert np.abs(together - np.eye(6)).max() < 5 / np.sqrt(masks[0].size)
