"""The compiled road: many steps as one compiled function that does not come back to Python in between.

The number of steps is known only when it runs, and no shape ever changes, so it compiles once.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import lax

from neuroglass.learn.probing import Reading, Watching, room
from neuroglass.learn.program import ENDS, Carry, Program, Record
from neuroglass.learn.stopping import Stopped
from neuroglass.nn.compiling import WELL
from neuroglass.nn.evaluation import Samples, evaluate

# Numbers that are cut out for probes in a training, in about a second. From so many on it is quicker to compile the
# step twice, so that steps at which no probe measures hold nothing of them.
MANY = 1 << 30
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
    is_apart = watching is not None and program.steps * sum(probe.numbers for probe in program.probes) >= MANY

    def watched(at: Reached) -> Reached:
        carry, record, watching = at
        after, reading = program.step(carry, train, watching)
        record = _costed(record, after, first)._replace(readings=_noted(record, reading, watching, carry.step, first))
        return _looking(program, Reached(after, record, watching))

    def unwatched(at: Reached) -> Reached:
        after, _ = program.step(at.carry, train)
        return at._replace(carry=after, record=_costed(at.record, after, first))

    def epoch_ended(carry: Carry, record: Record, place: jax.Array) -> tuple[Carry, Record]:
        measured = None if other is None else evaluate(program.objective, program.metrics, carry.variables, other)
        carry, row = program.epoch_ended(carry, measured)
        return carry, record._replace(epochs=record.epochs.at[place].set(row))

    def epoch(state: Reached) -> Reached:
        done = state.carry.step // per_epoch
        end = jnp.minimum((done + 1) * per_epoch, until)
        if is_apart:
            at = _by_turns(program, unwatched, watched, state, end)
        else:
            at = lax.while_loop(_before(end), watched if watching else unwatched, state)
        ended = jnp.where(jnp.isfinite(at.carry.cost), at.carry.ended, ENDS.index(Stopped.NONFINITE))
        carry, record = at.carry._replace(ended=ended), at.record
        whole = (carry.step == (done + 1) * per_epoch) & (carry.ended == 0)
        place = done - first // per_epoch
        carry, record = lax.cond(whole, lambda: epoch_ended(carry, record, place), lambda: (carry, record))
        return at._replace(carry=carry, record=record)

    def goes_on(state: Reached) -> jax.Array:
        return (state.carry.step < until) & (state.carry.ended == 0)

    begun = _looking(program, Reached(carry, _empty(program, watching), watching))
    carry, record, _ = lax.while_loop(goes_on, epoch, begun)
    return carry, record


def _before(step: jax.Array) -> Callable[[Reached], jax.Array]:
    """Whether a step is still to be reached, and the cost is finite."""
    return lambda at: (at.carry.step < step) & jnp.isfinite(at.carry.cost)


def _by_turns(
    program: Program,
    unwatched: Callable[[Reached], Reached],
    watched: Callable[[Reached], Reached],
    state: Reached,
    end: jax.Array,
) -> Reached:
    """Up to step ``end``: steps that measure nothing until one is due that does, then those that are due."""

    def turn(at: Reached) -> Reached:
        due = at.carry.step + jnp.min(-at.carry.step % every)
        at = _looking(program, lax.while_loop(_before(jnp.minimum(due, end)), unwatched, at))
        return lax.while_loop(lambda at: _before(end)(at) & jnp.any(at.carry.step % every == 0), watched, at)

    assert state.watching is not None
    every = state.watching.every
    return lax.while_loop(_before(end), turn, state)


def _looking(program: Program, at: Reached) -> Reached:
    """The same with what its probes keep of the weights, which are new."""
    watching = at.watching and at.watching.at(program.probes, at.carry.variables["params"])
    return at._replace(watching=watching)


def _costed(record: Record, after: Carry, first: jax.Array) -> Record:
    """The record with the cost of one more step, the one that led to this state."""
    return record._replace(costs=record.costs.at[after.step - 1 - first].set(after.cost))


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
