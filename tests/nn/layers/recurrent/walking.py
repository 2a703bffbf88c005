"""A small batch of sequences of several lengths, and what a recurrent layer makes of it."""

from __future__ import annotations

import functools
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from neuroglass.nn.layers import GRU, LSTM, Arrays, Moment, SimpleRNN
from neuroglass.nn.layers.recurrent import Recurrent

BATCH, TIME, FEATURES, UNITS = 3, 6, 2, 4
LENGTHS = (6, 4, 1)
REAL = jnp.arange(TIME)[None, :] < jnp.asarray(LENGTHS)[:, None]
CELLS: dict[str, type[Recurrent]] = {"simple": SimpleRNN, "lstm": LSTM, "gru": GRU}
ORDER = ("kernel", "recurrent_kernel", "bias")  # as keras lists them


def drawn(seed: int, *shape: int, dtype: Any = jnp.float32) -> jax.Array:
    return jnp.asarray(np.random.default_rng(seed).normal(0, 0.8, shape), dtype)


def weights_of(layer: Any, features: int = FEATURES, dtype: Any = jnp.float32) -> Arrays:
    declared = layer.weights((TIME, features))
    return {name: drawn(seed, *weight.shape, dtype=dtype) for seed, (name, weight) in enumerate(declared.items())}


@functools.partial(jax.jit, static_argnums=0)
def answer(layer: Any, weights: Arrays, *inputs: jax.Array, real: jax.Array | None = None) -> jax.Array:
    value: jax.Array = layer.compute(weights, Moment(steps=real), *inputs)[0]
    return value


def pull(value: jax.Array) -> jax.Array:
    return jnp.cos(jnp.arange(value.size, dtype=value.dtype)).reshape(value.shape)
