"""A small training that is watched, step by step."""

from __future__ import annotations

import dataclasses
from typing import Any

import jax.numpy as jnp
import numpy as np

from neuroglass.data.parts import Data
from neuroglass.learn import looped
from neuroglass.learn.probing import Watching, kept
from neuroglass.learn.program import Carry, Program
from neuroglass.model import samples
from neuroglass.nn.evaluation import Samples
from neuroglass.run.planning import plan
from neuroglass.settings import Settings

STEPS = 5


def program(
    data: Data, level: Any, network: str = "dense 6 relu, dense 5 sigmoid", **settings: Any
) -> tuple[Program, Samples]:
    """A training on whole batches, so that the step can be done again by hand."""
    wanted = {
        "batch_size": "all",
        "optimizer": "sgd",
        "learning_rate": 0.1,
        "epochs": STEPS,
        "watch": level,
        **settings,
    }
    decided = plan(network, data, Settings.of(wanted))
    watch = dataclasses.replace(decided.program.watch, monitor="loss")
    made = dataclasses.replace(decided.program, measured="", watch=watch)
    return made, samples(decided.data.train, decided.data.spec)


def started(made: Program) -> tuple[Carry, Watching]:
    carry = made.start(jnp.uint32(4), jnp.float32(1))
    held = kept(made.probes, carry.variables["params"])
    return carry, Watching(jnp.ones(len(made.probes), jnp.int32), held, held)


def rows(made: Program, train: Samples, road: Any = looped, steps: int = STEPS) -> tuple[Carry, list[dict[str, float]]]:
    """The last state, and what each probe measured at every step, column by column."""
    carry, watching = started(made)
    carry, record = road.chunk(made, carry, train, None, jnp.int32(steps), watching)
    named: list[dict[str, float]] = [{} for _ in range(steps)]
    for probe, found in zip(made.probes, record.readings, strict=True):
        for step in range(steps):
            named[step] |= dict(zip(probe.columns, np.asarray(found[step], np.float64), strict=True))
    return carry, named
