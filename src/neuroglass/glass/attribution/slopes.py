"""Attribution by derivatives: at the sample itself, on the way to it, or around it."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from neuroglass.glass.attribution.points import Asked
from neuroglass.glass.seen import Values

NOISE = 0.15  # of the range of a sample's values: Smilkov et al. 2017 found 10 to 20 % best


def gradient(asked: Asked, at: Values) -> Values:
    """The derivative: by how much the number changes with each value."""
    return asked.slopes(at)


def gradient_x_input(asked: Asked, at: Values) -> Values:
    """The derivative times the value: exact for what is linear. Source: Shrikumar et al. 2016, arXiv:1605.01713"""
    return jax.tree.map(jnp.multiply, asked.slopes(at), at)


def integrated(asked: Asked, at: Values, steps: int) -> tuple[Values, NDArray[np.float64]]:
    """The mean of the derivative on a straight way from 0, times the value, by Gauss's and Legendre's quadrature.

    Source: Sundararajan et al. 2017, arXiv:1703.01365

    Returns:
        the attributions, and (samples,) the completeness: how far their sum is from score(at) - score(0).
    """
    places, shares = np.polynomial.legendre.leggauss(steps)
    total = jax.tree.map(jnp.zeros_like, at)
    for place, share in zip((places + 1) / 2, shares / 2, strict=True):
        slopes = asked.slopes(jax.tree.map(lambda value, place=place: value * jnp.float32(place), at))
        total = jax.tree.map(lambda so_far, slope, share=share: so_far + jnp.float32(share) * slope, total, slopes)
    given = jax.tree.map(jnp.multiply, total, at)
    whole = np.asarray(asked.scores(at) - asked.scores(jax.tree.map(jnp.zeros_like, at)), np.float64)
    rows = [np.asarray(value, np.float64).reshape(len(whole), -1).sum(axis=1) for value in given.values()]
    return given, np.sum(rows, axis=0) - whole


def smooth(asked: Asked, at: Values, draws: int, seed: int) -> Values:
    """The mean of the derivative around a sample. Source: Smilkov et al. 2017, SmoothGrad, arXiv:1706.03825"""
    chance = np.random.default_rng(seed)
    total = jax.tree.map(jnp.zeros_like, at)
    for _ in range(draws):
        around = {name: value + jnp.asarray(_noise(chance, np.asarray(value))) for name, value in at.items()}
        total = jax.tree.map(jnp.add, total, asked.slopes(around))
    return jax.tree.map(lambda slopes: slopes / draws, total)


def _noise(chance: np.random.Generator, value: NDArray[np.float32]) -> NDArray[np.float32]:
    """Normal, as wide for each sample as its values are spread."""
    spread = np.ptp(value.reshape(len(value), -1), axis=1).reshape(-1, *[1] * (value.ndim - 1))
    return (NOISE * spread * chance.normal(size=value.shape)).astype(np.float32)
