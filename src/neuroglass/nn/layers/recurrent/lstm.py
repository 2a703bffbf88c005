"""LSTM: a cell that keeps what it is not told to forget."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import jax
import jax.numpy as jnp
from jax.typing import DTypeLike

from neuroglass.nn import activations
from neuroglass.nn.initializers import Initializer
from neuroglass.nn.layers.base import Arrays, Shape, Weight
from neuroglass.nn.layers.kernel import biased
from neuroglass.nn.layers.recurrent.base import Recurrent
from neuroglass.nn.layers.recurrent.loop import State
from neuroglass.nn.layers.recurrent.slopes import slope


@dataclasses.dataclass(frozen=True)
class RememberAtFirst(Initializer):
    """0, and 1 in the second quarter, which is the forget gate's. Source: Jozefowicz et al. 2015."""

    def __call__(self, key: jax.Array, shape: Shape, dtype: DTypeLike = jnp.float32) -> jax.Array:
        """A bias (4 units,)."""
        units = shape[0] // 4
        return jnp.zeros(shape, dtype).at[units : 2 * units].set(1)


@dataclasses.dataclass(frozen=True)
class LSTM(Recurrent):
    """Long short-term memory: a cell state c beside the hidden state h, with gates between 0 and 1 on its ways.

    z = x[t] W + h[t-1] U + b, in four blocks: i, f, o = σ(z_i), σ(z_f), σ(z_o) and g = activation(z_g);
    c[t] = f c[t-1] + i g and h[t] = o activation(c[t]), with W (in, 4 units), U (units, 4 units), b (4 units,) in the
    order i, f, g, o.

    Args:
        recurrent_activation: σ, of the gates.
        unit_forget_bias: whether b starts with 1 for the forget gate, so that at first the cell remembers.

    Source: Hochreiter & Schmidhuber 1997; Gers et al. 2000; https://keras.io/api/layers/recurrent_layers/lstm/
    """

    recurrent_activation: str = "sigmoid"
    unit_forget_bias: bool = True

    states = ("hidden", "cell")
    gates = ("input", "forget", "candidate", "output")
    columns = 4

    def biases(self) -> Mapping[str, Weight]:
        """(4 units,)."""
        return {"bias": Weight((4 * self.units,), RememberAtFirst() if self.unit_forget_bias else "zeros")}

    def projected(self, z: jax.Array, weights: Arrays) -> jax.Array:
        """x W + b."""
        return biased(z, weights)

    def step(self, projected: jax.Array, recurrent: jax.Array, state: State) -> tuple[jax.Array, State]:
        """The gates; h and c."""
        squash, gate = activations.get(self.activation).function, activations.get(self.recurrent_activation).function
        z_i, z_f, z_g, z_o = jnp.split(projected + recurrent, 4, -1)
        i, f, g, o = gate(z_i), gate(z_f), squash(z_g), gate(z_o)
        cell = f * state[1] + i * g
        return jnp.concatenate([i, f, g, o], -1), (o * squash(cell), cell)

    def slopes(self, kept: jax.Array, before: State, after: State) -> tuple[jax.Array, State]:
        """Of the cell by z_i, z_f and z_g, of h by z_o; then of h by the cell, and of the cell by the one before."""
        squash, squashed, gate = (
            activations.get(self.activation).function,
            slope(self.activation),
            slope(self.recurrent_activation),
        )
        i, f, g, o = jnp.split(kept, 4, -1)
        seen = squash(after[1])
        slopes = [g * gate(i), before[1] * gate(f), i * squashed(g), seen * gate(o)]
        return jnp.concatenate(slopes, -1), (o * squashed(seen), f)

    def back(self, slopes: jax.Array, others: State, gradient: State) -> tuple[jax.Array, State]:
        """dz; c[t-1] is reached through the forget gate, h[t-1] through U alone."""
        by_cell, forget = others
        hidden, cell = gradient
        cell += hidden * by_cell
        return jnp.concatenate([cell, cell, cell, hidden], -1) * slopes, (jnp.zeros_like(hidden), cell * forget)
