"""One training from raw data to a folder: learning, watching, diagnosing."""

from neuroglass.run.fitting import fit
from neuroglass.run.run import Run

__all__ = ["Run", "fit"]
