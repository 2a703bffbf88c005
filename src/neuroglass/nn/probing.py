"""Probes: what can be measured of a step of learning, inside the compiled step itself."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

import jax

from neuroglass.nn.evaluation import Samples

Params = Any  # {node: {weight: array}}
Kept = Any  # what a probe keeps of them


class Knows(NamedTuple):
    """What a step knows when it has learnt.

    Args:
        values: what each node computed, by name, (samples, ...), up to the one whose value the loss takes; of large
            ones the first samples alone, as many as the probes ask for.
        real: by node which of these count, (samples,) or (samples, time), bool: the others are padding. None: all.
        params: the weights after the step.
        gradient: of the cost, by each weight as it was before the step.
        batch: the samples; where each step of a sequence has an answer, each is a row of its own.
        prediction: the answers to them, in the unit the network learns in.
        before: what ``keep`` returned of the weights before the step.
        begun: what it returned of those with which training began.
    """

    values: dict[str, jax.Array]
    real: dict[str, jax.Array | None]
    params: Params
    gradient: Params
    batch: Samples
    prediction: jax.Array
    before: Kept
    begun: Kept


class Probe(Protocol):
    """Two pure functions. Equal probes share a compilation, so a probe is a frozen record."""

    @property
    def name(self) -> str:
        """Under which its readings are kept."""

    @property
    def numbers(self) -> int:
        """How many numbers of a node's value it looks at, at most; one sample is always given whole."""

    @property
    def columns(self) -> tuple[str, ...]:
        """A name for each number that is measured."""

    def keep(self, params: Params) -> Kept:
        """What is kept of the weights until the step is done; it is computed at every step, so it should be little."""

    def measure(self, knows: Knows) -> jax.Array:
        """The numbers, (columns,); computed only at the steps at which it is the probe's turn."""
