"""What is wrong with a training and why."""

from neuroglass.doctor.facts import Facts
from neuroglass.doctor.findings import Finding
from neuroglass.doctor.rules import diagnose

__all__ = ["Facts", "Finding", "diagnose"]
