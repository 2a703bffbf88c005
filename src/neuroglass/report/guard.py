"""What goes wrong while a training runs, told once each."""

from __future__ import annotations

import dataclasses

from neuroglass.glass.alarms import alarms
from neuroglass.glass.probes.units import Units
from neuroglass.learn.program import Program
from neuroglass.learn.training import Outcome


@dataclasses.dataclass
class Guard:
    """Keeps what it has told."""

    told: set[str] = dataclasses.field(default_factory=set)

    def new(self, program: Program, outcome: Outcome) -> list[str]:
        """Sentences about what has gone wrong since it was asked last; none where nothing is watched."""
        units = next((probe for probe in program.probes if isinstance(probe, Units)), None)
        if outcome.watcher is None or units is None:
            return []
        samples = min(program.batch_size, units.samples)
        found = alarms(outcome.watcher.readings, outcome.history.costs, samples)
        news = [alarm for alarm in found if alarm.what not in self.told]
        self.told |= {alarm.what for alarm in news}
        return [alarm.sentence for alarm in news]
