"""SimpleRNN: a layer that reads its own last answer."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import jax

from neuroglass.nn import activations
from neuroglass.nn.layers.base import Arrays, Weight
from neuroglass.nn.layers.kernel import biased
from neuroglass.nn.layers.recurrent.base import Recurrent
from neuroglass.nn.layers.recurrent.loop import State
from neuroglass.nn.layers.recurrent.slopes import slope


@dataclasses.dataclass(frozen=True)
class SimpleRNN(Recurrent):
    """h[t] = activation(x[t] W + h[t-1] U + b), with W (in, units), U (units, units), b (units,); see Recurrent.

    What lies many steps back fades from it: an LSTM or a GRU remembers longer.

    Source: Elman 1990, Finding structure in time; https://keras.io/api/layers/recurrent_layers/simple_rnn/
    """

    gates = ("candidate",)
    columns = 1

    def biases(self) -> Mapping[str, Weight]:
        """(units,)."""
        return {"bias": Weight((self.units,), "zeros")}

    def projected(self, z: jax.Array, weights: Arrays) -> jax.Array:
        """x W + b."""
        return biased(z, weights)

    def step(self, projected: jax.Array, recurrent: jax.Array, state: State) -> tuple[jax.Array, State]:
        """h, kept as it is."""
        hidden = activations.get(self.activation).function(projected + recurrent)
        return hidden, (hidden,)

    def slopes(self, kept: jax.Array, before: State, after: State) -> tuple[jax.Array, State]:
        """dh/dz."""
        return slope(self.activation)(kept), ()

    def back(self, slopes: jax.Array, others: State, gradient: State) -> tuple[jax.Array, State]:
        """dz; h[t-1] is reached through U alone."""
        (hidden,) = gradient
        return hidden * slopes, (jax.numpy.zeros_like(hidden),)
