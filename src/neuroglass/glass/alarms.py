"""What has certainly gone wrong in a training that still runs. Every rule is a symptom and its consequence."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuroglass.glass.measured import Awake, Measured, awake, of_each
from neuroglass.glass.probes.health import GLOBAL

MOST = 0.95  # share of a node's units
SEEN = 1024  # samples in a row, at least, at which a unit must have slept,
FEWEST = 16  # in so many readings
EARLY = 50  # steps; units that are flat without being 0 may be sure of themselves, unless they have been since then
BURST = 1000.0  # times what was usual
BEGINNING = 10  # steps, the lowest cost of which tells where training began, for the others may be of a leap
LEARNT = 0.1  # share of that cost, from which on sleep does no harm

Costs = NDArray[np.floating[Any]]


class Alarm(NamedTuple):
    """One thing that has gone wrong.

    Args:
        what: the node, or "gradient", and how: each is told once.
        step: since when, from 0.
        sentence: it, in words.
    """

    what: str
    step: int
    sentence: str


def alarms(readings: Mapping[str, Measured], costs: Costs, samples: int) -> tuple[Alarm, ...]:
    """All that holds now.

    Args:
        readings: of the probes "health" and "units".
        costs: of every step so far.
        samples: how many a reading of the probe "units" looks at.
    """
    if not {"health", "units"} <= readings.keys() or not len(costs):
        return ()
    health, units = readings["health"], readings["units"]
    return (*_asleep(units, health, costs, samples), *_gradient(health, costs))


def asleep_since(steps: NDArray[np.int64], of: Awake, share: float) -> int | None:
    """The step of the reading since which so large a share of units was awake at no sample; None: they are not asleep.

    A unit sleeps since the reading after the last one in which it was awake.
    """
    is_awake = of.shares[::-1] > 0
    asleep_for = np.where(is_awake.any(axis=0), is_awake.argmax(axis=0), len(of.shares))
    length = int(np.sort(asleep_for)[::-1][math.ceil(share * len(asleep_for)) - 1])
    return int(steps[len(steps) - length]) if length else None


def _asleep(units: Measured, health: Measured, costs: Costs, samples: int) -> Iterator[Alarm]:
    window = max(FEWEST, math.ceil(SEEN / samples))
    if len(units.steps) < window or _has_learnt(costs, int(units.steps[-window])):
        return
    zeros = of_each(health, "zeros")
    for node, of in awake(units).items():
        asleep = float((of.shares[-window:] == 0).all(axis=0).mean())
        if asleep < MOST:
            continue
        since = asleep_since(units.steps, of, MOST)
        assert since is not None
        if since <= EARLY or zeros[node][-1] > MOST / 2:
            name = node.rpartition(".")[0] or node
            yield Alarm(f"{node} asleep", since, f"{name}: {_percent(asleep)} of the units are asleep {_from(since)}")


def _gradient(health: Measured, costs: Costs) -> Iterator[Alarm]:
    norms = health.values[:, health.columns.index(GLOBAL)].astype(np.float64)
    finite = np.isfinite(norms)
    if not finite.all():
        step = int(health.steps[np.argmin(finite)])
        yield Alarm("gradient not finite", step, f"the gradient is not finite {_from(step)}")
        return
    if len(norms) < FEWEST:
        return
    zero = FEWEST if not norms[-FEWEST:].any() else 0
    if zero and not _has_learnt(costs, int(health.steps[-zero])):
        step = int(health.steps[np.flatnonzero(norms)[-1] + 1]) if norms.any() else int(health.steps[0])
        yield Alarm("gradient 0", step, f"the gradient is 0 {_from(step)}: nothing is learnt any more")
    yield from _burst(norms, health.steps, costs)


def _burst(norms: Costs, steps: NDArray[np.int64], costs: Costs) -> Iterator[Alarm]:
    """A gradient far beyond all that was usual, with a cost beyond that of the beginning."""
    usual = max(float(np.median(norms)), float(np.median(norms[:FEWEST])))
    for at in np.flatnonzero((norms >= BURST * usual) & (usual > 0)):
        step = int(steps[at])
        if costs[step : step + BEGINNING].max(initial=0.0) > 2 * costs[:BEGINNING].max():
            times = norms[at] / usual
            told = f"the gradient is {times:,.0f} times as large as usual at step {step + 1:,}, and the cost has risen"
            yield Alarm("gradient burst", step, told)
            return


def _has_learnt(costs: Costs, since: int) -> bool:
    """Whether the cost since that step is far below that of the beginning. What sleeps then does no harm."""
    return bool(costs[since:].mean() <= LEARNT * costs[:BEGINNING].min()) if since < len(costs) else False


def _percent(share: float) -> str:
    return f"{math.floor(100 * share)} %"


def _from(step: int) -> str:
    return f"since step {step + 1:,}"
