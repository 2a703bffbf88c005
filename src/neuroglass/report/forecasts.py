"""How forecasts met what came: over the held-out end, and by how far ahead they were made."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from neuroglass.data.spec import Spec
from neuroglass.data.timeseries import SeriesInputs
from neuroglass.data.timeseries.foretold import series_of
from neuroglass.data.timeseries.measures import Scores, measured, reference
from neuroglass.data.timeseries.series_inputs import NAIVE, STEP
from neuroglass.report.charts import BOTTOM, LEFT, RIGHT, TOP, Curve, axes, lines
from neuroglass.report.judged import Judged, judge
from neuroglass.report.scales import padded, scale
from neuroglass.report.story import Story
from neuroglass.report.svg import area, line, picture, text
from neuroglass.report.words import number, share

MOST_SERIES = 4  # of several, that are drawn
MOST_STEPS = 400  # that are drawn of one: the last ones
MARKS = 6  # times that are named
SIZE = (760.0, 300.0)

Values = NDArray[np.float64]


@dataclasses.dataclass(frozen=True)
class Forecasts:
    """The section.

    Args:
        scores: as they are told beside the chart.
        drawn: title and chart of each series: what came, and what was foreseen of it.
        by_step: the errors by how far ahead.
    """

    scores: tuple[tuple[str, str, str], ...]
    drawn: tuple[tuple[str, Markup], ...]
    by_step: Markup


def scored(judged: Judged, spec: Spec) -> Scores:
    """The forecasts of a part, measured beside naive ones."""
    beside = {name: array.astype(np.float64) for name, array in judged.part.beside.items()}
    levels = None if judged.levels is None else judged.levels.astype(np.float64)
    return measured(judged.truth.astype(np.float64), judged.answers, levels, spec.target.quantiles, beside)


def summary(story: Story) -> Scores | None:
    """The forecasts of the part by which a network is judged; None where there are none."""
    judged = judge(story)
    return scored(judged, story.data.spec) if judged.part.beside and judged.finite else None


def facts(scores: Scores) -> dict[str, Any]:
    """The scores as JSON data."""
    return dataclasses.asdict(scores)


def forecasts(judged: Judged, spec: Spec) -> Forecasts | None:
    """The section, for a network that learnt from series."""
    source = spec.source
    if not isinstance(source, SeriesInputs) or not judged.part.beside or not judged.finite:
        return None
    scores = scored(judged, spec)
    return Forecasts(told(scores), _drawn(judged, source), _by_step(scores, source))


def told(scores: Scores) -> tuple[tuple[str, str, str], ...]:
    """Name, value and meaning of each score."""
    naive = "; ".join(f"{name} {number(value, 4)}" for name, value in scores.naive.items())
    of = f"the {reference(scores.naive)} forecast's"
    rows = [
        ("MASE", number(scores.mase, 3), f"mean error as a part of {of}; 1 is no better"),
        ("Mean error", number(scores.mae, 4), naive),
        ("sMAPE", share(scores.smape), "mean error as a part of the size of forecast and truth"),
    ]
    if scores.coverage is not None:
        promise = f"of what came lies in the interval that promises {scores.promised:.0%}"
        rows += [("Within", share(scores.coverage), promise)]
    return tuple(rows)


def _drawn(judged: Judged, source: SeriesInputs) -> tuple[tuple[str, Markup], ...]:
    """Of each series, forecasts that follow one another without a gap over the end of the part."""
    whose = np.array(series_of(judged.part.names, judged.part.beside[STEP], source))
    charts = []
    for name in dict.fromkeys(whose.tolist()):
        rows = _one_after_another(np.flatnonzero(whose == name), judged.part.beside[STEP], source.horizon)
        for place, target in enumerate(source.targets):
            title = f"{name}: {target}" if name else target
            charts.append((title, _chart(judged, source, rows, place, title)))
    return tuple(charts[:MOST_SERIES])


def _one_after_another(rows: NDArray[np.int64], steps: NDArray[np.generic], horizon: int) -> NDArray[np.int64]:
    """The last window of some, the one that ends where it begins, and so on backwards; in the order of time."""
    first = {int(steps[row, 0]): int(row) for row in rows}
    at = max(first)
    chosen = [first[at]]
    while at - horizon in first and len(chosen) * horizon < MOST_STEPS:
        at -= horizon
        chosen.append(first[at])
    return np.array(chosen[::-1])


def _chart(judged: Judged, source: SeriesInputs, rows: NDArray[np.int64], place: int, title: str) -> Markup:
    beside, name = judged.part.beside, reference(judged.part.beside)
    steps = beside[STEP][rows].astype(np.int64).ravel()
    truth, answers, naive = (
        array[rows, :, place].astype(np.float64).ravel() for array in (judged.truth, judged.answers, beside[name])
    )
    levels = answers[:, None] if judged.levels is None else judged.levels[rows, :, place].reshape(len(steps), -1)
    width, height = SIZE
    x = scale(steps, LEFT, width - RIGHT - 110)
    y = padded(scale(np.concatenate([truth, answers, naive, levels.ravel()]), height - BOTTOM, TOP))
    curves = [(naive, "grey"), (answers, "blue"), (truth, "truth")]
    drawn = [line(x(steps), y(curve), kind) for curve, kind in curves]
    band = area(x(steps), y(levels[:, 0]), y(levels[:, -1]), "band blue")
    words = f"{len(steps)} steps, foreseen {source.horizon} at a time"
    under = [axes(x, y, ("", title), _times(source, steps)), band]
    return picture(title, words, width, height, *under, *drawn, *_legend(width - 106, name))


def _times(source: SeriesInputs, steps: NDArray[np.int64]) -> list[tuple[float, str]]:
    """Some steps, and their times."""
    marked = steps[np.unique(np.linspace(0, len(steps) - 1, MARKS).astype(int))]
    return list(zip(marked.astype(float).tolist(), source.clock.times(marked), strict=True))


def _legend(left: float, naive: str) -> list[Markup]:
    rows = (("what came", "truth"), ("foreseen", "blue"), (naive, "grey"))
    return [text(name, left, TOP + 14 + 17 * at, f"name {kind}") for at, (name, kind) in enumerate(rows)]


def _by_step(scores: Scores, source: SeriesInputs) -> Markup:
    ahead = np.arange(1, source.horizon + 1)
    kinds = {"network": "blue", NAIVE: "orange"}
    curves = [Curve(name, ahead, error, kinds.get(name, "grey")) for name, error in scores.by_step.items()]
    label = f"steps of {source.clock.step} ahead"
    return lines("Mean error by how far ahead", (label, "mean error"), curves, size=(760, 240), through=0.0)
