"""The compiled road: many steps as one compiled function that does not come back to Python in between.

The number of steps is known only when it runs, and no shape ever changes, so it compiles once.
"""

from __future__ import annotations

import functools

import jax
import jax.numpy as jnp
from jax import lax

from neuroglass.learn.program import ENDS, Carry, Program, Record
from neuroglass.learn.stopping import Stopped
from neuroglass.nn.evaluation import Samples, evaluate

STEPS_RECORDED = 16384  # the most steps one chunk may take: the length of its buffer of costs


def prepare(program: Program, carry: Carry, train: Samples, other: Samples | None) -> None:
    """Compile without taking a step."""
    jax.block_until_ready(chunk(program, carry, train, other, carry.step))


@functools.partial(jax.jit, static_argnums=0)
def chunk(
    program: Program, carry: Carry, train: Samples, other: Samples | None, until: jax.Array
) -> tuple[Carry, Record]:
    """Learn up to step ``until``, or to where training ends by itself.

    Args:
        program: what is run.
        carry: the state so far.
        train: the training part, ``program.rows`` samples.
        other: the part that is measured after each epoch, if there is one.
        until: int32, at most STEPS_RECORDED steps ahead.
    """
    first, per_epoch = carry.step, program.steps_per_epoch
    rows = STEPS_RECORDED // per_epoch + 2
    costs, ended = jnp.zeros(STEPS_RECORDED), jnp.zeros((rows, len(program.columns)))

    def recorded(at: tuple[Carry, jax.Array]) -> tuple[Carry, jax.Array]:
        carry, costs = at
        after = program.step(carry, train)
        return after, costs.at[carry.step - first].set(after.cost)

    def epoch_ended(carry: Carry, ended: jax.Array, place: jax.Array) -> tuple[Carry, jax.Array]:
        measured = None if other is None else evaluate(program.objective, program.metrics, carry.variables, other)
        carry, row = program.epoch_ended(carry, measured)
        return carry, ended.at[place].set(row)

    def epoch(state: tuple[Carry, jax.Array, jax.Array]) -> tuple[Carry, jax.Array, jax.Array]:
        carry, costs, ended = state
        done = carry.step // per_epoch
        end = jnp.minimum((done + 1) * per_epoch, until)
        carry, costs = lax.while_loop(
            lambda at: (at[0].step < end) & jnp.isfinite(at[0].cost), recorded, (carry, costs)
        )
        carry = carry._replace(ended=jnp.where(jnp.isfinite(carry.cost), carry.ended, ENDS.index(Stopped.NONFINITE)))
        whole = (carry.step == (done + 1) * per_epoch) & (carry.ended == 0)
        place = done - first // per_epoch
        carry, ended = lax.cond(whole, lambda: epoch_ended(carry, ended, place), lambda: (carry, ended))
        return carry, costs, ended

    def goes_on(state: tuple[Carry, jax.Array, jax.Array]) -> jax.Array:
        return (state[0].step < until) & (state[0].ended == 0)

    carry, costs, ended = lax.while_loop(goes_on, epoch, (carry, costs, ended))
    return carry, Record(costs, ended)
