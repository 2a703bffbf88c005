"""Chance for each picture: numbers that depend on the seed, the epoch and the row, never on the batch it stands in."""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp

from neuroglass.nn.hashing import mix

PICTURES = 0x1A6E  # sets these numbers apart from those that shuffle the rows


def sample_keys(seed: jax.Array, epoch: jax.Array, rows: jax.Array) -> jax.Array:
    """One key for each sample and epoch, uint32 of the shape of ``rows``.

    Args:
        seed: uint32.
        epoch: uint32.
        rows: int32, which samples of the training part they are.
    """
    return mix(seed, epoch, jnp.uint32(PICTURES), rows.astype(jnp.uint32))


class Draw(NamedTuple):
    """The chance of one transform: the keys of the samples, and its place in the list of transforms."""

    keys: jax.Array
    place: int

    def uniform(self, number: int) -> jax.Array:
        """From 0 to below 1, float32 (batch,); each ``number`` gives another one."""
        bits = mix(self.keys, jnp.uint32(self.place), jnp.uint32(number))
        return (bits >> 8).astype(jnp.float32) * 2.0**-24

    def within(self, number: int, amount: float) -> jax.Array:
        """From -amount to amount, float32 (batch,)."""
        return amount * (2 * self.uniform(number) - 1)

    def whole(self, number: int, count: int) -> jax.Array:
        """A whole number from 0 to below ``count``, each as likely, float32 (batch,)."""
        return jnp.floor(self.uniform(number) * count)
