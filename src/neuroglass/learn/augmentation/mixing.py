"""Transforms that mix two pictures and, in the same shares, what is expected of them."""

from __future__ import annotations

import abc
import math
from dataclasses import dataclass
from typing import NamedTuple

import jax
import jax.numpy as jnp

from neuroglass.learn.augmentation.chance import Draw
from neuroglass.learn.augmentation.patches import patch
from neuroglass.learn.augmentation.transform import Transform
from neuroglass.nn.settings import check_number


class Mixing(NamedTuple):
    """What pictures were mixed with: the cost of one is share loss(y) + (1 - share) loss(y[partner]).

    Args:
        partner: int32 (batch,), a row of the batch.
        share: float32 (batch,), from 0 to 1, that is still the picture's own.
    """

    partner: jax.Array
    share: jax.Array


class Mixer(Transform):
    """A transform of two pictures."""

    @abc.abstractmethod
    def mixed(self, images: jax.Array, others: jax.Array, draw: Draw) -> tuple[jax.Array, jax.Array]:
        """float32 pictures (batch, height, width, channels), and the share of each that is its own, (batch,)."""


@dataclass(frozen=True)
class Mixup(Mixer):
    """Two pictures, one shining through the other: x = s x + (1 - s) x', s drawn from Beta(alpha, alpha).

    Args:
        alpha: above 0; small ones leave most pictures nearly whole, 1 makes all shares as likely.

    Source: Zhang et al. 2018, arXiv:1710.09412
    """

    alpha: float = 0.2

    def __post_init__(self) -> None:
        check_number(self, "alpha", "a number above 0")

    def mixed(self, images: jax.Array, others: jax.Array, draw: Draw) -> tuple[jax.Array, jax.Array]:
        """The weighted mean of both."""
        share = beta(draw.uniform(0), draw.uniform(1), self.alpha)
        own = share[:, None, None, None]
        return own * images + (1 - own) * others, share


@dataclass(frozen=True)
class CutMix(Mixer):
    """A rectangle of another picture in this one: sides sqrt(1 - s) of the picture's, s drawn from Beta(alpha, alpha).

    Its centre is anywhere, what lies outside is cut off, and the share is counted in pixels.

    Args:
        alpha: above 0; 1 makes all shares as likely.

    Source: Yun et al. 2019, arXiv:1905.04899
    """

    alpha: float = 1.0

    def __post_init__(self) -> None:
        check_number(self, "alpha", "a number above 0")

    def mixed(self, images: jax.Array, others: jax.Array, draw: Draw) -> tuple[jax.Array, jax.Array]:
        """The other's pixels inside the rectangle."""
        _, height, width, _ = images.shape
        side = jnp.sqrt(1 - beta(draw.uniform(2), draw.uniform(3), self.alpha))
        high, wide = ((length * side).astype(jnp.int32) for length in (height, width))
        inside = patch(draw, high, wide, height, width)
        return jnp.where(inside, others, images), 1 - inside.astype(jnp.float32).mean(axis=(1, 2, 3))


def partners(batch: int, real: jax.Array | None) -> jax.Array:
    """int32 (batch,): the next of the real rows, which stand first; the batches are shuffled already.

    Args:
        batch: rows of it.
        real: (batch,), 1 for a sample, 0 for what fills up the last batch; None: all are samples.
    """
    count = jnp.int32(batch) if real is None else real.sum().astype(jnp.int32)
    return (jnp.arange(batch, dtype=jnp.int32) + 1) % count


def beta(u: jax.Array, v: jax.Array, alpha: float) -> jax.Array:
    """From Beta(alpha, alpha), of two uniform numbers: (1 + c / sqrt(c^2 + w / (1 - w))) / 2.

    Here c = cos(2 pi v) and w = u^(1 / alpha): nothing is rejected, so there is no loop.
    Source: Devroye 1996, Random Variate Generation in One Line of Code, https://doi.org/10.1145/256562.256623
    """
    c, w = jnp.cos(2 * math.pi * v), u ** (1 / alpha)
    return jnp.clip(0.5 + 0.5 * c * jnp.sqrt((1 - w) / (c**2 * (1 - w) + w)), 0, 1)  # float32 may round beyond
