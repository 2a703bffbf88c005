"""The stepped road: one compiled step after another, handed out by Python.

For what must not stand inside a compiled loop, and for data that does not fit on the device: then each step's samples
are fetched while the step before is still being computed. It takes the same steps as the compiled road.
"""

from __future__ import annotations

import functools

import jax
import jax.numpy as jnp
import numpy as np

from neuroglass.learn.allocation import keep_freed_memory
from neuroglass.learn.probing import Reading, Watching
from neuroglass.learn.program import ENDS, Carry, Drawn, Program, Record, gathered
from neuroglass.learn.stopping import Stopped
from neuroglass.nn.compiling import WELL
from neuroglass.nn.evaluation import Samples, evaluate_stepwise


def prepare(
    program: Program, carry: Carry, train: Samples, other: Samples | None, watching: Watching | None = None
) -> None:
    """Compile by taking one step and one epoch's end, both thrown away."""
    keep_freed_memory()
    after, _ = _stepped(program, carry, train, int(carry.step), watching)
    jax.block_until_ready(_epoch_ended(program, after, other))


def chunk(
    program: Program,
    carry: Carry,
    train: Samples,
    other: Samples | None,
    until: jax.Array,
    watching: Watching | None = None,
) -> tuple[Carry, Record]:
    """Learn up to step ``until``, or to where training ends by itself. As ``looped.chunk``."""
    before, per_epoch = carry, program.steps_per_epoch
    costs: list[jax.Array] = []
    rows: list[jax.Array] = []
    probes = () if watching is None else program.probes
    every = [] if watching is None else np.asarray(watching.every).tolist()
    readings: list[list[jax.Array]] = [[] for _ in probes]
    for step in range(int(carry.step), int(until) if not int(carry.ended) else 0):
        carry, reading = _stepped(program, carry, train, step, watching)
        costs.append(carry.cost)
        for place, row in enumerate(reading):
            readings[place] += [row] if step % every[place] == 0 else []
        if (step + 1) % per_epoch == 0:
            if _broken(costs) is not None:
                break
            carry, row = _epoch_ended(program, carry, other)
            rows.append(row)
            if int(carry.ended):
                break
    broken = _broken(costs)
    if broken is not None and len(costs) > broken + 1:  # go there again: the same steps give the same bytes
        return chunk(program, before, train, other, before.step + broken + 1, watching)
    if broken is not None:
        carry = carry._replace(ended=jnp.int32(ENDS.index(Stopped.NONFINITE)))
    ended = np.asarray(rows, np.float32).reshape(-1, len(program.columns))
    held = tuple(
        np.asarray(found, np.float32).reshape(-1, len(probe.columns))
        for probe, found in zip(probes, readings, strict=True)
    )
    return carry, Record(np.asarray(costs, np.float32), ended, held)


def _stepped(
    program: Program, carry: Carry, train: Samples, step: int, watching: Watching | None
) -> tuple[Carry, Reading]:
    if train.on_device:
        return _step(program, carry, train, watching)
    drawn = _drawn(program, jnp.int32(step), carry.seed)  # asking carry.step would wait for the step before
    return _learnt(program, carry, gathered(train, drawn.rows), drawn, watching)


def _epoch_ended(program: Program, carry: Carry, other: Samples | None) -> tuple[Carry, jax.Array]:
    variables = carry.variables
    measured = None if other is None else evaluate_stepwise(program.objective, program.metrics, variables, other)
    return _judged(program, carry, measured)


def _broken(costs: list[jax.Array]) -> int | None:
    """The place of the first cost that is not finite."""
    finite = np.isfinite(np.asarray(costs, np.float32))
    return None if finite.all() else int(finite.argmin())


@functools.partial(jax.jit, static_argnums=0, compiler_options=WELL)
def _step(program: Program, carry: Carry, train: Samples, watching: Watching | None) -> tuple[Carry, Reading]:
    return program.step(carry, train, watching and watching.at(program.probes, carry.variables["params"]))


@functools.partial(jax.jit, static_argnums=0)
def _drawn(program: Program, step: jax.Array, seed: jax.Array) -> Drawn:
    return program.drawn(step, seed)


@functools.partial(jax.jit, static_argnums=0, compiler_options=WELL)
def _learnt(
    program: Program, carry: Carry, batch: Samples, drawn: Drawn, watching: Watching | None
) -> tuple[Carry, Reading]:
    return program.learnt(carry, batch, drawn, watching and watching.at(program.probes, carry.variables["params"]))


@functools.partial(jax.jit, static_argnums=0)
def _judged(program: Program, carry: Carry, measured: jax.Array | None) -> tuple[Carry, jax.Array]:
    return program.epoch_ended(carry, measured)
