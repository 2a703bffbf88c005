"""Attributions drawn: bars of columns, a map over a picture, coloured tokens and steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.inputs import WRITTEN
from neuroglass.glass.attribution.columns import BEFORE
from neuroglass.glass.figures.bars import MOST_BARS, bars, short, titled
from neuroglass.glass.figures.style import BLUE, GREY, ORANGE, bare, diverging, figure, plain, reach

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from neuroglass.glass.attribution.attribution import Attribution

MOST_TOKENS = 240
LINE = 84  # characters of a line of tokens
TITLES = {"loss": "the loss", "answer": "what speaks for the answer"}


def drawn(attribution: Attribution, sample: int) -> Figure:
    """See ``Attribution.plot``."""
    title = _title(attribution, sample)
    if attribution.columns or not attribution.values:
        shares = attribution.top(MOST_BARS, sample)
        return bars([share.name for share in shares], [share.value for share in shares], title)
    name, values = max(attribution.values.items(), key=lambda entry: entry[1].ndim)
    own = values[sample]
    x = attribution.x.get(name)
    if own.ndim == 3:
        return _over_picture(x[sample] if x is not None else None, own.sum(axis=-1), title)
    if own.ndim == 2 and own.shape[-1] > 1:
        is_heard = x is not None and x.dtype == np.int16
        return _map(own, attribution.names[name][sample], attribution.features[name], title, is_heard=is_heard)
    if x is not None and x.dtype.kind == "i":
        return _tokens(attribution.names[name][sample], own.ravel(), x[sample] != 0, title)
    if attribution.names.get(name) and own.ndim == 2:
        return _steps(attribution.names[name][sample], own.ravel(), title)
    shares = attribution.top(MOST_BARS, sample)
    return bars([share.name for share in shares], [share.value for share in shares], title)


def _title(attribution: Attribution, sample: int) -> str:
    """The method and the number; of an empty map that it is; of what is drawn beside nothing its sum."""
    told = f"{attribution.method.replace('_', ' ')} of {TITLES[attribution.of]}, {attribution.scores[sample]:.4g}"
    if attribution.is_empty(sample):
        return f"{told}\nnothing speaks for it" + (f" at {attribution.node}" if attribution.node else "")
    beside = attribution.values.get(WRITTEN)
    if beside is None or attribution.columns:
        return told
    return f"{told}\n{BEFORE} of each token: {beside[sample].sum():+.3g} all together"


def _over_picture(pixels: NDArray[Any] | None, heat: NDArray[np.float64], title: str) -> Figure:
    """The picture, the map, and the map over the picture in grey."""
    whole = figure(9.6, 3.5)
    panels = list(whole.subplots(1, 3 if pixels is not None else 1, squeeze=False)[0])
    limit, size = reach(heat), heat.shape
    if pixels is not None:
        shown = _as_shown(pixels)
        panels[0].imshow(shown, cmap="gray", interpolation="nearest")
        panels[2].imshow(shown.mean(axis=-1) if shown.ndim == 3 else shown, cmap="gray", interpolation="nearest")
        strength = np.minimum(1, 1.2 * np.abs(heat) / limit)
        panels[2].imshow(heat, diverging(), vmin=-limit, vmax=limit, alpha=0.75 * strength, interpolation="nearest")
        panels[0].set_title("as the network sees it", fontsize=10)
        panels[2].set_title("both", fontsize=10)
    panel = panels[len(panels) // 2]
    picture = panel.imshow(heat, diverging(), vmin=-limit, vmax=limit, interpolation="nearest")
    panel.set_title(f"{size[0]} x {size[1]}, blue for, orange against", fontsize=10)
    if heat.any():
        whole.colorbar(picture, ax=panels, shrink=0.8).outline.set_visible(False)
    else:
        panel.set_title("an empty map", fontsize=10)
        panel.text(0.5, 0.5, "0 everywhere", ha="center", va="center", transform=panel.transAxes, color=GREY)
    for panel in panels:
        bare(panel)
    whole.suptitle(title, fontsize=11)
    return whole


def _as_shown(pixels: NDArray[Any]) -> NDArray[np.float64]:
    """From 0 to 1, with three channels or none."""
    values = pixels.astype(np.float64)
    low, high = (0.0, 255.0) if pixels.dtype == np.uint8 else (float(values.min()), float(values.max()))
    shown = (values - low) / ((high - low) or 1.0)
    return shown if shown.shape[-1] == 3 else shown.mean(axis=-1)


def _map(
    values: NDArray[np.float64], names: Sequence[str], features: Sequence[str], title: str, *, is_heard: bool
) -> Figure:
    """Numbers over time: a row for each feature, the first on top; of a sound the lowest band at the bottom."""
    whole = figure(9.0, 1.6 + min(4.0, 0.34 * values.shape[1]))
    axes = whole.subplots()
    limit = reach(values)
    picture = axes.imshow(values.T, diverging(), vmin=-limit, vmax=limit, aspect="auto", interpolation="nearest")
    whole.colorbar(picture, ax=axes).outline.set_visible(False)
    _name_steps(axes, names)
    if is_heard:
        axes.invert_yaxis()
        axes.set_ylabel("band, from low to high")
    elif len(features) <= MOST_BARS:
        axes.set_yticks(range(len(features)), [short(name) for name in features])
    titled(axes, title)
    plain(axes)
    return whole


def _steps(names: Sequence[str], values: NDArray[np.float64], title: str) -> Figure:
    whole = figure(9.0, 3.2)
    axes = whole.subplots()
    axes.bar(range(len(values)), values, color=[BLUE if value > 0 else ORANGE for value in values], width=0.8)
    axes.axhline(0, color=GREY, linewidth=0.8)
    _name_steps(axes, names)
    titled(axes, title)
    plain(axes)
    return whole


def _name_steps(axes: Axes, names: Sequence[str]) -> None:
    places = np.arange(len(names))[:: -(-len(names) // 24)]
    axes.set_xticks(places, [names[place] for place in places], rotation=90 if max(map(len, names)) > 3 else 0)
    axes.tick_params(axis="x", labelsize=8)


def _tokens(names: Sequence[str], values: NDArray[np.float64], real: NDArray[np.bool_], title: str) -> Figure:
    """The text, each token on its colour."""
    told = [(name, value) for name, value, there in zip(names, values, real, strict=True) if there][:MOST_TOKENS]
    is_words = any(len(name) > 1 for name, _ in told)
    lines = _broken(told, 1 if is_words else 0)
    whole = figure(9.6, 0.9 + 0.36 * len(lines))
    axes = whole.subplots()
    limit, colours = reach(values), diverging()
    for number, line in enumerate(lines):
        across = 0.0
        for name, value in line:
            box = {"facecolor": colours(0.5 + 0.5 * value / limit), "edgecolor": "none", "pad": 2.2}
            dark = abs(value) > 0.62 * limit
            axes.text(
                across, -number, name, family="monospace", fontsize=10, bbox=box, color="white" if dark else "black"
            )
            across += len(name) + (1 if is_words else 0.35)
    axes.set(xlim=(-0.5, LINE + 4), ylim=(-len(lines) + 0.4, 0.9))
    titled(axes, f"{title}: blue for, orange against")
    bare(axes)
    return whole


def _broken(told: Sequence[tuple[str, float]], gap: int) -> list[list[tuple[str, float]]]:
    """Tokens in lines."""
    lines: list[list[tuple[str, float]]] = [[]]
    across = 0.0
    for name, value in told:
        if across + len(name) > LINE and lines[-1]:
            lines.append([])
            across = 0.0
        lines[-1].append((name, value))
        across += len(name) + (gap or 0.35)
    return lines
