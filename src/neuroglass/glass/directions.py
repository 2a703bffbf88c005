"""Directions in which weights can be moved."""

from __future__ import annotations

from collections.abc import Mapping

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from neuroglass.nn.layers import Weight
from neuroglass.nn.network import Network

Array = NDArray[np.float64]
Params = dict[str, dict[str, jax.Array]]  # by node and name
Weights = Mapping[str, Mapping[str, jax.Array]]


def filter_normalised(network: Network, params: Weights, generator: np.random.Generator) -> Params:
    """A random direction, each filter of which is as long as that of the weights: d ← d / |d| · |w|.

    A filter is what makes one unit: a column of a kernel, one kernel of a convolution; the row of one id of an
    Embedding. Biases and weights of normalisation stay as they are, d = 0.

    Source: Li et al. 2018, arXiv:1712.09913, section 4
    """
    drawn: Params = {}
    for node, owned in network.weights.items():
        for name, weight in owned.items():
            if weight.learnt:
                drawn.setdefault(node, {})[name] = _direction(name, weight, np.asarray(params[node][name]), generator)
    return drawn


def _direction(name: str, weight: Weight, array: NDArray[np.floating], generator: np.random.Generator) -> jax.Array:
    axes = _of_one_filter(name, weight)
    if axes is None:
        return jnp.zeros(array.shape, jnp.float32)
    noise = generator.normal(size=array.shape)
    own, drawn = (np.sqrt((values.astype(np.float64) ** 2).sum(axis=axes, keepdims=True)) for values in (array, noise))
    return jnp.asarray(noise / np.where(drawn > 0, drawn, 1) * own, jnp.float32)


def _of_one_filter(name: str, weight: Weight) -> tuple[int, ...] | None:
    """The axes that one filter spans; None where a weight has no filters."""
    axes = len(weight.shape)
    if name.endswith("embeddings"):
        return (1,)
    if not name.endswith("kernel"):
        return None
    last = axes - 2 if name == "depthwise_kernel" else axes - 1  # (..., in, multiplier): one for each pair
    return tuple(range(int(weight.members), last))


def flat(params: Weights) -> Array:
    """All that is learnt as one vector, in float64."""
    return np.concatenate([np.asarray(leaf, np.float64).ravel() for leaf in jax.tree.leaves(params)])


def unflattened(vector: Array, params: Weights) -> Params:
    """A vector as weights."""
    leaves, form = jax.tree.flatten(params)
    pieces = np.split(vector, np.cumsum([leaf.size for leaf in leaves])[:-1])
    shaped = [jnp.asarray(piece.reshape(leaf.shape), jnp.float32) for piece, leaf in zip(pieces, leaves, strict=True)]
    return jax.tree.unflatten(form, shaped)
