"""Probes run inside the compiled step. Learning does not know what they mean."""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import lax

from neuroglass.nn.probing import Kept, Knows, Params, Probe

MOST_READ = 1 << 17  # numbers that a probe may leave in one chunk, 512 KiB: every chunk begins with empty room
MOST_READINGS = 4096

Reading = tuple[jax.Array, ...]  # what each probe measured in one step


class Watching(NamedTuple):
    """How often each probe measures, and what each keeps of the weights.

    Args:
        every: steps between two readings, int32 (probes,).
        begun: what is kept of the weights with which training began.
        before: what is kept of those before the step.
    """

    every: jax.Array
    begun: tuple[Kept, ...]
    before: tuple[Kept, ...]

    def at(self, probes: tuple[Probe, ...], params: Params) -> Watching:
        """The same before another step. What is kept is taken while the weights are new: nothing is copied then."""
        return self._replace(before=kept(probes, params))


def kept(probes: tuple[Probe, ...], params: Params) -> tuple[Kept, ...]:
    """What each probe keeps of the weights."""
    return tuple(probe.keep(params) for probe in probes)


def counting(
    values: dict[str, jax.Array], steps: dict[str, jax.Array | None], rows: jax.Array | None
) -> dict[str, jax.Array | None]:
    """By node, which samples, or steps of samples, are no padding; None: all.

    Args:
        values: of the first samples, as many as are looked at.
        steps: by node (batch, time), which are real.
        rows: (batch,), 0 for rows that are padding.
    """
    return {name: _both(steps[name], rows, len(value)) for name, value in values.items()}


def _both(steps: jax.Array | None, rows: jax.Array | None, count: int) -> jax.Array | None:
    if rows is None:
        return None if steps is None else steps[:count]
    real = rows[:count] > 0
    return real if steps is None else steps[:count] & real[:, None]


def measured(probes: tuple[Probe, ...], knows: Knows, step: jax.Array, watching: Watching) -> Reading:
    """What each probe measures at this step; zeros where it is not its turn, and then nothing is computed."""
    every, begun, before = watching
    return tuple(
        _in_turn(probe, knows._replace(before=before[place], begun=begun[place]), step % every[place] == 0)
        for place, probe in enumerate(probes)
    )


def _in_turn(probe: Probe, knows: Knows, is_due: jax.Array) -> jax.Array:
    return lax.cond(is_due, lambda: probe.measure(knows), lambda: jnp.zeros(len(probe.columns)))  # takes what it uses


def room(probe: Probe) -> int:
    """How many readings of a probe one chunk has room for."""
    return max(16, min(MOST_READINGS, MOST_READ // max(1, len(probe.columns))))
