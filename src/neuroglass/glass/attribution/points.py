"""Where a network is differentiated by its inputs, and the number of each sample that is."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

import jax
import jax.numpy as jnp

from neuroglass.errors import NetworkError
from neuroglass.glass.between import found, needed, replaced
from neuroglass.glass.seen import Values
from neuroglass.glass.wanted import LOSS
from neuroglass.nn.evaluation import Samples, by_step
from neuroglass.nn.network import Variables
from neuroglass.nn.objective import Objective

if TYPE_CHECKING:
    from neuroglass.glass.glass import Glass


class Point(NamedTuple):
    """A node whose value is looked at in place of an input.

    Args:
        node: an input that holds numbers; of ids, pixels and samples what reads them; or the node that was asked for.
        name: of the input.
        is_vectors: whether its last axis is the vector of an id, and no number of the data.
    """

    node: str
    name: str
    is_vectors: bool


def points(glass: Glass, node: str | None) -> tuple[Point, ...]:
    """A point for each input, or the one that is asked for.

    Raises:
        NetworkError: there is no such node, it holds no numbers, or nothing that was differentiated follows from it.
    """
    network, before = glass.model.network, needed(glass.model.network, glass.model.objective.node)
    if node is not None:
        found(network, node)
        if node not in before or not jnp.issubdtype(glass.seen.values[node].dtype, jnp.floating):
            mend = "Ask for a node before the answer that holds numbers"
            raise NetworkError(f"nothing can be attributed to {node}", "numbers that the answer follows from", mend)
        return (Point(node, node, is_vectors=False),)
    chosen = []
    for name, layer in network.inputs.items():
        readers = [entry.name for entry in network.nodes if name in entry.inputs]
        nodes = [name] if layer.dtype == "float32" else readers
        chosen += [Point(place, name, layer.dtype == "int32") for place in nodes if place in before]
    return tuple(chosen)


class Asked(NamedTuple):
    """The number of each sample: its own loss, or what speaks for its answer.

    Args:
        objective: the network and its loss.
        is_loss: which of the two.
        variables: the weights.
        samples: the inputs and the true answers.
        direction: as wide as the value of the objective's node: what each part of it counts. The answer is that of the
            sample as it is, however the sample is changed.
    """

    objective: Objective
    is_loss: bool
    variables: Variables
    samples: Samples
    direction: jax.Array

    def scores(self, given: Values) -> jax.Array:
        """(samples,), with other values at some nodes."""
        return _scores(self.objective, self.is_loss, self.variables, self.samples, self.direction, given)

    def slopes(self, given: Values) -> Values:
        """The derivative of each sample's number by these values."""
        return _slopes(self.objective, self.is_loss, self.variables, self.samples, self.direction, given)


def asked(glass: Glass) -> Asked:
    """What the glass differentiates, of each sample alone."""
    objective, wanted = glass.model.objective, glass.wanted
    value = glass.seen.values[objective.node]
    is_loss = wanted.kind == LOSS
    direction = value if is_loss else jax.grad(lambda z: jnp.sum(wanted.scores(objective, z)))(value)
    samples = glass.samples._replace(weight=None)
    return Asked(objective, is_loss, glass.model.variables, samples, direction)


@functools.partial(jax.jit, static_argnums=(0, 1))
def _scores(
    objective: Objective, is_loss: bool, variables: Variables, samples: Samples, direction: jax.Array, given: Values
) -> jax.Array:
    value = objective.network.apply(variables, samples.x, tap=replaced(given), until=objective.node).value
    if not is_loss:
        return jnp.sum(direction * value, axis=tuple(range(1, value.ndim)))
    answered, known = by_step(value, samples)
    losses = objective.losses(answered, known.y)
    counts = jnp.ones_like(losses) if known.weight is None else known.weight
    weighed, count = (each.reshape(samples.rows, -1).sum(axis=1) for each in (losses * counts, counts))
    return weighed / jnp.maximum(count, 1)


@functools.partial(jax.jit, static_argnums=(0, 1))
def _slopes(
    objective: Objective, is_loss: bool, variables: Variables, samples: Samples, direction: jax.Array, given: Values
) -> Values:
    return jax.grad(lambda own: jnp.sum(_scores(objective, is_loss, variables, samples, direction, own)))(given)
