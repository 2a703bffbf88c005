"""What was measured inside the steps of a training: which units were awake, how gradients and weights went."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from neuroglass.glass.measured import Awake, Measured, awake, classes, histograms, of_each, stretches, update_ratios
from neuroglass.glass.probes.health import GLOBAL
from neuroglass.glass.steps import visible
from neuroglass.report.layers import dimensions, members_of
from neuroglass.report.scales import Scale
from neuroglass.report.small_charts import FRAME, small, strip
from neuroglass.report.story import Story
from neuroglass.report.words import counted, number, share

MOST_UNITS, MOST_NODES, MOST_WEIGHTS, MOST_CLASSES = 40, 16, 16, 16  # that are drawn
WIDE, NARROW = 160, 80  # stretches of steps in a map
CLASS = 8  # thickness of its strip
AT_THE_END = 0.1  # of the steps, for what is told of the end
RULE = 1e-3  # of the weight, of which an update is often said to be about right
DEEPEST = 1e9  # times less than the largest is drawn as nothing
WHOLE = "all weights"
MEASURES, LEVELS = ("gradient", "update by weight", "distance from the start"), (None, RULE, None)

Array = NDArray[Any]


@dataclasses.dataclass(frozen=True)
class Row:
    """A node, weight or class: its name, a few words, its charts."""

    name: str
    told: str
    charts: tuple[Markup | None, ...]


@dataclasses.dataclass(frozen=True)
class Health:
    """The section. ``price`` is the share of the training's time that readings took, in words, and ``until`` says
    where those of units ended, if that was before the end.
    """

    steps: int
    readings: int
    price: str
    until: str
    nodes: tuple[Row, ...]
    weights: tuple[Row, ...]
    classes: tuple[Row, ...]
    sizes: tuple[Row, ...]


def health(story: Story) -> Health | None:
    """The section; None where nothing, or next to nothing, was measured."""
    found = story.readings
    if not {"health", "units"} <= found.keys() or min(len(found["health"]), len(found["units"])) < 2:
        return None
    measured, units, end = found["health"], found["units"], len(story.history.costs)
    return Health(
        end,
        len(measured),
        "" if story.watching_price is None else f"; that took {share(story.watching_price)} of the training's time",
        _until(units.steps, end),
        _nodes(units, measured, end, members_of(story.model.network)),
        _weights(story, measured, end),
        _classes(units, end, story.data.spec.classes),
        _sizes(found["histograms"], end) if len(found.get("histograms", ())) > 1 else (),
    )


def _course(steps: Array, values: Array, count: int, end: int) -> tuple[Array, Array]:
    """The middles of stretches and the median in each that has readings; where there are few readings, these."""
    if len(steps) <= count:
        return steps + 1, values
    parts = np.split(np.arange(len(steps)), np.searchsorted(steps, np.linspace(0, end, count + 1)[1:-1]))
    known = [part for part in parts if len(part)]
    return np.array([steps[part].mean() + 1 for part in known]), np.array([np.median(values[part]) for part in known])


def _until(steps: Array, end: int) -> str:
    if steps[-1] >= end - end / min(WIDE, end):
        return ""
    return f" Units and classes were last looked at in step {steps[-1] + 1:,}; behind it their strips are blank."


def _nodes(units: Measured, measured: Measured, end: int, members: Mapping[str, int]) -> tuple[Row, ...]:
    flat = of_each(measured, "saturated")
    y = Scale(0.0, 1.0, FRAME.floor, FRAME.top)
    return tuple(
        Row(
            node,
            _told(of, members[node]),
            (
                _map(node, of, units.steps, end),
                small(f"{node}, flat", _course(measured.steps, flat[node], NARROW, end), end, y, share),
            ),
        )
        for node, of in _spread(awake(units), MOST_NODES).items()
    )


def _told(of: Awake, members: int) -> str:
    asleep = int(of.asleep_at_end.sum())
    all_of_them = f" in all {members:,} members" if members > 1 else ""
    told = f"{asleep:,} asleep" if asleep else "none asleep"
    return f"{counted(len(of.units), 'unit')}, {told}{all_of_them} at the end"


def _map(node: str, of: Awake, steps: Array, end: int) -> Markup:
    """A row for each unit, where there are many for some of them in the order of how much they are awake."""
    shares = stretches(steps, of.shares, min(WIDE, end), end).T
    if len(shares) > MOST_UNITS:
        shares = shares[np.argsort(-of.shares[-max(1, len(of.shares) // 10) :].mean(axis=0), kind="stable")]
        shares = shares[np.linspace(0, len(shares) - 1, MOST_UNITS).round().astype(int)]
    return strip(np.where(shares == 0, 0.6, -shares), f"{node}: how much of the time each unit is awake")


def _weights(story: Story, measured: Measured, end: int) -> tuple[Row, ...]:
    """The whole gradient, then weights with two dimensions or more; all of a column on one scale."""
    network = story.model.network.weights
    shapes = {f"{node}/{name}": weight.shape for node, owned in network.items() for name, weight in owned.items()}
    found = of_each(measured, "gradient"), update_ratios(measured), of_each(measured, "distance")
    shown = _spread({name: dimensions(shapes[name]) for name in found[0] if len(shapes[name]) > 1}, MOST_WEIGHTS)
    columns = [{name: _course(measured.steps, of[name], NARROW, end) for name in shown} for of in found]
    columns[0] |= {WHOLE: _course(measured.steps, measured.values[:, measured.columns.index(GLOBAL)], NARROW, end)}
    charts = [_column(*column, end) for column in zip(MEASURES, columns, LEVELS, strict=True)]
    return tuple(
        Row(name, told, tuple(chart.get(name) for chart in charts)) for name, told in {WHOLE: "", **shown}.items()
    )


def _column(what: str, courses: Mapping[str, tuple[Array, Array]], level: float | None, end: int) -> dict[str, Markup]:
    y = _logarithmic([values for _, values in courses.values()], level)
    return {name: small(f"{name}: {what}", course, end, y, _rounded, level) for name, course in courses.items()}


def _rounded(value: float) -> str:
    return number(value, 2)


def _logarithmic(courses: list[Array], level: float | None) -> Scale:
    known = np.concatenate([*courses, [] if level is None else [level]]).astype(np.float64)
    known = known[np.isfinite(known) & (known > 0)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.1, 1.0)
    return Scale(max(low, high / DEEPEST) / 1.3, high * 1.3, FRAME.floor, FRAME.top, logarithmic=True)


def _classes(units: Measured, end: int, names: tuple[str, ...] | None) -> tuple[Row, ...]:
    """Those whose answers differ most from what was asked for at the end, in their own order."""
    counts = classes(units)
    if counts is None or not names:
        return ()
    asked, answered = (stretches(units.steps, part, min(NARROW, end), end, np.sum) for part in counts)
    late = -max(1, round(len(counts[0]) * AT_THE_END))
    last_asked, last_answered = (part[late:].sum(axis=0) / max(part[late:].sum(), 1) for part in counts)
    shown = np.sort(np.argsort(-np.abs(last_answered - last_asked), kind="stable")[:MOST_CLASSES])
    more = (answered - asked) / np.maximum(answered + asked, 1)
    return tuple(_class(names[at], more[:, at], float(last_asked[at]), float(last_answered[at])) for at in shown)


def _class(name: str, more: Array, asked: float, answered: float) -> Row:
    drawn = strip(more[None], f"{name}: answered more or less often than asked", thick=CLASS)
    return Row(visible(name), "", (drawn, Markup(share(asked)), Markup(share(answered))))


def _sizes(measured: Measured, end: int) -> tuple[Row, ...]:
    """Of "full" watching: how large the numbers of each node and weight are, and those of its gradient."""
    drawn = {
        name: strip(-(stretches(measured.steps, shares, min(NARROW, end), end).T[::-1] ** 0.5), f"{name}: sizes")
        for name, shares in histograms(measured).items()
    }
    own = {name: chart for name, chart in drawn.items() if not name.endswith("/gradient")}
    return tuple(
        Row(name, "", (chart, drawn.get(f"{name}/gradient"))) for name, chart in _spread(own, 2 * MOST_NODES).items()
    )


def _spread(named: Mapping[str, Any], most: int) -> dict[str, Any]:
    """Some of many, spread over all of them."""
    names = list(named)
    places = np.linspace(0, len(names) - 1, min(most, len(names))).round().astype(int)
    return {names[place]: named[names[place]] for place in places}
