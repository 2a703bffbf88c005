"""The table of rules."""

from __future__ import annotations

from neuroglass.doctor.facts import Facts
from neuroglass.doctor.findings import Finding


def diagnose(facts: Facts) -> tuple[Finding, ...]:
    """Findings, the most important first."""
    return ()
