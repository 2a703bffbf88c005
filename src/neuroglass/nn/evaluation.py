"""One pass over a set of samples: its cost and its metrics, whatever the batch size."""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import lax

from neuroglass.nn.metrics import Metric
from neuroglass.nn.network import Variables
from neuroglass.nn.objective import Objective

EVALUATION_BATCH = 1024


class Samples(NamedTuple):
    """Arrays of one part of the data.

    Args:
        x: (rows, ...) by input name.
        y: class ids (rows,) or values (rows, width), the latter in the unit the network learns in.
        weight: (rows,), or None when all rows count alike.
        offset: (width,), and
        scale: (width,): value * scale + offset is in the unit of the data. None for classes.
    """

    x: dict[str, jax.Array]
    y: jax.Array
    weight: jax.Array | None = None
    offset: jax.Array | None = None
    scale: jax.Array | None = None

    @property
    def rows(self) -> int:
        """How many there are."""
        return int(self.y.shape[0])

    def native(self, value: jax.Array) -> jax.Array:
        """A value of the network, in the unit of the data."""
        if self.scale is None or self.offset is None:
            return value
        return value * jnp.broadcast_to(self.scale, value.shape) + jnp.broadcast_to(self.offset, value.shape)


class Tally(NamedTuple):
    """What has been seen of a set so far."""

    loss: jax.Array
    weight: jax.Array
    metrics: tuple[object, ...]


def tally(metrics: tuple[Metric, ...], rows: int, width: int) -> Tally:
    """Nothing seen yet, with room for ``rows``."""
    return Tally(jnp.float32(0), jnp.float32(0), tuple(metric.start(rows, width) for metric in metrics))


def counted(
    seen: Tally,
    metrics: tuple[Metric, ...],
    losses: jax.Array,
    target: jax.Array,
    prediction: jax.Array,
    weight: jax.Array,
) -> Tally:
    """The tally with one more batch in it. Arrays are (batch, ...); weight is 0 for padding."""
    states = tuple(
        metric.update(state, target, prediction, weight) for metric, state in zip(metrics, seen.metrics, strict=True)
    )
    return Tally(seen.loss + jnp.sum(losses * weight), seen.weight + jnp.sum(weight), states)


def results(seen: Tally, metrics: tuple[Metric, ...]) -> jax.Array:
    """(1 + metrics,): the cost, then each metric."""
    values = [metric.result(state) for metric, state in zip(metrics, seen.metrics, strict=True)]
    return jnp.stack([seen.loss / seen.weight, *values])


def evaluate(objective: Objective, metrics: tuple[Metric, ...], variables: Variables, samples: Samples) -> jax.Array:
    """Cost and metrics of a network on a set, inside a compiled program.

    Returns:
        (1 + metrics,), metrics of several numbers excluded.
    """
    width = objective.width
    batch = min(EVALUATION_BATCH, samples.rows)

    def add(number: jax.Array, seen: Tally) -> Tally:
        start = jnp.minimum(number * batch, samples.rows - batch)
        part = jax.tree.map(lambda array: lax.dynamic_slice_in_dim(array, start, batch), (samples.x, samples.y))
        fresh = (start + jnp.arange(batch) >= number * batch).astype(
            jnp.float32
        )  # the last batch overlaps the one before
        weight = fresh if samples.weight is None else fresh * lax.dynamic_slice_in_dim(samples.weight, start, batch)
        value = objective.network.apply(variables, part[0], until=objective.node).value
        prediction = samples.native(objective.prediction(value))
        losses = objective.losses(value, part[1])
        return counted(seen, metrics, losses, samples.native(part[1]), prediction, weight)

    seen = lax.fori_loop(0, -(-samples.rows // batch), add, tally(metrics, samples.rows, width))
    return results(seen, metrics)
