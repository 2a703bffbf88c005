"""How much is measured: a level is a choice of probes."""

from __future__ import annotations

from typing import Literal

from neuroglass.glass.probes.health import Health
from neuroglass.glass.probes.histograms import Histograms
from neuroglass.glass.probes.units import Units
from neuroglass.nn.objective import Objective
from neuroglass.nn.probing import Probe

Level = Literal["off", "light", "full"]
ALL = 1 << 40  # units: more than any node has


def probes_for(level: Level, objective: Objective) -> tuple[Probe, ...]:
    """The probes of a training: "light" looks at some numbers of each array, "full" at many, and at their sizes."""
    if level == "off":
        return ()
    light = Health(objective, 1024, 256), Units(objective, 256, 1 << 14)
    full = Health(objective, 1 << 16, 4096), Units(objective, ALL, 1 << 18), Histograms(objective, 1 << 16)
    return tuple(probe for probe in (light if level == "light" else full) if probe.columns)
