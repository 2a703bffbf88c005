"""The loss around a network's weights, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from neuroglass.glass.figures.style import BLUE, GREY, ORANGE, figure, plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from neuroglass.glass.along_gradient import AlongGradient
    from neuroglass.glass.landscape import Landscape

LEVELS = 24
STEEP = 30  # times the lowest, from which on levels are powers


def landscape(found: Landscape) -> Figure:
    """See ``Landscape.plot``."""
    from matplotlib.colors import LinearSegmentedColormap

    whole = figure(7.0, 5.6)
    axes = whole.subplots()
    known = np.ma.masked_invalid(found.losses)
    levels, norm = _levels(known)
    colours = LinearSegmentedColormap.from_list("loss", ["#12305c", BLUE, "#8fb2dc", "#f4f6fa"])
    filled = axes.contourf(found.x, found.y, known, levels, cmap=colours, norm=norm, extend="max")
    axes.contour(found.x, found.y, known, levels, colors="white", linewidths=0.4, alpha=0.7, norm=norm)
    bar = whole.colorbar(filled, ax=axes, label="loss", format="%.3g")
    bar.outline.set_visible(False)
    if found.path is not None:
        axes.plot(*found.path.T, color=ORANGE, marker="o", markersize=3.5, linewidth=1.5, label="the path of training")
        axes.plot(*found.path[0], color=ORANGE, marker="s", markersize=7, label="where it began")
    axes.plot(0, 0, color=ORANGE, marker="*", markersize=14, markeredgecolor="white", linestyle="", label="the model")
    axes.legend(frameon=True, framealpha=0.85, edgecolor="none", fontsize=8)
    _name(axes, found)
    return whole


def _levels(losses: Any) -> tuple[np.ndarray[Any, Any], Any]:
    """Evenly spread between the lowest and the highest loss, or by powers where that is far."""
    from matplotlib.colors import LogNorm, Normalize

    low, high = float(losses.min()), float(losses.max())
    if low > 0 and high > STEEP * low:
        return np.geomspace(low, high, LEVELS), LogNorm(low, high)
    high = high if high > low else low + 1e-9 + abs(low) * 1e-6
    return np.linspace(low, high, LEVELS), Normalize(low, high)


def _name(axes: Axes, found: Landscape) -> None:
    if found.explained is None:
        labels = [f"{which} random direction" for which in ("first", "second")]
        axes.set_aspect("equal")
    else:
        shares = 100 * found.explained
        names = ("first", "second")
        labels = [f"{which} direction of the path: {share:.1f} %" for which, share in zip(names, shares, strict=True)]
    axes.set(xlabel=labels[0], ylabel=labels[1], title=f"The loss around the weights: {found.loss:.4g} at the model")
    axes.spines[:].set_visible(False)


def along_gradient(found: AlongGradient) -> Figure:
    """See ``AlongGradient.plot``."""
    whole = figure(7.0, 3.8)
    axes = whole.subplots()
    axes.plot(found.steps, found.costs, color=BLUE, marker="o", markersize=3)
    line = found.costs[0] - found.slope * found.steps
    axes.plot(
        found.steps, line, color=GREY, linewidth=0.9, linestyle="--", label="a straight line, as the gradient says"
    )
    lowest, highest = float(np.nanmin(found.costs)), float(np.nanmax(found.costs))
    room = 0.06 * (highest - lowest or 1)
    axes.set_ylim(lowest - room, highest + room)
    axes.plot(
        found.steps[found.best],
        found.costs[found.best],
        color=BLUE,
        marker="*",
        markersize=13,
        linestyle="",
        label="lowest",
    )
    if found.learning_rate is not None and found.cost_there is not None:
        axes.axvline(found.learning_rate, color=ORANGE, linewidth=0.9, linestyle=":")
        label = f"learning rate {found.learning_rate:.3g}"
        axes.plot(found.learning_rate, found.cost_there, color=ORANGE, marker="o", linestyle="", label=label)
    axes.set(
        title="The cost along the negative gradient", xlabel="t, of the step weights - t · gradient", ylabel="cost"
    )
    axes.legend(frameon=False, fontsize=8)
    plain(axes)
    return whole
