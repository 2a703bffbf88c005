"""A Jacobian drawn: the matrix as a map, and its singular values beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neuroglass.glass.figures.style import BLUE, diverging, figure, plain, reach

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from neuroglass.glass.jacobian import Jacobian

MOST_NAMES = 24  # along an axis
MOST_CELLS = 1200  # along an axis that are drawn; of more, means of neighbours


def drawn(jacobian: Jacobian) -> Figure:
    """See ``Jacobian.plot``."""
    whole = figure(10.5, 4.4)
    left, right = whole.subplots(1, 2, width_ratios=(3, 2))
    _map(whole, left, jacobian)
    _values(right, jacobian)
    whole.suptitle(f"The derivative of {jacobian.of} by {jacobian.by}", fontsize=12)
    return whole


def _map(whole: Figure, axes: Axes, jacobian: Jacobian) -> None:
    matrix = jacobian.matrix
    limit = reach(matrix)
    picture = axes.imshow(
        _coarse(matrix),
        diverging(),
        aspect="auto",
        interpolation="nearest",
        vmin=-limit,
        vmax=limit,
        extent=_edges(matrix),
    )
    whole.colorbar(picture, ax=axes, shrink=0.9, label="derivative").outline.set_visible(False)
    axes.set(xlabel=f"by {jacobian.by} ({matrix.shape[1]:,})", ylabel=f"of {jacobian.of} ({matrix.shape[0]:,})")
    of_names, by_names = jacobian.of_names, jacobian.by_names
    if len(by_names) == matrix.shape[1] <= MOST_NAMES:
        axes.set_xticks(range(len(by_names)), by_names, rotation=90 if _are_long(by_names) else 0)
    if len(of_names) == matrix.shape[0] <= MOST_NAMES:
        axes.set_yticks(range(len(of_names)), of_names)
    plain(axes)


def _are_long(names: tuple[str, ...]) -> bool:
    return sum(map(len, names)) > 40


def _edges(matrix: np.ndarray) -> tuple[float, float, float, float]:
    rows, columns = matrix.shape
    return (-0.5, columns - 0.5, rows - 0.5, -0.5)


def _coarse(matrix: np.ndarray) -> np.ndarray:
    """At most so many cells along each axis: neighbours as their mean."""
    for axis in (0, 1):
        every = -(-matrix.shape[axis] // MOST_CELLS)
        starts = np.arange(0, matrix.shape[axis], every)
        counts = np.diff([*starts, matrix.shape[axis]])
        matrix = np.add.reduceat(matrix, starts, axis) / (counts[:, None] if axis == 0 else counts)
    return matrix


def _values(axes: Axes, jacobian: Jacobian) -> None:
    values, rank = jacobian.singular_values, jacobian.rank
    places = np.arange(1, len(values) + 1)
    steep = rank > 1 and values[0] > 30 * values[rank - 1]
    marker = "o" if len(values) <= 60 else ""
    axes.plot(places[:rank] if steep else places, values[:rank] if steep else values, color=BLUE, marker=marker, ms=4)
    if steep:
        axes.set_yscale("log")
    else:
        axes.set_ylim(bottom=0)
    axes.locator_params(axis="x", integer=True)
    axes.set(xlabel="number", title=f"Singular values: rank {rank} of {len(values)}")
    axes.title.set_fontsize(10)
    told = f"largest {jacobian.spectral_norm:.4g}\nFrobenius norm {jacobian.frobenius_norm:.4g}"
    axes.text(0.97, 0.95, told, transform=axes.transAxes, ha="right", va="top", color="0.3")
    plain(axes)
