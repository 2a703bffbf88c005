"""A forecast as a picture: what was looked back on, what is foreseen, and between which values it should lie."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from neuroglass.data.answers import Answer
    from neuroglass.data.inputs import Encoded
    from neuroglass.data.timeseries import SeriesInputs

MOST = 12  # series that are drawn
MARKS = 6  # times that are named
Values = NDArray[np.float64]


def drawn(answer: Answer, encoded: Encoded, source: SeriesInputs, format: str) -> bytes:
    """The picture of a forecast: a row for each series, a column for each target.

    Args:
        format: "png" or "svg".
    """
    from matplotlib.figure import Figure

    from neuroglass.data.timeseries.foretold import past, series_of
    from neuroglass.data.timeseries.series_inputs import STEP

    back = past(encoded, source)
    rows, columns = min(len(back), MOST), len(source.targets)
    figure = Figure(figsize=(9 if columns == 1 else 5.5 * columns, 3.2 * rows), layout="constrained")
    places = figure.subplots(rows, columns, squeeze=False)
    whose = series_of(encoded.names, encoded.beside[STEP], source)
    for row in range(rows):
        times = _times(source, encoded, row)
        for place, name in enumerate(source.targets):
            axes: Axes = places[row, place]
            axes.set_title(f"{whose[row]}: {name}" if whose[row] else name, loc="left", fontsize=11)
            _draw(axes, times, back[row, :, place], _ahead(answer, row, place), answer.quantiles)
    handles, labels = places[0, 0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper right", ncols=len(labels), frameon=False, fontsize=9)
    buffer = io.BytesIO()
    figure.savefig(buffer, format=format, dpi=150)
    return buffer.getvalue()


def _times(source: SeriesInputs, encoded: Encoded, row: int) -> list[str]:
    from neuroglass.data.timeseries.series_inputs import STEP

    first = int(encoded.beside[STEP][row, 0])
    return source.clock.times(np.arange(first - source.window, first + source.horizon))


def _ahead(answer: Answer, row: int, place: int) -> Values:
    """(horizon, quantiles) of one series and target; without quantiles the forecast alone."""
    if answer.levels is not None:
        return answer.levels[row, :, place].astype(np.float64)
    values = np.asarray(answer.values)[row]
    return values.reshape(len(values), -1)[:, place : place + 1].astype(np.float64)


def _draw(axes: Axes, times: Sequence[str], back: Values, ahead: Values, quantiles: Sequence[float]) -> None:
    at = np.arange(len(times))
    now = len(back)
    axes.plot(at[:now], back, color="0.25", label="looked back on")
    last = np.full((1, ahead.shape[1]), back[-1])
    onward = np.concatenate([last, ahead])
    axes.plot(at[now - 1 :], onward[:, ahead.shape[1] // 2], color="#2463ad", label="foreseen")
    if len(quantiles) > 1:
        share = f"{quantiles[-1] - quantiles[0]:.0%} should lie here"
        axes.fill_between(at[now - 1 :], onward[:, 0], onward[:, -1], color="#2463ad", alpha=0.18, lw=0, label=share)
    axes.axvline(now - 0.5, color="0.6", linewidth=0.8, linestyle=":")
    marked = np.unique(np.linspace(0, len(times) - 1, MARKS).astype(int))
    axes.set_xticks(marked, [times[place] for place in marked])
    axes.spines[["top", "right"]].set_visible(False)
    axes.margins(x=0.01)
