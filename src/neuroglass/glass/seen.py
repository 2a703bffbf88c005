"""One forward and one backward pass, of which everything is kept."""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from neuroglass.glass.wanted import LOSS, Wanted
from neuroglass.nn.compiling import QUICKLY
from neuroglass.nn.evaluation import Samples
from neuroglass.nn.network import Tap, Variables
from neuroglass.nn.objective import Objective

Values = dict[str, jax.Array]  # by node, (batch, ...)


class Seen(NamedTuple):
    """All numbers of one moment.

    Args:
        number: what was differentiated, one number.
        values: what each node computed.
        gradients: the derivative of ``number`` by each of these values, of the same shape; there is none for ids,
            pixels and samples, which are whole numbers, nor for nodes that ``number`` does not follow from.
        weight_gradients: the derivative of ``number`` by each weight, by node and name.
    """

    number: jax.Array
    values: Values
    gradients: Values
    weight_gradients: dict[str, dict[str, jax.Array]]


def seen(objective: Objective, variables: Variables, samples: Samples, wanted: Wanted) -> Seen:
    """Compute forward and backward as for an answer: nothing is dropped, running means are used.

    The derivative by a node's value is that by a number which is added to it and is 0.
    """
    return Seen(*_both_ways(objective, wanted, variables, samples))


def values_of(objective: Objective, variables: Variables, x: dict[str, jax.Array], tap: Tap | None = None) -> Values:
    """What each node computes; as ``tap`` changes it, if one is given."""
    values: Values = {}

    def keep(name: str, value: jax.Array) -> jax.Array:
        values[name] = tap(name, value) if tap else value
        return values[name]

    objective.network.apply(variables, x, tap=keep)
    return values


def number_of(
    objective: Objective, wanted: Wanted, variables: Variables, samples: Samples, tap: Tap | None = None
) -> tuple[jax.Array, Values]:
    """What is differentiated, penalties of the weights included, and what each node computes on the way."""
    values = values_of(objective, variables, samples.x, tap)
    number = wanted.of(objective, values[objective.node], samples)
    return number + objective.network.penalty(variables["params"]) if wanted.kind == LOSS else number, values


@functools.partial(jax.jit, static_argnums=(0, 1), compiler_options=QUICKLY)
def _both_ways(objective: Objective, wanted: Wanted, variables: Variables, samples: Samples) -> tuple[Any, ...]:
    def number(added: Values, params: Any) -> tuple[jax.Array, Values]:
        held: Variables = {"params": params, "state": variables["state"]}
        return number_of(objective, wanted, held, samples, lambda name, value: _plus(value, added.get(name)))

    shapes = jax.eval_shape(lambda: values_of(objective, variables, samples.x))
    behind = {node.name for node in _behind(objective)}
    zeros = {
        name: jnp.zeros(value.shape, value.dtype)
        for name, value in shapes.items()
        if jnp.issubdtype(value.dtype, jnp.floating) and name not in behind
    }
    both = jax.value_and_grad(number, argnums=(0, 1), has_aux=True)
    (total, values), (gradients, by_weight) = both(zeros, variables["params"])
    return total, values, gradients, by_weight


def _plus(value: jax.Array, added: jax.Array | None) -> jax.Array:
    return value if added is None else value + added


def _behind(objective: Objective) -> tuple[Any, ...]:
    """The nodes after the one whose value the loss takes: a softmax that is folded into it, the mean of members."""
    nodes = objective.network.nodes
    place = next(place for place, node in enumerate(nodes) if node.name == objective.node)
    return nodes[place + 1 :]
