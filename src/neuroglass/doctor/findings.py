"""What the doctor says: one finding a rule, in words, with its evidence and its remedy."""

from __future__ import annotations

import dataclasses
from typing import Any, Literal

Severity = Literal["good", "notice", "problem"]


@dataclasses.dataclass(frozen=True)
class Finding:
    """One thing that is known about a training.

    Args:
        rule: the rule that found it.
        severity: "good" for what is well, "notice" for what is worth a look, "problem" for what should be mended.
        sentence: what it is, in plain words with numbers.
        evidence: the numbers it rests on, by name.
        remedy: what to do, or "" when there is nothing to do.
        follows: the finding whose consequence it is, or "" when it stands for itself.
    """

    rule: str
    severity: Severity
    sentence: str
    evidence: dict[str, float]
    remedy: str = ""
    follows: str = ""

    def facts(self) -> dict[str, Any]:
        """As JSON data."""
        return dataclasses.asdict(self)
