"""Samples of a part, drawn: those that a unit answers to most, and all as points of a plane."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np

from neuroglass.data.table_inputs import TableInputs
from neuroglass.data.texts.text_inputs import TextInputs
from neuroglass.glass.figures.style import BLUE, ORANGE, bare, figure, plain
from neuroglass.glass.looks import looked_at, looks, upright
from neuroglass.glass.showing import shown
from neuroglass.glass.steps import step_names

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from neuroglass.glass.projection import Projection
    from neuroglass.glass.top_samples import TopSamples

ACROSS = 5
WRAPPED = 88  # letters of a line
MOST_COLUMNS = 8
# One colour for each class, told apart on white; from the tenth on they come again.
CLASSES = ("#2463ad", "#c05a14", "#2f8f5b", "#9a3fa0", "#b8a11c", "#c03a4b", "#3aa5b5", "#7a6a5a", "#6b78d6", "#4d4d4d")


def top_samples(found: TopSamples) -> Figure:
    """See ``TopSamples.plot``."""
    title = f"{found.node}[{found.unit}] is largest here, of {found.seen:,} samples"
    kind = looked_at(found.spec)
    whole = _lines(found) if kind is None else _thumbnails(found, kind)
    whole.suptitle(title, fontsize=11)
    return whole


def _thumbnails(found: TopSamples, kind: str) -> Figure:
    entry = found.spec.inputs[kind]
    pictures = looks(entry, np.asarray(found.part.x[kind]))
    pictures = pictures if entry.mel is None else upright(pictures[..., None])
    count = len(pictures)
    across = min(ACROSS, count)
    down = math.ceil(count / across)
    whole = figure(across * 1.6, down * 1.9 + 0.5)
    axes = list(whole.subplots(down, across, squeeze=False).flat)
    for place in axes:
        bare(place)
    for row, (place, picture) in enumerate(zip(axes, pictures, strict=False)):
        place.imshow(picture, cmap="gray" if entry.mel is None else "magma", interpolation="nearest", aspect="auto")
        place.set_box_aspect(1)
        place.set_title(f"{_short(found.names[row])}\n{found.values[row]:.3g}", fontsize=8)
        _mark(place, found, row, picture.shape, entry.mel is not None)
    return whole


def _mark(axes: Axes, found: TopSamples, row: int, shape: tuple[int, ...], is_heard: bool) -> None:
    """A ring about where the unit is largest; of a sound, time is the first of the two."""
    if found.at.shape[1] != 2:
        return
    share = (found.at[row] + 0.5) / np.array(found.shape[:2])
    if is_heard:
        share = np.array([1 - share[1], share[0]])
    y, x = share * shape[:2] - 0.5
    axes.plot(x, y, "o", markersize=13, markerfacecolor="none", markeredgecolor=ORANGE, markeredgewidth=1.6)


def _lines(found: TopSamples) -> Figure:
    """A bar for each sample, and beside it what it shows."""
    told = [_told(found, row) for row in range(len(found.values))]
    lines = [text.count("\n") + 1 for text in told]
    whole = figure(10.5, 0.9 + 0.17 * sum(lines) + 0.12 * len(lines))
    axes = whole.subplots(1, 2, width_ratios=(1, 4))
    middles = np.cumsum(lines) + 0.8 * np.arange(len(lines)) - np.array(lines) / 2
    bars, texts = axes
    bars.barh(middles, found.values, color=BLUE, height=0.9)
    bars.set_yticks(middles, [_short(name) for name in found.names], fontsize=8)
    bars.set_xlabel(f"{found.node}[{found.unit}]")
    plain(bars)
    bare(texts)
    for middle, text in zip(middles, told, strict=True):
        texts.text(0, middle, text, va="center", fontsize=8, family="monospace" if _is_text(found) else None)
    for place in axes:
        place.set_ylim(middles[-1] + lines[-1], -0.3)
    return whole


def _told(found: TopSamples, row: int) -> str:
    """A row of a table by its columns; of a text what stands around the place, that marked."""
    at = tuple(found.at[row].tolist())
    what = shown(found.spec, found.part, row, at)
    if isinstance(found.spec.source, TableInputs):
        cells = [
            f"{name} {value + 0.0:g}" if isinstance(value, float) else f"{name} {value}" for name, value in what.items()
        ]
        more = [f"and {len(cells) - MOST_COLUMNS} more"] if len(cells) > MOST_COLUMNS else []
        what = ", ".join([*cells[:MOST_COLUMNS], *more])
    elif not isinstance(what, str):
        what = _numbers(found, row, at)
    return "\n".join(textwrap.wrap(what.replace("\n", "⏎").replace("$", r"\$"), WRAPPED)) or " "


def _numbers(found: TopSamples, row: int, at: tuple[int, ...]) -> str:
    first = next(iter(found.part.x.values()))[row]
    values = ", ".join(f"{value:.3g}" for value in np.asarray(first, np.float64).ravel()[:MOST_COLUMNS])
    step = f"at {step_names(found.spec, found.part, row, len(first))[at[0]]}: " if len(at) == 1 < first.ndim else ""
    return f"{step}{values}{' …' if first.size > MOST_COLUMNS else ''}"


def _is_text(found: TopSamples) -> bool:
    return isinstance(found.spec.source, TextInputs)


def _short(name: str) -> str:
    return name if len(name) <= 22 else f"…{name[-21:]}"


def projection(found: Projection) -> Figure:
    """See ``Projection.plot``."""
    whole = figure(6.6, 5.2)
    axes = whole.subplots()
    size = float(np.clip(6000 / len(found.points), 5, 36))
    if found.truth is None:
        axes.scatter(found.points[:, 0], found.points[:, 1], s=size, color=BLUE, linewidths=0, alpha=0.7)
    elif found.classes:
        _by_class(axes, found.points, found.truth, found.classes, size)
    else:
        drawn = axes.scatter(
            found.points[:, 0], found.points[:, 1], s=size, c=found.truth, cmap="viridis", linewidths=0, alpha=0.8
        )
        whole.colorbar(drawn, ax=axes, label="true value").outline.set_visible(False)
    first, second = 100 * found.explained
    labels = {"xlabel": f"first direction, {first:.1f} % of the variance", "ylabel": f"second, {second:.1f} %"}
    axes.set(title=f"{found.node} for {len(found.points):,} samples", **labels)
    plain(axes)
    return whole


def _by_class(
    axes: Axes, points: np.ndarray[Any, Any], truth: np.ndarray[Any, Any], classes: tuple[str, ...], size: float
) -> None:
    for number in np.unique(truth):
        own = points[truth == number]
        axes.scatter(
            own[:, 0],
            own[:, 1],
            s=size,
            color=CLASSES[number % len(CLASSES)],
            linewidths=0,
            alpha=0.7,
            label=_short(classes[number]).replace("$", r"\$"),
        )
    if len(np.unique(truth)) <= 2 * len(CLASSES):
        axes.legend(frameon=False, fontsize=8, markerscale=1.5, bbox_to_anchor=(1, 1), loc="upper left")
