"""Every unit by itself: how much of the time it is awake. And what is asked and answered, class by class."""

from __future__ import annotations

import dataclasses
import functools
import math
from typing import ClassVar

import jax
import jax.numpy as jnp

from neuroglass.glass.probes.nodes import activated, flat
from neuroglass.glass.probes.sampling import of_value, real_of
from neuroglass.nn.graph import Node
from neuroglass.nn.objective import Objective
from neuroglass.nn.probing import Knows, Params

CLASSES = 64  # of more the counts would say little


@dataclasses.dataclass(frozen=True)
class Units:
    """For each unit of an activation function, the share of samples and places at which it is awake: not flat, so that
    a gradient comes through. For each class the samples of the batch that have it, and those that are taken for it.

    Args:
        objective: of the training.
        units: how many of a node are looked at, at equal distances.
        most: how many numbers of a node's value are looked at, in whole samples.
    """

    objective: Objective
    units: int
    most: int

    name: ClassVar[str] = "units"

    @property
    def numbers(self) -> int:
        """``most``."""
        return self.most

    @property
    def samples(self) -> int:
        """Of how many samples at least a unit is judged: of those that are looked at where values are largest."""
        read = {name for node in activated(self.objective) for name in node.inputs}
        sizes = [math.prod(self.objective.network.shapes[name]) for name in read]
        return max(1, self.most // max(sizes, default=1))

    @functools.cached_property
    def columns(self) -> tuple[str, ...]:
        """dense_1.relu[0]/awake, ..., class 0/asked, class 0/answered."""
        awake = [f"{node.name}[{unit}]/awake" for node in activated(self.objective) for unit in self._looked_at(node)]
        counts = [f"class {label}/{name}" for name in ("asked", "answered") for label in range(self._classes)]
        return (*awake, *counts)

    def keep(self, params: Params) -> tuple[()]:
        """Nothing."""
        return ()

    def measure(self, knows: Knows) -> jax.Array:
        """One number a column."""
        return jnp.concatenate(
            [*(self._awake(node, knows) for node in activated(self.objective)), *self._counts(knows)]
        )

    def _looked_at(self, node: Node) -> range:
        width = self.objective.network.shapes[node.name][-1]
        return range(0, width, -(-width // self.units))

    def _awake(self, node: Node, knows: Knows) -> jax.Array:
        z = {name: of_value(knows.values[name], self.most) for name in node.inputs}
        asleep = flat(node, z)[:, :: self._looked_at(node).step]
        real = real_of(knows.real[node.name], knows.values[node.name], self.most)
        if real is None:
            return 1 - jnp.mean(asleep, axis=0)
        return 1 - jnp.sum(jnp.where(real[:, None], asleep, 0), axis=0) / jnp.maximum(
            jnp.sum(real, dtype=jnp.float32), 1
        )

    @property
    def _classes(self) -> int:
        width = self.objective.width
        is_told = self.objective.activation == "softmax" and width <= CLASSES
        return 2 if self.objective.activation == "sigmoid" and width == 1 else width if is_told else 0

    def _counts(self, knows: Knows) -> list[jax.Array]:
        if not self._classes or not jnp.issubdtype(knows.batch.y.dtype, jnp.integer):
            return [jnp.zeros(2 * self._classes)]
        answer, y = knows.prediction, knows.batch.y
        told = (answer[..., 0] > 0.5).astype(y.dtype) if answer.shape[-1] == 1 else jnp.argmax(answer, axis=-1)
        weight = jnp.ones(y.shape) if knows.batch.weight is None else (knows.batch.weight > 0).astype(jnp.float32)
        return [weight @ jax.nn.one_hot(labels, self._classes) for labels in (y, told)]
