"""Slopes by finite differences in float64, for tests of gradients."""

from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np


def check_slope(f: Callable[[jax.Array], jax.Array], at: np.ndarray, scale: float = 1.0) -> None:
    """Hold the gradient of f, along a random direction, against a central difference over a millionth of the scale."""
    rng = np.random.default_rng(1)
    with jax.enable_x64(True):
        x, step = jnp.asarray(at, jnp.float64), jnp.asarray(rng.normal(size=at.shape)) * (1e-6 * scale)
        pull = jnp.asarray(rng.normal(size=jax.eval_shape(f, x).shape))
        slope = jax.jit(jax.value_and_grad(lambda x: jnp.vdot(pull, f(x))))
        difference = slope(x + step)[0] - slope(x - step)[0]
        np.testing.assert_allclose(jnp.vdot(slope(x)[1], 2 * step), difference, rtol=1e-6)
