"""The health of a training, step by step: a few numbers of each node and of each weight."""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Iterator, Sequence
from typing import ClassVar

import jax
import jax.numpy as jnp

from neuroglass.glass.probes.nodes import activated, flat, watched
from neuroglass.glass.probes.sampling import of_value, of_weight, real_of, taken
from neuroglass.nn.graph import Node
from neuroglass.nn.objective import Objective
from neuroglass.nn.probing import Knows, Params

VALUE, ACTIVE, WEIGHT = ("mean", "std"), ("zeros", "saturated"), ("gradient", "update", "norm", "distance")
GLOBAL = "gradient_norm"
FEW = 16  # numbers that may as well be added one after another


@dataclasses.dataclass(frozen=True)
class Health:
    """Of each node that learns or activates: mean and standard deviation of its values; of activation functions also
    the shares that are 0, and that are saturated: where the function is flat. Of each weight the norms of its gradient,
    of its update, of itself, and of its way from where it began. And the norm of the whole gradient. A norm is the root
    of the sum of squares.

    Args:
        objective: of the training.
        most: how many numbers of each array are looked at; what they tell is told of the whole.
        followed: how many numbers of each weight are followed from before the step and from the beginning of training,
            for its update and its way.
    """

    objective: Objective
    most: int
    followed: int

    name: ClassVar[str] = "health"

    @property
    def numbers(self) -> int:
        """``most``."""
        return self.most

    @functools.cached_property
    def columns(self) -> tuple[str, ...]:
        """dense_1/mean, dense_1.relu/zeros, dense_1/kernel/gradient, ..., gradient_norm."""
        of_nodes = [f"{node.name}/{name}" for node in watched(self.objective) for name in self._measures(node)]
        of_weights = [f"{node}/{weight}/{name}" for node, weight in self._weights() for name in WEIGHT]
        return (*of_nodes, *of_weights, GLOBAL)

    def keep(self, params: Params) -> jax.Array:
        """Some numbers of each weight, one after another."""
        return jnp.concatenate([of_weight(params[node][name], self.followed) for node, name in self._weights()])

    def measure(self, knows: Knows) -> jax.Array:
        """One number a column."""
        of_nodes = [self._of_node(node, knows) for node in watched(self.objective)]
        of_weights = [self._of_weight(knows, node, name, start) for (node, name), start in self._starts.items()]
        steep = jnp.stack([norms[WEIGHT.index("gradient")] for norms in of_weights])
        return jnp.concatenate([*of_nodes, *of_weights, jnp.sqrt(jnp.sum(steep**2))[None]])

    def _measures(self, node: Node) -> tuple[str, ...]:
        return (*VALUE, *ACTIVE) if node in activated(self.objective) else VALUE

    def _of_node(self, node: Node, knows: Knows) -> jax.Array:
        value = of_value(knows.values[node.name], self.most)
        asked = [value, value**2]
        if node in activated(self.objective):
            z = {name: of_value(knows.values[name], self.most) for name in node.inputs}
            asked += [(value == 0).astype(value.dtype), flat(node, z)]
        means = _means(asked, real_of(knows.real[node.name], knows.values[node.name], self.most))
        return means.at[1].set(jnp.sqrt(jnp.maximum(means[1] - means[0] ** 2, 0)))

    def _of_weight(self, knows: Knows, node: str, name: str, start: int) -> jax.Array:
        whole = knows.params[node][name]
        gradient, weight = (of_weight(array, self.most) for array in (knows.gradient[node][name], whole))
        after = of_weight(whole, self.followed)
        before, begun = (kept[start : start + after.size] for kept in (knows.before, knows.begun))
        steep, large = _means([gradient**2, weight**2])
        moved, gone = _means([(after - before) ** 2, (after - begun) ** 2])
        return jnp.sqrt(jnp.stack([steep, moved, large, gone]) * whole.size)

    @functools.cached_property
    def _starts(self) -> dict[tuple[str, str], int]:
        """Where the numbers of each weight begin in what is kept."""
        weights = self.objective.network.weights
        sizes = [taken(weights[node][name].shape, self.followed) for node, name in self._weights()]
        return dict(zip(self._weights(), itertools.accumulate(sizes, initial=0), strict=False))

    def _weights(self) -> Iterator[tuple[str, str]]:
        for node, owned in self.objective.network.weights.items():
            for name, weight in owned.items():
                if weight.learnt:
                    yield node, name


def _means(arrays: Sequence[jax.Array], real: jax.Array | None = None) -> jax.Array:
    """The mean of each of several arrays of one shape, over what is no padding.

    Args:
        arrays: (places, units), or vectors.
        real: (places,); None: all are.
    """
    if real is None:
        return jnp.sum(_halved(jnp.stack([array.reshape(-1) for array in arrays])), axis=1) / arrays[0].size
    sums = _halved(jnp.where(real[None, :, None], jnp.stack(arrays), 0))
    return jnp.sum(sums, axis=(1, 2)) / jnp.maximum(arrays[0].shape[1] * jnp.sum(real, dtype=jnp.float32), 1)


def _halved(sums: jax.Array) -> jax.Array:
    """Halves along the second axis added to halves, as often as it goes: many numbers at once."""
    while sums.shape[1] > FEW and sums.shape[1] % 2 == 0:
        half = sums.shape[1] // 2
        sums = sums[:, :half] + sums[:, half:]
    return sums
