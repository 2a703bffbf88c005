"""GRU: a cell that mixes what it knew with what it is told."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import jax
import jax.numpy as jnp

from neuroglass.nn import activations
from neuroglass.nn.layers.base import Arrays, Weight
from neuroglass.nn.layers.recurrent.base import Recurrent
from neuroglass.nn.layers.recurrent.loop import State
from neuroglass.nn.layers.recurrent.slopes import slope


@dataclasses.dataclass(frozen=True)
class GRU(Recurrent):
    """Gated recurrent unit.

    With p = x[t] W + b[0] and q = h[t-1] U + b[1], in three blocks: z = σ(p_z + q_z), r = σ(p_r + q_r),
    n = activation(p_n + r q_n); h[t] = z h[t-1] + (1 - z) n, with W (in, 3 units), U (units, 3 units), b (2, 3 units)
    in the order z, r, n.

    Args:
        recurrent_activation: σ, of the gates.

    Source: Cho et al. 2014, arXiv:1406.1078, with the reset after the product, as cuDNN and keras have it
    """

    recurrent_activation: str = "sigmoid"

    gates = ("update", "reset", "memory", "candidate")  # memory: q_n
    columns = 3

    def biases(self) -> Mapping[str, Weight]:
        """(2, 3 units): that of the input, and that of the state."""
        return {"bias": Weight((2, 3 * self.units), "zeros")}

    def projected(self, z: jax.Array, weights: Arrays) -> jax.Array:
        """p_z + b_z, p_r + b_r, b_n and p_n, with b that of the state: four blocks, of which the state enters three."""
        bias = weights.get("bias", jnp.zeros((2, 3 * self.units), z.dtype))
        gates = bias[0] + bias[1].at[-self.units :].set(0)
        p_z, p_r, p_n = jnp.split(z + jnp.broadcast_to(gates, z.shape), 3, -1)
        return jnp.concatenate([p_z, p_r, jnp.broadcast_to(bias[1, -self.units :], p_n.shape), p_n], -1)

    def step(self, projected: jax.Array, recurrent: jax.Array, state: State) -> tuple[jax.Array, State]:
        """z, r, q_n and n; h."""
        gate, squash = activations.get(self.recurrent_activation).function, activations.get(self.activation).function
        p_z, p_r, b_n, p_n = jnp.split(projected, 4, -1)
        q_z, q_r, q_n = jnp.split(recurrent, 3, -1)
        z, r, memory = gate(p_z + q_z), gate(p_r + q_r), q_n + b_n
        n = squash(p_n + r * memory)
        return jnp.concatenate([z, r, memory, n], -1), (z * state[0] + (1 - z) * n,)

    def slopes(self, kept: jax.Array, before: State, after: State) -> tuple[jax.Array, State]:
        """Of h by the four blocks; then by h[t-1] directly, which is z."""
        gate = slope(self.recurrent_activation)
        z, r, memory, n = jnp.split(kept, 4, -1)
        by_n = (1 - z) * slope(self.activation)(n)
        return jnp.concatenate([(before[0] - n) * gate(z), by_n * memory * gate(r), by_n * r, by_n], -1), (z,)

    def back(self, slopes: jax.Array, others: State, gradient: State) -> tuple[jax.Array, State]:
        """The gradient of the four blocks, and of h[t-1] through z."""
        (update,) = others
        (hidden,) = gradient
        return jnp.concatenate([hidden] * 4, -1) * slopes, (hidden * update,)
