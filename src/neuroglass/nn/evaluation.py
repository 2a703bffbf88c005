"""One pass over a set of samples: its cost and its metrics, whatever the batch size."""

from __future__ import annotations

import functools
import math
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from neuroglass.nn.compiling import WELL
from neuroglass.nn.metrics import Metric
from neuroglass.nn.network import Carried, Network, Variables
from neuroglass.nn.objective import Objective

EVALUATION_BATCH = 1024
STREAMS = 8  # places at which a stream is read at once: each begins without knowing what stood before it
MOST_NUMBERS = 1 << 25  # in the values of one node, 128 MiB: large pictures go through in smaller batches


class Samples(NamedTuple):
    """Arrays of one part of the data.

    Args:
        x: (rows, ...) by input name.
        y: class ids (rows,) or values (rows, width), the latter in the unit the network learns in. Where each step has
            an answer, ids (rows, steps) with -1 for none, or values (rows, steps, width) with NaN for none.
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


def by_step(value: jax.Array, batch: Samples) -> tuple[jax.Array, Samples]:
    """A network's value and its targets with each step as a sample of its own, of weight 0 where it has no target.

    Args:
        value: (batch, ..., width), what the network answers.
        batch: its targets and weights; with one answer a sample nothing changes.
    """
    is_ids = jnp.issubdtype(batch.y.dtype, jnp.integer)
    if batch.y.ndim == (1 if is_ids else 2):
        return value, batch
    there = batch.y >= 0 if is_ids else jnp.isfinite(batch.y).all(axis=-1)
    known = there if is_ids else there[..., None]
    y = jnp.where(known, batch.y, 0).reshape(-1, *batch.y.shape[2:])
    weight = there.astype(jnp.float32)
    if batch.weight is not None:
        weight = weight * batch.weight[:, None]
    return value.reshape(-1, *value.shape[2:]), batch._replace(y=y, weight=weight.reshape(-1))


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
    if network.stateful:
        return min(STREAMS, rows)
    widest = max(math.prod(shape) for shape in network.shapes.values())
    fitting = 1 << max(0, (MOST_NUMBERS // widest).bit_length() - 1)
    return min(EVALUATION_BATCH, fitting, rows)


def laid_out(
    number: int | jax.Array, pieces: int, batch: int, rows: int, in_streams: bool
) -> tuple[jax.Array, jax.Array]:
    """The rows of one batch out of ``pieces``, (batch,), and which of them are real: neighbours, or, of one long stream
    that is read in ``batch`` places at once, the next window of each place.
    """
    lane = jnp.arange(batch, dtype=jnp.int32)
    row = lane * pieces + number if in_streams else number * batch + lane
    return jnp.minimum(row, rows - 1), row < rows


def evaluate(objective: Objective, metrics: tuple[Metric, ...], variables: Variables, samples: Samples) -> jax.Array:
    """Cost and metrics of a network on a set, inside a compiled program.

    Returns:
        (1 + metrics,), metrics of several numbers excluded.
    """
    network, rows = objective.network, samples.rows
    batch = batch_of(network, rows)
    pieces = -(-rows // batch)

    def add(number: jax.Array, at: tuple[Tally, Carried]) -> tuple[Tally, Carried]:
        chosen, real = laid_out(number, pieces, batch, rows, network.stateful)
        held = (samples.x, samples.y, samples.weight)
        x, y, weight = jax.tree.map(lambda array: array.at[chosen].get(mode="promise_in_bounds"), held)
        counts = real.astype(jnp.float32)
        piece = samples._replace(x=x, y=y, weight=counts if weight is None else counts * weight)
        return _added(objective, metrics, variables, piece, *at)

    begun = tally(metrics, rows * objective.steps, objective.width), network.rest(batch)
    seen, _ = lax.fori_loop(0, pieces, add, begun)
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
    network, rows = objective.network, room or samples.rows
    batch = batch_of(network, rows)
    pieces = -(-samples.rows // batch)
    held = jax.tree.map(_on_host, samples)
    seen, carried = tally(metrics, rows * objective.steps, objective.width), network.rest(batch)
    for number in range(pieces):
        chosen, real = jax.tree.map(np.asarray, laid_out(number, pieces, batch, samples.rows, network.stateful))
        seen, carried = _added_alone(objective, metrics, variables, _piece(held, chosen, real), seen, carried)
    return results(seen, metrics)


def _piece(samples: Samples, chosen: np.ndarray, real: np.ndarray) -> Samples:
    """Some rows of a set on the host, those that are not real of weight 0."""
    weight = np.ones(samples.rows, np.float32) if samples.weight is None else samples.weight
    x, y, weight = jax.tree.map(lambda array: np.asarray(array[chosen]), (samples.x, samples.y, weight))
    return samples._replace(x=x, y=y, weight=weight * real.astype(np.float32))


def _on_host(array: Any) -> Any:
    return np.asarray(array) if isinstance(array, jax.Array) else array


def _added(
    objective: Objective,
    metrics: tuple[Metric, ...],
    variables: Variables,
    piece: Samples,
    seen: Tally,
    carried: Carried,
) -> tuple[Tally, Carried]:
    applied = objective.network.apply(variables, piece.x, carried=carried, until=objective.node)
    value, piece = by_step(applied.value, piece)
    prediction, losses = piece.native(objective.prediction(value)), objective.losses(value, piece.y)
    weight = jnp.ones(piece.rows) if piece.weight is None else piece.weight
    seen = counted(seen, metrics, losses, piece.native(piece.y), prediction, weight)
    return seen, objective.network.kept(applied.carried)


_added_alone = functools.partial(jax.jit, static_argnums=(0, 1), compiler_options=WELL)(_added)
