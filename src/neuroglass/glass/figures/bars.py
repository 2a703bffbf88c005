"""Bars one below the other, with names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from neuroglass.glass.figures.style import BLUE, GREY, ORANGE, figure, plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from neuroglass.glass.attribution.permutation import Importance

MOST_BARS = 20


def bars(names: Sequence[str], values: Sequence[float], title: str, errors: Sequence[float] | None = None) -> Figure:
    """One below the other, the first on top, blue above 0 and orange below."""
    whole = figure(7.6, 1.2 + 0.3 * len(names))
    axes = whole.subplots()
    colours = [BLUE if value > 0 else ORANGE for value in values]
    axes.barh(range(len(names)), values, color=colours, height=0.66, xerr=errors, ecolor=GREY)
    axes.axvline(0, color=GREY, linewidth=0.8)
    axes.set_yticks(range(len(names)), [short(name) for name in names])
    axes.invert_yaxis()
    titled(axes, title)
    plain(axes)
    return whole


def importances(importance: Importance) -> Figure:
    """See ``Importance.plot``."""
    names = importance.top(MOST_BARS)
    title = f"What {importance.metric} loses when a column is shuffled (it is {importance.score:.4g})"
    return bars(names, [importance.mean[name] for name in names], title, [importance.std[name] for name in names])


def titled(axes: Axes, title: str) -> None:
    """A title that begins where the axes begin."""
    axes.set_title(title, fontsize=11, loc="left")


def short(name: str) -> str:
    """A name that fits beside its bar."""
    return name if len(name) <= 32 else f"{name[:31]}…"
