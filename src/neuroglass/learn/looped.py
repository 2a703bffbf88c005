"""The compiled road: many steps as one compiled function that does not come back to Python in between.

The number of steps is known only when it runs, and no shape ever changes, so it compiles once.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import lax

from neuroglass.learn.probing import Reading, Watching, room
from neuroglass.learn.program import ENDS, Carry, Program, Record
from neuroglass.learn.stopping import Stopped
from neuroglass.nn.compiling import WELL
from neuroglass.nn.evaluation import Samples, evaluate

STEPS_RECORDED = 16384  # the most steps one chunk may take: the length of its buffer of costs


class Reached(NamedTuple):
    """Where a chunk stands, between two steps."""

    carry: Carry
    record: Record
    watching: Watching | None


def prepare(
    program: Program, carry: Carry, train: Samples, other: Samples | None, watching: Watching | None = None
) -> None:
    """Compile without taking a step."""
    jax.block_until_ready(chunk(program, carry, train, other, carry.step, watching))


@functools.partial(jax.jit, static_argnums=0, compiler_options=WELL)
def chunk(
    program: Program,
    carry: Carry,
    train: Samples,
    other: Samples | None,
    until: jax.Array,
    watching: Watching | None = None,
) -> tuple[Carry, Record]:
    """Learn up to step ``until``, or to where training ends by itself.

    Args:
        program: what is run.
        carry: the state so far.
        train: the training part, ``program.rows`` samples.
        other: the part that is measured after each epoch, if there is one.
        until: int32, at most STEPS_RECORDED steps ahead, and no more readings of a probe than it has room for.
        watching: how often probes measure; None: nothing is measured.
    """
    first, per_epoch = carry.step, program.steps_per_epoch

    def recorded(at: Reached) -> Reached:
        carry, record, watching = at
        after, reading = program.step(carry, train, watching)
        costs = record.costs.at[carry.step - first].set(after.cost)
        record = record._replace(costs=costs, readings=_noted(record, reading, watching, carry.step, first))
        return Reached(after, record, watching and watching.at(program.probes, after.variables["params"]))

    def epoch_ended(carry: Carry, record: Record, place: jax.Array) -> tuple[Carry, Record]:
        measured = None if other is None else evaluate(program.objective, program.metrics, carry.variables, other)
        carry, row = program.epoch_ended(carry, measured)
        return carry, record._replace(epochs=record.epochs.at[place].set(row))

    def epoch(state: Reached) -> Reached:
        done = state.carry.step // per_epoch
        end = jnp.minimum((done + 1) * per_epoch, until)
        carry, record, watching = lax.while_loop(
            lambda at: (at.carry.step < end) & jnp.isfinite(at.carry.cost), recorded, state
        )
        carry = carry._replace(ended=jnp.where(jnp.isfinite(carry.cost), carry.ended, ENDS.index(Stopped.NONFINITE)))
        whole = (carry.step == (done + 1) * per_epoch) & (carry.ended == 0)
        place = done - first // per_epoch
        carry, record = lax.cond(whole, lambda: epoch_ended(carry, record, place), lambda: (carry, record))
        return Reached(carry, record, watching)

    def goes_on(state: Reached) -> jax.Array:
        return (state.carry.step < until) & (state.carry.ended == 0)

    watching = watching and watching.at(program.probes, carry.variables["params"])
    begun = Reached(carry, _empty(program, watching), watching)
    carry, record, _ = lax.while_loop(goes_on, epoch, begun)
    return carry, record


def _empty(program: Program, watching: Watching | None) -> Record:
    """Room for all that a chunk may leave; the last row of a probe is for steps at which it does not measure."""
    rows = STEPS_RECORDED // program.steps_per_epoch + 2
    probes = () if watching is None else program.probes
    readings = tuple(jnp.zeros((room(probe) + 1, len(probe.columns))) for probe in probes)
    return Record(jnp.zeros(STEPS_RECORDED), jnp.zeros((rows, len(program.columns))), readings)


def _noted(
    record: Record, reading: Reading, watching: Watching | None, step: jax.Array, first: jax.Array
) -> tuple[jax.Array, ...]:
    """The readings with those of one more step."""
    if watching is None:
        return ()
    every = watching.every
    places = jnp.where(step % every == 0, step // every - (first + every - 1) // every, -1)
    return tuple(
        held.at[places[at]].set(row) for at, (held, row) in enumerate(zip(record.readings, reading, strict=True))
    )
