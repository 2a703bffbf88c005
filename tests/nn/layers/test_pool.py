"""Pooling where windows hold equal values, or what is no number; peers are keras and what a reader can count."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import keras
import numpy as np
import pytest

from neuroglass.nn.layers import AveragePool2D, Layer, MaxPool2D, Moment


def pooled(layer: Layer, x: jax.Array) -> jax.Array:
    return layer.compute({}, Moment(), x)[0]


@pytest.mark.usefixtures("lenient_promotion")
@pytest.mark.parametrize(("size", "strides"), [(2, 2), (3, 3), (3, 2)])
def test_of_equal_values_the_one_that_keras_takes_gets_the_gradient(size: int, strides: int) -> None:
    x = jnp.asarray(np.random.default_rng(0).integers(0, 3, (2, 6, 6, 2)), jnp.float32)
    peer = keras.layers.MaxPooling2D(size, strides, "same")
    layer = MaxPool2D(size, strides, "same")
    pull = jnp.arange(pooled(layer, x).size, dtype=jnp.float32).reshape(pooled(layer, x).shape)
    ours, theirs = (
        jax.jit(jax.grad(lambda x, f=f: jnp.vdot(pull, f(x))))(x) for f in (lambda x: pooled(layer, x), peer)
    )
    np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("place", [(0, 0), (0, 1), (1, 0), (1, 1)])
def test_what_is_no_number_is_not_hidden_by_a_larger_neighbour(place: tuple[int, int]) -> None:
    x = jnp.full((1, 2, 2, 1), 5.0).at[0, place[0], place[1], 0].set(jnp.nan)
    assert bool(jnp.isnan(pooled(MaxPool2D(), x)).all())


def test_what_padding_adds_never_counts() -> None:
    x = jnp.full((1, 3, 3, 1), -2.0)
    for layer in (MaxPool2D(2, 1, 1), AveragePool2D(2, 1, 1), MaxPool2D(3, 1, "same"), AveragePool2D(3, 1, "same")):
        np.testing.assert_array_equal(pooled(layer, x), jnp.full((1, *layer.output_shape((3, 3, 1))), -2.0))
