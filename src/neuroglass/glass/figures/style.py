"""The colours and axes that all figures of the glass share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure

BLUE, ORANGE, GREY = "#2463ad", "#c05a14", "0.4"  # blue is what speaks for, or is positive; orange is against


def figure(width: float, height: float) -> Figure:
    """An empty one, in inches; nothing of pyplot is touched."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained")


def diverging() -> Colormap:
    """From orange over white, which is 0, to blue."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("diverging", [ORANGE, "#ecb48c", "white", "#8fb2dc", BLUE])


def reach(values: NDArray[Any]) -> float:
    """The limit of a map that is as wide above 0 as below."""
    known = np.abs(values[np.isfinite(values)])
    return float(known.max(initial=0)) or 1.0


def plain(axes: Axes) -> None:
    """Without the upper and the right edge."""
    axes.spines[["top", "right"]].set_visible(False)


def bare(axes: Axes) -> None:
    """Without edges and ticks, for pictures and maps."""
    axes.spines[:].set_visible(False)
    axes.set(xticks=[], yticks=[])
