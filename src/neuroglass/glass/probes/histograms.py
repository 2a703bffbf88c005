"""How large the numbers are: of each node's value, of each weight, of its gradient."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator
from typing import ClassVar

import jax
import jax.numpy as jnp

from neuroglass.glass.probes.nodes import watched
from neuroglass.glass.probes.sampling import of_value, of_weight, real_of
from neuroglass.nn.objective import Objective
from neuroglass.nn.probing import Knows, Params

EXPONENTS = tuple(
    range(-20, 9)
)  # a bin holds 2^e <= |x| < 2^(e+1); the first also what is smaller, the last what is larger


@dataclasses.dataclass(frozen=True)
class Histograms:
    """Shares of the numbers of an array by their size, in powers of two.

    Args:
        objective: of the training.
        most: how many numbers of each array are looked at.
    """

    objective: Objective
    most: int

    name: ClassVar[str] = "histograms"

    @property
    def numbers(self) -> int:
        """``most``."""
        return self.most

    @functools.cached_property
    def columns(self) -> tuple[str, ...]:
        """dense_1/2^-20, ..., dense_1/kernel/2^-20, ..., dense_1/kernel/gradient/2^-20, ..."""
        return tuple(f"{name}/2^{exponent}" for name in self._names() for exponent in EXPONENTS)

    def keep(self, params: Params) -> tuple[()]:
        """Nothing."""
        return ()

    def measure(self, knows: Knows) -> jax.Array:
        """One number a column."""
        values = [self._of_node(knows.values[node.name], knows.real[node.name]) for node in watched(self.objective)]
        weights = [
            _shares(of_weight(tree[node][weight], self.most)[None])
            for node, weight in self._weights()
            for tree in (knows.params, knows.gradient)
        ]
        return jnp.concatenate([*values, *weights])

    def _of_node(self, value: jax.Array, real: jax.Array | None) -> jax.Array:
        return _shares(of_value(value, self.most), real_of(real, value, self.most))

    def _names(self) -> Iterator[str]:
        yield from (node.name for node in watched(self.objective))
        for node, weight in self._weights():
            yield from (f"{node}/{weight}", f"{node}/{weight}/gradient")

    def _weights(self) -> list[tuple[str, str]]:
        network = self.objective.network
        return [
            (node, name) for node, owned in network.weights.items() for name, weight in owned.items() if weight.learnt
        ]


def _shares(numbers: jax.Array, real: jax.Array | None = None) -> jax.Array:
    """Of each bin, (bins,): how many numbers are as large as it begins, but not as large as the next one.

    Args:
        numbers: (places, units).
        real: (places,), which are no padding; None: all are.
    """
    begins = jnp.array([[[2.0**exponent for exponent in EXPONENTS[1:]]]], jnp.float32)
    reached = jnp.abs(numbers)[..., None] >= begins
    whole = jnp.float32(numbers.size)
    if real is not None:
        reached &= real[:, None, None]
        whole = jnp.float32(numbers.shape[1]) * jnp.sum(real, dtype=jnp.float32)
    counts = jnp.sum(reached, axis=(0, 1), dtype=jnp.float32)
    return -jnp.diff(counts, prepend=whole, append=0) / jnp.maximum(whole, 1)
