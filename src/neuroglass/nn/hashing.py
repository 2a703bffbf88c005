"""Random bits from an integer hash of our own: many at little cost, and the same after any library's upgrade."""

from __future__ import annotations

import math

import jax
import jax.numpy as jnp


def mix(*words: jax.Array) -> jax.Array:
    """A 32-bit hash of unsigned words, broadcast together: the finalizer of MurmurHash3 (Appleby 2011)."""
    value = jnp.uint32(0x9E3779B9)
    for word in words:
        value = (value ^ word) * jnp.uint32(0x85EBCA6B)
        value = (value ^ (value >> 13)) * jnp.uint32(0xC2B2AE35)
        value = value ^ (value >> 16)
    return value


def kept(key: jax.Array, share: float, shape: tuple[int, ...]) -> jax.Array:
    """True with probability ``share``, each entry on its own: a hash of its place and the key's two words.

    A third of the time that the cryptographic generator of ``jax.random.bernoulli`` takes on a CPU, where that was most
    of a step with dropout.
    """
    first, second = jax.random.key_data(key)
    place = jnp.arange(math.prod(shape), dtype=jnp.uint32).reshape(shape)
    return mix(place ^ first, second) < jnp.uint32(min(share, 1 - 2**-32) * 2**32)
