"""Affine maps, one for each sample: several in a row are one."""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp


class Affine(NamedTuple):
    """x to matrix x + offset, for places and for colours. By sums, since products of matrices are rounded on some GPUs.

    Args:
        matrix: (batch, n, n).
        offset: (batch, n).
    """

    matrix: jax.Array
    offset: jax.Array

    def at(self, x: jax.Array) -> jax.Array:
        """(batch, n) to (batch, n)."""
        return (self.matrix * x[:, None, :]).sum(axis=2) + self.offset

    def of(self, inner: Affine) -> Affine:
        """The map that is ``inner`` first and then this one."""
        product = (self.matrix[:, :, :, None] * inner.matrix[:, None, :, :]).sum(axis=2)
        return Affine(product, self.at(inner.offset))


def same(batch: int, size: int) -> Affine:
    """The map that changes nothing."""
    return Affine(jnp.broadcast_to(jnp.eye(size), (batch, size, size)), jnp.zeros((batch, size)))
