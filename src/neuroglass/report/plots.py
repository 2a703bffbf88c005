"""The curves of a training as a matplotlib figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neuroglass.report.course import OTHERS, measures
from neuroglass.report.glance import named
from neuroglass.report.scales import is_steep
from neuroglass.report.story import Story

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def curves(story: Story) -> Figure:
    """Cost and metrics of both parts over the epochs, the kept epoch marked, and the learning rate."""
    from matplotlib.figure import Figure

    measured = [*measures(story), "learning_rate"]
    figure = Figure(figsize=(4.4 * len(measured), 3.4), layout="constrained")
    for axes, name in zip(figure.subplots(1, len(measured), squeeze=False)[0], measured, strict=True):
        _draw(axes, story, name)
    return figure


def _draw(axes: Axes, story: Story, name: str) -> None:
    history = story.history
    epochs = np.arange(1, len(history) + 1)
    other = story.program.measured
    marker = "o" if len(history) == 1 else ""
    axes.plot(epochs, history[name], color="#2463ad", label="training", marker=marker)
    if other and name != "learning_rate":
        axes.plot(epochs, history[f"{other}_{name}"], color="#c05a14", label=OTHERS[other], marker=marker)
    if is_steep(history[name]):
        axes.set_yscale("log")
    if story.kept_epoch:
        axes.axvline(story.kept_epoch, color="0.4", linewidth=0.8, linestyle=":", label=f"kept: {story.kept_epoch}")
    axes.set(title=named(name), xlabel="epoch")
    axes.spines[["top", "right"]].set_visible(False)
    if name != "learning_rate":
        axes.legend(frameon=False)
