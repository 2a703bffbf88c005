"""Units on their way through a training, drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from neuroglass.glass.figures.style import ORANGE, figure
from neuroglass.glass.measured import Awake, stretches

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.image import AxesImage

ACROSS = 400  # stretches of steps
MOST_NODES = 12
ROW, LEAST, MOST = 0.03, 0.5, 2.4  # inches of a unit, and of a map


def health_map(steps: NDArray[np.int64], nodes: Mapping[str, Awake]) -> Figure:
    """A row for each unit, the steps from left to right: how large a share of samples it is awake at."""
    shown = dict(list(nodes.items())[:MOST_NODES])
    heights = [float(np.clip(ROW * len(of.units), LEAST, MOST)) for of in shown.values()]
    whole = figure(8.4, sum(heights) + 0.3 * len(heights) + 0.9)
    places = whole.subplots(len(shown), 1, sharex=True, squeeze=False, height_ratios=heights)[:, 0]
    for axes, (node, of) in zip(places, shown.items(), strict=True):
        drawn = _map(axes, node, steps, of)
    places[-1].set_xlabel("step")
    bar = whole.colorbar(drawn, ax=list(places), pad=0.01, aspect=30, label="share of samples; orange: none")
    bar.outline.set_visible(False)
    whole.suptitle("How much of the time each unit is awake", fontsize=11)
    return whole


def _map(axes: Axes, node: str, steps: NDArray[np.int64], of: Awake) -> AxesImage:
    from matplotlib.colors import LinearSegmentedColormap

    end = int(steps[-1]) + 1
    shares = stretches(steps, of.shares, min(ACROSS, end), end).T
    colours = LinearSegmentedColormap.from_list("awake", ["#dbe6f3", "#12457f"]).with_extremes(under=ORANGE)
    drawn = axes.imshow(
        shares,
        cmap=colours,
        vmin=1e-9,
        vmax=1,
        aspect="auto",
        interpolation="nearest",
        extent=(0.5, end + 0.5, len(shares) - 0.5, -0.5),
    )
    axes.set_title(node, loc="left", fontsize=9)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=2, labelsize=8)
    axes.set_ylabel("unit", fontsize=8)
    places = np.linspace(0, len(of.units) - 1, min(3, len(of.units))).round().astype(int)
    axes.set_yticks(places, [str(of.units[place]) for place in places])
    return drawn
