"""Normalization of pixels, against the arithmetic written out in float64."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np

from neuroglass.nn.layers import Input, Moment, Normalization
from neuroglass.nn.network import Network

PIXELS = np.random.default_rng(0).integers(0, 256, (5, 4, 3, 3)).astype(np.uint8)


def test_pixels_become_float32_with_the_given_mean_and_variance_taken_out() -> None:
    mean, variance = PIXELS.mean((0, 1, 2), np.float64), PIXELS.var((0, 1, 2), np.float64)
    layer = Normalization(tuple(mean.tolist()), tuple(variance.tolist()))
    value = Network([Input((4, 3, 3), "uint8"), layer]).apply({"params": {}, "state": {}}, jnp.asarray(PIXELS)).value
    assert value.dtype == jnp.float32
    np.testing.assert_allclose(value, (PIXELS - mean) / np.sqrt(variance), rtol=1e-5, atol=1e-6)


def test_a_variance_of_0_counts_as_1() -> None:
    value, _ = Normalization((1.0, 2.0), (0.0, 4.0)).compute({}, Moment(), jnp.asarray([[3.0, 6.0]]))
    np.testing.assert_array_equal(value, [[2.0, 2.0]])
