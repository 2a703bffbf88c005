"""The derivatives of the activation functions in closed form, as they are shown and as saturation is measured.

Learning itself differentiates the functions; the tests hold that both agree. At a kink the value is the right-hand or
the left-hand slope.
"""

from __future__ import annotations

import math

import jax
import jax.numpy as jnp
from jax.scipy.special import erfc

SELU_SCALE = 1.0507009873554805  # λ and α: Klambauer et al. 2017, arXiv:1706.02515
SELU_ALPHA = 1.6732632423543772


def one(x: jax.Array) -> jax.Array:
    """1."""
    return jnp.ones_like(x)


def sigmoid(x: jax.Array) -> jax.Array:
    """σ(x) (1 - σ(x)), as σ(x) σ(-x) so that the right tail does not round to 0 early."""
    return jax.nn.sigmoid(x) * jax.nn.sigmoid(-x)


def tanh(x: jax.Array) -> jax.Array:
    """1 - tanh²(x)."""
    return 1 - jnp.tanh(x) ** 2


def relu(x: jax.Array) -> jax.Array:
    """1 above 0, else 0."""
    return (x > 0).astype(x.dtype)


def prelu(x: jax.Array, alpha: float | jax.Array) -> jax.Array:
    """1 from 0 on, α below."""
    return jnp.where(x >= 0, 1, jnp.broadcast_to(jnp.asarray(alpha, x.dtype), x.shape))


def leaky_relu(x: jax.Array) -> jax.Array:
    """1 from 0 on, 0.01 below."""
    return prelu(x, 0.01)


def elu(x: jax.Array) -> jax.Array:
    """1 above 0, eˣ below."""
    return jnp.exp(jnp.minimum(x, 0))


def selu(x: jax.Array) -> jax.Array:
    """λ above 0, λ α eˣ below."""
    return SELU_SCALE * jnp.where(x > 0, jnp.ones_like(x), SELU_ALPHA * elu(x))


def gelu(x: jax.Array) -> jax.Array:
    """Φ(x) + x φ(x)."""
    return erfc(-x / math.sqrt(2)) / 2 + x * jnp.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)


def silu(x: jax.Array) -> jax.Array:
    """σ(x) (1 + x σ(-x))."""
    return jax.nn.sigmoid(x) * (1 + x * jax.nn.sigmoid(-x))


def mish(x: jax.Array) -> jax.Array:
    """t + x (1 - t²) σ(x), with t = tanh(softplus(x))."""
    t = jnp.tanh(jax.nn.softplus(x))
    return t + x * (1 - t**2) * jax.nn.sigmoid(x)


def softplus(x: jax.Array) -> jax.Array:
    """σ(x)."""
    return jax.nn.sigmoid(x)


def softsign(x: jax.Array) -> jax.Array:
    """1 / (1 + |x|)²."""
    return (1 + jnp.abs(x)) ** -2.0


def hard_sigmoid(x: jax.Array) -> jax.Array:
    """1/6 between -3 and 3, else 0."""
    return jnp.where(jnp.abs(x) < 3, jnp.full_like(x, 1 / 6), 0)


def hard_tanh(x: jax.Array) -> jax.Array:
    """1 between -1 and 1, else 0."""
    return (jnp.abs(x) <= 1).astype(x.dtype)


def softmax(x: jax.Array) -> jax.Array:
    """pᵢ (1 - pᵢ): each output by its own input."""
    p = jax.nn.softmax(x)
    return p * (1 - p)


def log_softmax(x: jax.Array) -> jax.Array:
    """1 - pᵢ: each output by its own input."""
    return 1 - jax.nn.softmax(x)
