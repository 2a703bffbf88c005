"""A loop of ours against each of the others' on the same works, in turns: A B A B ..., a process for each loop."""

from __future__ import annotations

import dataclasses
import statistics
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from benchmarks.measuring import Figure, Rival, installed, paired, ratio, said, span

COLUMNS = ["network", "against", "fit, us a step", "it, us a step", "fit / it", "over the pairs"]
Loop = Callable[..., Callable[[], float]]


@dataclasses.dataclass(frozen=True)
class Race:
    """Who takes part, and whom the figure is about.

    Args:
        ours: called with a work and seconds; returns the function that measures microseconds a step.
        rivals: the package that each needs, and its loop, by name.
        counted: the name of the rival that the figure is about.
        target: times its step that ours may take.
    """

    ours: Loop
    rivals: Mapping[str, tuple[str, Loop]]
    counted: str
    target: float

    def run(self, works: Sequence[Any], rounds: int, seconds: float) -> tuple[list[Figure], list[list[str]]]:
        """A figure for each work, and a row for each work and rival."""
        figures, rows = [], []
        for work in works:
            with Rival(self.ours, work, seconds) as ours:
                for name, (package, loop) in self.rivals.items():
                    if not installed(package):
                        rows.append([str(work), name, "not installed", "", "", ""])
                        continue
                    with Rival(loop, work, seconds) as theirs:
                        pair = paired(ours.measure, theirs.measure, rounds)
                    rows.append([str(work), name, *_told(*pair)])
                    said(", ".join(rows[-1]))
                    if name == self.counted:
                        figures.append(self._figure(work, ratio(*pair)))
        return figures, rows

    def _figure(self, work: Any, reached: float) -> Figure:
        return Figure(
            f"step of {work}, by {self.counted}", f"<= {self.target}", f"{reached:.3f}", reached <= self.target
        )


def _told(ours: list[float], theirs: list[float]) -> list[str]:
    medians = [f"{statistics.median(times):,.1f}" for times in (ours, theirs)]
    return [*medians, f"{ratio(ours, theirs):.3f}", span(ours, theirs)]
