"""All that is known about one training when it has ended: what a report, a plot and a terminal tell from."""

from __future__ import annotations

import dataclasses
from typing import Any

from neuroglass.data.parts import Data
from neuroglass.doctor.findings import Finding
from neuroglass.learn.history import History
from neuroglass.learn.program import Program
from neuroglass.learn.readings import Readings
from neuroglass.learn.stopping import Stopped
from neuroglass.model import Model


@dataclasses.dataclass(frozen=True)
class Seconds:
    """Where the time went."""

    compile: float
    train: float
    total: float


@dataclasses.dataclass(frozen=True)
class Story:
    """One training.

    Args:
        data: what was learnt from.
        model: the network that came out, with the weights that were kept.
        program: how it learnt: loss, optimiser, batch size, epochs planned.
        history: a row an epoch, a cost a step.
        stopped: why it ended.
        kept_epoch: the epoch whose weights the model has, from 1.
        measured: metric values by part: "train", "validation", "test".
        baseline: what the trivial prediction gets on the last of these parts.
        findings: what the doctor says.
        seconds: where the time went.
        settings: the resolved configuration, as in run.toml.
        chosen_because: why this network and these settings, a sentence each, for what was chosen and not given.
        step_of_trouble: the step whose cost was not finite, from 0, and
        node_of_trouble: the first node that was not; None when all was well.
        readings: what probes measured on the way, by probe.
        watching_price: the share of the training's time that these readings took; None where it was not measured.
    """

    data: Data
    model: Model
    program: Program
    history: History
    stopped: Stopped
    kept_epoch: int
    measured: dict[str, dict[str, float]]
    baseline: dict[str, float]
    findings: tuple[Finding, ...]
    seconds: Seconds
    settings: dict[str, Any]
    chosen_because: tuple[str, ...] = ()
    step_of_trouble: int | None = None
    node_of_trouble: str | None = None
    readings: dict[str, Readings] = dataclasses.field(default_factory=dict)
    watching_price: float | None = None

    @property
    def name(self) -> str:
        """What it was learnt from."""
        return self.data.reading.source

    @property
    def thing(self) -> str:
        """What one sample is."""
        return self.data.reading.thing

    @property
    def answered(self) -> str:
        """What one answer is about: a sample, or of a sequence a token or a step."""
        return self.data.answered
