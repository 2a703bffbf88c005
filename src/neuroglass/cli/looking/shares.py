"""Shares that were measured of a training: of an array's numbers by their size, of its batches by their classes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroglass.cli.run_view import sparkline
from neuroglass.glass.measured import Measured, by_norm, classes, histograms, stretches
from neuroglass.glass.probes.histograms import EXPONENTS
from neuroglass.report.words import counted, share

MOST_CLASSES = 16  # that have a line
AT_THE_END = 0.1  # of the readings
LOW, HIGH = f"2^{EXPONENTS[0]}", f"2^{EXPONENTS[-1] + 1}"

Row = tuple[str, str, str]


def sizes(measured: Measured) -> dict[str, Any]:
    """How large the numbers of each array were: (readings, exponents), the share of those from 2^e to 2^(e+1)."""
    return {"exponents": EXPONENTS, "steps": measured.steps, "shares": histograms(measured)}


def size_rows(shares: Mapping[str, NDArray[Any]]) -> Iterator[Row]:
    """The last reading of each array as bars, and what half of its numbers lie below."""
    if shares:
        yield "", "", ""
        yield "sizes at the end", LOW + HIGH.rjust(len(EXPONENTS) - len(LOW)), ""
    for name, course in shares.items():
        middle = int(np.searchsorted(np.cumsum(course[-1]), 0.5).clip(0, len(EXPONENTS) - 1))
        yield name, sparkline(course[-1].tolist()), f"half below 2^{EXPONENTS[middle] + 1}"


def answers(measured: Measured, names: Sequence[str]) -> dict[str, Any] | None:
    """How many of each batch had each class, and how many were taken for it, (readings, classes); None: not counted.

    Args:
        names: of the classes, where they are known.
    """
    counts = classes(measured)
    if counts is None:
        return None
    asked, answered = counts
    told = list(names) if len(names) == asked.shape[1] else [str(label) for label in range(asked.shape[1])]
    return {"names": told, "steps": measured.steps, "asked": asked, "answered": answered}


def answer_rows(found: Mapping[str, Any], stretches_drawn: int) -> Iterator[Row]:
    """Of each class how often it was answered, and at the end beside how often it was asked for."""
    steps, asked, answered = found["steps"], found["asked"], found["answered"]
    end, late = int(steps[-1]) + 1, -max(1, round(len(steps) * AT_THE_END))
    last = [by_norm(part[late:].sum(axis=0), part[late:].sum()) for part in (asked, answered)]
    parts = by_norm(answered, answered.sum(axis=1, keepdims=True))
    course = stretches(steps, parts, min(stretches_drawn, end), end).T
    yield "", "", ""
    for name, values, had, got in list(zip(found["names"], course, *last, strict=True))[:MOST_CLASSES]:
        line = sparkline([float(value) if np.isfinite(value) else None for value in values])
        yield f"class {name}, answered", line, f"{share(got)}, asked {share(had)}"
    if len(found["names"]) > MOST_CLASSES:
        yield f"... and {counted(len(found['names']) - MOST_CLASSES, 'class', 'classes')} more, with --json", "", ""
