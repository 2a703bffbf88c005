"""Filters and feature maps, drawn."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from neuroglass.glass.figures.style import bare, diverging, figure, reach
from neuroglass.glass.filters import scaled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from neuroglass.glass.filters import Filters
    from neuroglass.glass.maps import Maps

MOST_FILTERS, MOST_MAPS = 64, 35
ACROSS = 8
MOST_CHANNELS = 8  # of a filter that does not read colours
SIDE = 1.0  # inches of one picture
FLAT = 6  # wider than so many times their height, maps are drawn as stripes


def filters(found: Filters) -> Figure:
    """See ``Filters.plot``."""
    values = found.values
    count, height, width, channels = values.shape
    if channels in (1, 3):
        shown = scaled(values[:MOST_FILTERS])
        tiles = 0.5 + 0.5 * shown if channels == 3 else shown[..., 0]
        whole, axes = _sheet(len(tiles), min(ACROSS, len(tiles)), height / width)
        for place, tile in zip(axes, tiles, strict=False):
            _picture(place, tile, 1.0)
        for number, place in enumerate(axes[: len(tiles)]):
            place.set_title(str(number), fontsize=7, pad=2)
    else:
        whole = _by_channel(scaled(values[:ACROSS]), height / width)
    most = MOST_FILTERS if channels in (1, 3) else ACROSS
    more = f", the first {most}" if count > most else ""
    whole.suptitle(f"{found.node}: {count} filters of {height} × {width} × {channels}{more}", fontsize=11)
    return whole


def _by_channel(values: np.ndarray[Any, Any], form: float) -> Figure:
    """A row for each filter, a column for each channel that it reads."""
    channels = min(values.shape[-1], MOST_CHANNELS)
    whole, axes = _sheet(len(values) * channels, channels, form)
    for number, place in enumerate(axes):
        row, column = divmod(number, channels)
        _picture(place, values[row, :, :, column], 1.0)
        if row == 0:
            place.set_title(f"reads {column}", fontsize=7, pad=2)
        if column == 0:
            place.set_ylabel(str(row), fontsize=7)
    return whole


def maps(found: Maps) -> Figure:
    """See ``Maps.plot``."""
    height, width, count = found.values.shape
    title = f"{found.node}: {count} channels of {height} × {width}"
    if width > FLAT * height:
        return _stripes(found, title)
    chosen = found.liveliest(MOST_MAPS - (found.picture is not None))
    tiles = len(chosen) + (found.picture is not None)
    whole, axes = _sheet(tiles, min(9 if tiles > 24 else 6, tiles), height / width)
    limit = reach(found.values[..., chosen])
    if found.picture is not None:
        first, *axes = axes
        first.imshow(found.picture, cmap="gray", interpolation="nearest")
        first.set_title("the sample", fontsize=7, pad=2)
    for place, channel in zip(axes, chosen, strict=False):
        drawn = _picture(place, found.values[..., channel], limit)
        place.set_title(str(channel), fontsize=7, pad=2)
    whole.colorbar(drawn, ax=whole.axes, shrink=0.6, aspect=30).outline.set_visible(False)
    whole.suptitle(title + ("" if len(chosen) == count else f", the {len(chosen)} liveliest"), fontsize=11)
    return whole


def _stripes(found: Maps, title: str) -> Figure:
    """Maps of one dimension: a row for each channel, over the steps."""
    values = found.values.reshape(-1, found.values.shape[-1]).T
    whole = figure(9.0, min(1.4 + 0.12 * len(values), 9.0))
    axes = whole.subplots()
    limit = reach(values)
    drawn = axes.imshow(values, cmap=diverging(), vmin=-limit, vmax=limit, aspect="auto", interpolation="nearest")
    axes.set(xlabel="step", ylabel="channel")
    axes.spines[:].set_visible(False)
    whole.colorbar(drawn, ax=axes, aspect=30).outline.set_visible(False)
    whole.suptitle(title, fontsize=11)
    return whole


def _sheet(tiles: int, across: int, form: float) -> tuple[Figure, list[Axes]]:
    """Empty places, line by line, for pictures of that height over width."""
    down = math.ceil(tiles / across)
    side = max(SIDE, 3.2 / across)
    whole = figure(across * side + 0.8, down * (side * min(form, 2.0) + 0.2) + 0.6)
    axes = list(whole.subplots(down, across, squeeze=False).flat)
    for place in axes:
        bare(place)
    return whole, axes


def _picture(axes: Axes, values: np.ndarray[Any, Any], limit: float) -> Any:
    return axes.imshow(values, cmap=diverging(), vmin=-limit, vmax=limit, interpolation="nearest")
