"""Layers that look across time: a padded sequence gives what it would give alone."""

from __future__ import annotations

import functools

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from neuroglass.nn.layers import (
    Add,
    AveragePool1D,
    AveragePool2D,
    BatchNorm,
    Concatenate,
    Conv1D,
    Conv2D,
    ConvTranspose2D,
    Cropping2D,
    Dense,
    DepthwiseConv2D,
    Embedding,
    Flatten,
    GlobalAveragePool1D,
    GlobalAveragePool2D,
    GlobalMaxPool1D,
    GroupNorm,
    Input,
    LastStep,
    Layer,
    MaxPool1D,
    Moment,
    Multiply,
    Reshape,
    SeparableConv2D,
    SpatialDropout,
    UpSampling2D,
    ZeroPadding2D,
)
from neuroglass.nn.network import Network

TIME, SHORT = 9, 5
REAL = jnp.arange(TIME)[None, :] < jnp.asarray([TIME, SHORT])[:, None]
X = jnp.asarray(np.random.default_rng(1).normal(size=(2, TIME, 4)), jnp.float32)
PICTURES = jnp.asarray(np.random.default_rng(2).normal(size=(2, TIME, 6, 4)), jnp.float32)

LAYERS: dict[str, tuple[Layer, jax.Array]] = {
    "dense": (Dense(3), X),
    "conv, same": (Conv1D(3, 3, padding="same"), X),
    "conv, valid": (Conv1D(3, 3), X),
    "conv, strides": (Conv1D(3, 3, strides=2), X),
    "conv, dilation": (Conv1D(3, 2, dilation_rate=2, padding="same"), X),
    "conv, ends": (Conv1D(3, 3, padding=((2, 0),)), X),
    "conv, more at the ends": (Conv1D(3, 2, padding=2), X),
    "conv of pictures": (Conv2D(3, (3, 2), (2, 1)), PICTURES),
    "depthwise": (DepthwiseConv2D(3, padding="same"), PICTURES),
    "separable": (SeparableConv2D(2, 3), PICTURES),
    "max pool": (MaxPool1D(2), X),
    "max pool that overlaps": (MaxPool1D(3, 1, "same"), X),
    "average pool": (AveragePool1D(2), X),
    "average pool that overlaps": (AveragePool1D(3, 1, "same"), X),
    "average pool of pictures": (AveragePool2D(2), PICTURES),
    "group norm": (GroupNorm(2), X),
    "global max": (GlobalMaxPool1D(), X),
    "global average": (GlobalAveragePool1D(), X),
    "global average of pictures": (GlobalAveragePool2D(), PICTURES),
    "last step": (LastStep(), X),
    "transposed": (ConvTranspose2D(2, 3, 2), PICTURES),
    "transposed, same": (ConvTranspose2D(2, 3, 2, "same"), PICTURES),
    "transposed, gaps": (ConvTranspose2D(2, 2, 3), PICTURES),
    "zeros around": (ZeroPadding2D(((1, 2), 1)), PICTURES),
    "cropped": (Cropping2D(((1, 2), 1)), PICTURES),
    "upsampled": (UpSampling2D(2), PICTURES),
    "reshape": (Reshape((-1, 2, 2)), X),
    "spatial dropout at rest": (SpatialDropout(0.3), X),
}


@functools.partial(jax.jit, static_argnums=0)
def answer(layer: Layer, x: jax.Array, real: jax.Array | None) -> tuple[jax.Array, jax.Array | None]:
    weights = {
        name: jnp.cos(jnp.arange(weight.size, dtype=x.dtype)).reshape(weight.shape)
        for name, weight in layer.weights(x.shape[1:]).items()
    }
    return layer.compute(weights, Moment(steps=real), x)[0], layer.steps([real], x)


@pytest.mark.parametrize(("layer", "x"), LAYERS.values(), ids=LAYERS)
def test_a_padded_sequence_gives_what_it_gives_alone(layer: Layer, x: jax.Array) -> None:
    value, real = answer(layer, jnp.where(REAL.reshape(2, TIME, *[1] * (x.ndim - 2)), x, 1e4), REAL)
    alone, _ = answer(layer, x[1:, :SHORT], None)
    if real is None:
        np.testing.assert_allclose(value[1], alone[0], rtol=1e-5, atol=1e-6)
    else:
        assert np.flatnonzero(real[1]).tolist() == list(range(alone.shape[1]))
        assert bool(real[0].all())
        np.testing.assert_allclose(value[1, : alone.shape[1]], alone[0], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    "layer", [GlobalMaxPool1D(), GlobalAveragePool1D(), LastStep(), MaxPool1D(2), AveragePool1D(2)], ids=repr
)
def test_of_a_sequence_without_any_real_step_nothing_is_left(layer: Layer) -> None:
    nothing = jnp.zeros((2, TIME), bool)
    value, slope = jax.value_and_grad(lambda x: answer(layer, x, nothing)[0].sum())(X)
    assert float(value) == 0
    assert not slope.any()


def test_batch_statistics_are_those_of_real_steps_of_real_rows() -> None:
    layer, rows = BatchNorm(momentum=0.5), jnp.asarray([1.0, 1.0, 0.0])
    x, real = jnp.concatenate([X, 1e3 * X[:1]]), jnp.concatenate([REAL, REAL[:1]])
    weights = {"gamma": jnp.ones(4), "beta": jnp.zeros(4), "moving_mean": jnp.zeros(4), "moving_variance": jnp.ones(4)}
    value, moved = layer.compute(weights, Moment(training=True, rows=rows, steps=real), x)
    kept = np.asarray(X, np.float64)[np.asarray(REAL)]
    np.testing.assert_allclose(moved["moving_mean"], kept.mean(0) / 2, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(moved["moving_variance"], (1 + kept.var(0)) / 2, rtol=1e-5)
    np.testing.assert_allclose(
        value[:2][REAL], (kept - kept.mean(0)) / np.sqrt(kept.var(0) + 1e-3), rtol=1e-4, atol=1e-5
    )


def test_flattened_padding_is_zero() -> None:
    value, real = answer(Flatten(), X, REAL)
    np.testing.assert_array_equal(value, jnp.where(REAL[..., None], X, 0).reshape(2, -1))
    assert real is None


def test_a_reshape_that_moves_time_ends_it() -> None:
    assert Reshape((2, -1)).steps([REAL], X[:, :, :2]) is None
    assert Reshape((TIME, 2, 2)).steps([REAL], X) is REAL


@pytest.mark.parametrize("layer", [Add(), Multiply(), Concatenate()], ids=repr)
def test_joined_sequences_are_real_where_all_of_them_are(layer: Layer) -> None:
    other = REAL.at[0, 0].set(False)
    np.testing.assert_array_equal(layer.steps([REAL, None, other], X, X, X), REAL & other)
    assert layer.steps([None, None], X, X) is None


def test_a_network_tells_which_steps_of_its_answer_are_real() -> None:
    network = Network([Input((TIME,), "int32"), Embedding(9, 4, mask_zero=True), Conv1D(3, 3), MaxPool1D(2), Dense(2)])
    ids = jnp.where(REAL, 7, 0)
    like = jax.eval_shape(network.init, jax.random.key(0))
    applied = jax.jit(network.apply)(jax.tree.map(lambda array: jnp.zeros(array.shape), like), ids)
    assert applied.steps is not None
    assert applied.steps.tolist() == [[True, True, True], [True, False, False]]
