"""Memory drawn: how much each step still counts at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neuroglass.glass.figures.style import BLUE, GREY, ORANGE, figure, plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from neuroglass.glass.memory import Memory

COLOURS = {"input": GREY, "hidden": BLUE, "cell": ORANGE}
MOST_NAMES = 40


def drawn(memory: Memory) -> Figure:
    """See ``Memory.plot``."""
    whole = figure(8.4, 4.0)
    axes = whole.subplots()
    for by, norms in memory.norms.items():
        fading = memory.fading(by)
        half = f", halves every {fading.half_life:.3g} steps" if 0 < fading.half_life < np.inf else ""
        there = norms > 0
        places = np.arange(len(norms))
        axes.plot(
            places[there], norms[there], "o-", color=COLOURS[by], ms=3.5, label=f"by {by}: {fading.verdict}{half}"
        )
        axes.plot(places, fading.start * fading.factor**memory.back, ":", color=COLOURS[by], linewidth=1)
    axes.set_yscale("log")
    _steps(axes, memory)
    what = "the end" if memory.of == "end" else "what was differentiated"
    way = f" ({memory.way})" if memory.way == "backward" else ""
    axes.set(title=f"{memory.node}{way}: the derivative of {what} by each step", ylabel="norm, logarithmic")
    axes.title.set_fontsize(11)
    axes.legend(frameon=False, loc="best")
    plain(axes)
    return whole


def _steps(axes: Axes, memory: Memory) -> None:
    """Each step by its name where there is room; else some."""
    every = -(-len(memory.names) // MOST_NAMES)
    places = np.arange(len(memory.names))[::-1][::every]
    names = [memory.names[place] for place in places]
    is_short = max(map(len, names)) <= 3
    axes.set_xticks(places, [repr(name)[1:-1] for name in names], rotation=0 if is_short else 90, fontsize=8)
    axes.set_xlabel("step, in the order of the walk")
