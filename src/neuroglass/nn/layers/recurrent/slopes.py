"""Slopes of activation functions told by their values: a cell keeps what its gates were, not what they came from."""

from __future__ import annotations

from collections.abc import Callable

import jax
import jax.numpy as jnp

from neuroglass.nn.settings import named

Slope = Callable[[jax.Array], jax.Array]

SLOPES: dict[str, Slope] = {  # a = f(z) to f'(z)
    "linear": jnp.ones_like,
    "sigmoid": lambda a: a * (1 - a),
    "tanh": lambda a: 1 - a**2,
    "relu": lambda a: (a > 0).astype(a.dtype),
    "elu": lambda a: jnp.minimum(a, 0) + 1,
    "softsign": lambda a: (1 - jnp.abs(a)) ** 2,
    "hard_sigmoid": lambda a: jnp.where((a > 0) & (a < 1), jnp.full_like(a, 1 / 6), 0),
    "hard_tanh": lambda a: (jnp.abs(a) < 1).astype(a.dtype),
}


def slope(name: str) -> Slope:
    """The slope of the activation of that name, as a function of its value.

    Raises:
        NetworkError: an activation whose slope its value does not tell, such as gelu, which falls and rises again.

    >>> float(slope("tanh")(jnp.float32(0.5)))
    0.75
    """
    return named(name, SLOPES, "as the activation of a recurrent cell,")
