"""One pass over a set of samples: its cost and its metrics, whatever the batch size."""

from __future__ import annotations

import functools
import math
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from neuroglass.nn.metrics import Metric
from neuroglass.nn.network import Network, Variables
from neuroglass.nn.objective import Objective

EVALUATION_BATCH = 1024
MOST_NUMBERS = 1 << 25  # in the values of one node, 128 MiB: large pictures go through in smaller batches


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
    def on_device(self) -> bool:
        """Whether all of it is there for a compiled program, and not to be fetched piece by piece."""
        return all(isinstance(array, jax.Array) for array in self.x.values())

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


def batch_of(network: Network, rows: int) -> int:
    """How many rows go through a network at once: a power of two, or all of them."""
    widest = max(math.prod(shape) for shape in network.shapes.values())
    fitting = 1 << max(0, (MOST_NUMBERS // widest).bit_length() - 1)
    return min(EVALUATION_BATCH, fitting, rows)


def evaluate(objective: Objective, metrics: tuple[Metric, ...], variables: Variables, samples: Samples) -> jax.Array:
    """Cost and metrics of a network on a set, inside a compiled program.

    Returns:
        (1 + metrics,), metrics of several numbers excluded.
    """
    batch = batch_of(objective.network, samples.rows)

    def add(number: jax.Array, seen: Tally) -> Tally:
        start = jnp.minimum(number * batch, samples.rows - batch)
        held = (samples.x, samples.y, samples.weight)
        x, y, weight = jax.tree.map(lambda array: lax.dynamic_slice_in_dim(array, start, batch), held)
        fresh = start + jnp.arange(batch) >= number * batch  # the last batch overlaps the one before
        counts = fresh.astype(jnp.float32)
        piece = samples._replace(x=x, y=y, weight=counts if weight is None else counts * weight)
        return _added(objective, metrics, variables, piece, seen)

    seen = lax.fori_loop(0, -(-samples.rows // batch), add, tally(metrics, samples.rows, objective.width))
    return results(seen, metrics)


def evaluate_stepwise(
    objective: Objective,
    metrics: tuple[Metric, ...],
    variables: Variables,
    samples: Samples,
    room: int | None = None,
) -> jax.Array:
    """The same, a compiled batch at a time, for what is better not computed in a compiled loop, or not on the device.

    Args:
        room: the most rows that a set may have; sets with the same room share a compilation.
    """
    rows = room or samples.rows
    batch = batch_of(objective.network, rows)
    held = jax.tree.map(_on_host, samples)
    seen = tally(metrics, rows, objective.width)
    for start in range(0, samples.rows, batch):
        seen = _added_alone(objective, metrics, variables, _piece(held, start, batch), seen)
    return results(seen, metrics)


def _piece(samples: Samples, start: int, batch: int) -> Samples:
    """Some rows of a set, filled up with rows of weight 0."""
    missing = max(0, start + batch - samples.rows)

    def cut(array: Any) -> Any:
        part = np.asarray(array[start : start + batch])
        return np.pad(part, [(0, missing)] + [(0, 0)] * (part.ndim - 1)) if missing else part

    weight = np.ones(samples.rows, np.float32) if samples.weight is None else samples.weight
    x, y, weight = jax.tree.map(cut, (samples.x, samples.y, weight))
    return samples._replace(x=x, y=y, weight=weight)


def _on_host(array: Any) -> Any:
    return np.asarray(array) if isinstance(array, jax.Array) else array


def _added(
    objective: Objective, metrics: tuple[Metric, ...], variables: Variables, piece: Samples, seen: Tally
) -> Tally:
    value = objective.network.apply(variables, piece.x, until=objective.node).value
    prediction, losses = piece.native(objective.prediction(value)), objective.losses(value, piece.y)
    weight = jnp.ones(piece.rows) if piece.weight is None else piece.weight
    return counted(seen, metrics, losses, piece.native(piece.y), prediction, weight)


_added_alone = functools.partial(jax.jit, static_argnums=(0, 1))(_added)
