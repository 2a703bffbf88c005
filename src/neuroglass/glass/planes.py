"""The loss of a part at many weights at once: those of a network, moved along a few directions."""

from __future__ import annotations

import dataclasses
import functools
import math

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from neuroglass.data.parts import Part
from neuroglass.glass.directions import Params
from neuroglass.model import Model, samples
from neuroglass.nn.evaluation import Samples, batch_of, by_step, laid_out
from neuroglass.nn.network import Carried, Network, Variables
from neuroglass.nn.objective import Objective

Array = NDArray[np.float64]
MOST_NUMBERS = 1 << 25  # in the values and weights of all places at once, 128 MiB


def costs(model: Model, part: Part, directions: list[Params], places: Array) -> Array:
    """The mean loss at θ + Σ place · direction for each place, (places, directions) to (places,)."""
    network, rows = model.network, len(part)
    batch = batch_of(network, rows)
    together = min(len(places), _together(network, batch))
    found = np.zeros(-(-len(places) // together) * together)
    for start in range(0, len(found), together):
        chosen = np.minimum(np.arange(start, start + together), len(places) - 1)  # one shape, one compilation
        found[start : start + together] = _mean(
            model, part, directions, jnp.asarray(places[chosen], jnp.float32), batch
        )
    return found[: len(places)]


def _mean(model: Model, part: Part, directions: list[Params], places: jax.Array, batch: int) -> Array:
    network, rows = model.network, len(part)
    pieces = -(-rows // batch)
    carried = jax.tree.map(lambda state: jnp.stack([state] * len(places)), network.rest(batch))
    lost, weight = np.zeros(len(places)), 0.0
    for number in range(pieces):
        chosen, there = (np.asarray(which) for which in laid_out(number, pieces, batch, rows, network.stateful))
        piece = samples(_piece(part, chosen, there), model.spec)
        losses, counted, carried = _at_places(model.objective, model.variables, directions, places, piece, carried)
        lost, weight = lost + np.asarray(losses, np.float64), weight + float(counted)
    return lost / weight


def _piece(part: Part, chosen: NDArray[np.int64], there: NDArray[np.bool_]) -> Part:
    """Some rows, those that only fill up the batch of weight 0."""
    taken = part.taken(chosen)
    own = np.ones(len(chosen), np.float32) if taken.weight is None else taken.weight
    return dataclasses.replace(taken, weight=own * there.astype(np.float32))


def _together(network: Network, batch: int) -> int:
    """How many places fit into memory. Convolutions with weights of several places are slow: they go one by one."""
    weights = [weight for owned in network.weights.values() for weight in owned.values()]
    if any(len(weight.shape) - weight.members > 2 for weight in weights):
        return 1
    numbers = batch * sum(math.prod(shape) for shape in network.shapes.values())
    return max(1, MOST_NUMBERS // (numbers + sum(math.prod(weight.shape) for weight in weights)))


@functools.partial(jax.jit, static_argnums=0)
def _at_places(
    objective: Objective,
    variables: Variables,
    directions: list[Params],
    places: jax.Array,
    piece: Samples,
    carried: Carried,
) -> tuple[jax.Array, jax.Array, Carried]:
    """At each place the sum of the losses, how much counts, and where recurrent layers ended."""

    def at(place: jax.Array, carried: Carried) -> tuple[jax.Array, jax.Array, Carried]:
        moved = jax.tree.map(
            lambda weight, *along: weight + sum(place[number] * one for number, one in enumerate(along)),
            variables["params"],
            *directions,
        )
        held: Variables = {"params": moved, "state": variables["state"]}
        applied = objective.network.apply(held, piece.x, carried=carried, until=objective.node)
        value, known = by_step(applied.value, piece)
        weight = jnp.ones(len(value)) if known.weight is None else known.weight
        return (
            jnp.sum(objective.losses(value, known.y) * weight),
            jnp.sum(weight),
            objective.network.kept(applied.carried),
        )

    losses, counted, ended = jax.vmap(at)(places, carried)
    return losses, counted[0], ended
