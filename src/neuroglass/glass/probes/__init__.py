"""What is measured of a training while it runs, inside the compiled step."""

from neuroglass.glass.probes.health import Health
from neuroglass.glass.probes.histograms import Histograms
from neuroglass.glass.probes.levels import probes_for
from neuroglass.glass.probes.units import Units

__all__ = ["Health", "Histograms", "Units", "probes_for"]
