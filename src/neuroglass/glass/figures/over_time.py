"""Gates and states of a recurrent node over time, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from neuroglass.glass.figures.style import diverging, figure, reach

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from neuroglass.glass.over_time import OverTime

MOST_STEPS, MOST_NAMES = 400, 80  # that are drawn, and that are named
ROW = 0.075  # inches of a unit


def over_time(found: OverTime) -> Figure:
    """See ``OverTime.plot``."""
    steps = min(len(found.steps), MOST_STEPS)
    units = max(state.shape[1] for state in found.inside.values())
    width, height = float(np.clip(0.13 * steps + 1.6, 6, 14)), float(np.clip(ROW * units, 0.9, 2.4))
    whole = figure(width, height * len(found.inside) + 1.0)
    places = whole.subplots(len(found.inside), 1, sharex=True, squeeze=False)[:, 0]
    for axes, (name, state) in zip(places, found.inside.items(), strict=True):
        _map(whole, axes, name, state[:steps])
    _name_steps(places[-1], found.steps[:steps])
    more = f", the first {steps:,}" if steps < len(found.steps) else ""
    whole.suptitle(f"{found.node}: {units} units over {len(found.steps):,} steps{more}", fontsize=11)
    return whole


def _map(whole: Figure, axes: Axes, name: str, state: np.ndarray[Any, Any]) -> None:
    """Gates from 0 to 1, states as far below 0 as above."""
    from matplotlib.ticker import MaxNLocator

    is_gate = state.min() >= 0 and state.max() <= 1
    limit = 1.0 if is_gate else reach(state)
    drawn = axes.imshow(
        state.T, cmap=diverging(), vmin=-limit, vmax=limit, aspect="auto", interpolation="nearest", origin="lower"
    )
    axes.set_ylabel(name.replace("_", " "))
    axes.spines[:].set_visible(False)
    axes.tick_params(length=2)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    bar = whole.colorbar(drawn, ax=axes, pad=0.01, aspect=10)
    bar.outline.set_visible(False)
    if is_gate:
        bar.ax.set_ylim(0, 1)


def _name_steps(axes: Axes, names: tuple[str, ...]) -> None:
    """Tokens under each step, turned where they are words; of times and many steps some."""
    every = -(-len(names) // MOST_NAMES) if _are_short(names) else max(1, -(-len(names) // 24))
    places = np.arange(0, len(names), every)
    axes.set_xticks(places, [names[place] for place in places], rotation=0 if _are_short(names) else 90, fontsize=8)
    axes.set_xlabel("step")


def _are_short(names: tuple[str, ...]) -> bool:
    return max(map(len, names), default=0) <= 2
