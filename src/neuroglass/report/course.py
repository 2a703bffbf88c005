"""The course of a training as charts: risk, metrics, learning rate, the cost of each step."""

from __future__ import annotations

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from neuroglass.report.charts import BOTTOM, LEFT, RIGHT, TOP, Curve, axes, lines
from neuroglass.report.glance import named
from neuroglass.report.scales import is_steep, scale
from neuroglass.report.story import Story
from neuroglass.report.svg import area, line, picture
from neuroglass.report.words import capital, number

STRETCHES = 120  # the most a line of steps is divided into; each shows its mean, lowest and highest cost
SMALL = (370.0, 240.0)

OTHERS = {"val": "validation", "test": "test"}  # the part that is measured beside the training part

Titled = tuple[str, Markup]


def course(story: Story) -> tuple[list[Titled], list[Titled]]:
    """The charts with their titles, the wide ones and the narrow ones."""
    history = story.history
    narrow = [("Cost of each step", _steps(story))] if len(history.costs) else []
    if not len(history):
        return [], narrow
    wide = [(_title(story, name), _pair(story, name)) for name in measures(story)]
    epochs = np.arange(1, len(history) + 1)
    rate = Curve("learning rate", epochs, history["learning_rate"], "blue")
    return wide, [
        *narrow,
        ("Learning rate", lines("Learning rate", ("epoch", "learning rate"), [rate], size=SMALL, through=0.0)),
    ]


def measures(story: Story) -> list[str]:
    """What was measured each epoch: the loss and the metrics."""
    return ["loss", *(metric.name for metric in story.program.metrics)]


def _title(story: Story, name: str) -> str:
    if name != "loss":
        return capital(named(name))
    return f"Training and {OTHERS[story.program.measured]} risk" if story.program.measured else "Training risk"


def _pair(story: Story, name: str) -> Markup:
    """One measure on both parts, over the epochs."""
    history = story.history
    epochs = np.arange(1, len(history) + 1)
    curves = [Curve("training", epochs, history[name], "blue")]
    if other := story.program.measured:
        curves.append(Curve(OTHERS[other], epochs, history[f"{other}_{name}"], "orange"))
    mark = (story.kept_epoch, f"kept: epoch {story.kept_epoch}") if story.kept_epoch and len(epochs) > 1 else None
    if name in story.baseline:
        curves.append(Curve("baseline", epochs, np.full(len(epochs), story.baseline[name]), "level"))
    across = "risk (mean loss)" if name == "loss" else named(name)
    return lines(_title(story, name), ("epoch", across), curves, mark=mark)


def _steps(story: Story) -> Markup:
    """The cost of each step; where there are many, their mean in a band from the lowest to the highest."""
    costs = story.history.costs.astype(np.float64)
    costs = np.where(np.isfinite(costs), costs, np.nan)
    stretches = np.array_split(costs, min(STRETCHES, len(costs)))
    low, mean, high = (np.array([_of_known(f, part) for part in stretches]) for f in (np.min, np.mean, np.max))
    ends = np.cumsum([len(part) for part in stretches]).astype(np.float64)
    width, height = SMALL
    steep = is_steep(costs)
    x = scale(np.append(ends, 0), LEFT, width - RIGHT)
    y = scale(costs, height - BOTTOM, TOP, logarithmic=steep)
    label = "cost, logarithmic" if steep else "cost"
    told = f"{len(costs):,} steps, from {number(float(mean[0]))} to {number(float(mean[-1]))}"
    band, middle = area(x(ends), y(low), y(high), "band blue"), line(x(ends), y(mean), "blue")
    return picture("Cost of each step", told, width, height, axes(x, y, ("step", label), across=4), band, middle)


def _of_known(f: object, part: NDArray[np.float64]) -> float:
    known = part[np.isfinite(part)]
    return float(f(known)) if len(known) else np.nan  # type: ignore[operator]
