"""One neuron drawn: the products that add up to z, the slope there, what it gives to others, its window and gates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from neuroglass.glass.figures.bars import short, titled
from neuroglass.glass.figures.style import BLUE, GREY, ORANGE, bare, diverging, figure, plain, reach
from neuroglass.nn import activations

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure

    from neuroglass.glass.neuron import Array, Neuron, Source

TERMS = 14  # products with a bar of their own
ROWS = 8  # of the sum at least, so that few bars stay thin
FOLLOWERS = 8
CHANNELS = 4  # of a window
LINE = 0.27  # inches of one bar
AROUND = 3.0  # the activation function is drawn so far to both sides of 0, or further where z lies further

Step = tuple[str, float]  # of the sum: what it is called, and its size
Part = tuple[float, Callable[["SubFigure"], None]]  # its height in inches, and how it is drawn


def drawn(neuron: Neuron) -> Figure:
    """See ``Neuron.plot``."""
    steps = _steps(neuron)
    parts: list[Part] = [(max(3.0, 0.9 + LINE * (len(steps) + 1)), partial(_story, neuron, steps))]
    parts += [(1.5, partial(_window, neuron, source)) for source in neuron.windows]
    parts += [(2.4, partial(_gates, neuron))] if neuron.gates else []
    heights = [height for height, _ in parts]
    whole = figure(10.0, sum(heights) + 0.4)
    places = whole.subfigures(len(parts), 1, height_ratios=heights, squeeze=False)
    for place, (_, draw) in zip(places[:, 0], parts, strict=True):
        draw(place)
    whose = "z" if neuron.activation else "it"
    back = "" if neuron.gradient_z is None else f": {neuron.gradient_z:.3g} comes back to {whose}"
    whole.suptitle(f"{neuron.name}{back}", fontsize=12)
    return whole


def _story(neuron: Neuron, steps: Sequence[Step], place: SubFigure) -> None:
    """On the left how z comes about, on the right what becomes of it."""
    drawings = [*([_slope] if neuron.activation else []), *([_given] if neuron.contributes else [])]
    columns = place.subfigures(1, 1 + bool(drawings), width_ratios=(5, 4)[: 1 + bool(drawings)], squeeze=False)[0]
    _sum(columns[0].subplots(), neuron, steps)
    for column in columns[1:]:
        rows = column.subplots(2, 1)
        for axes, draw in zip(rows, drawings, strict=False):
            draw(axes, neuron)
        for axes in rows[len(drawings) :]:
            axes.set_axis_off()


def _steps(neuron: Neuron) -> list[Step]:
    """What z is the sum of: the largest products, the others together, and what is no product."""
    terms = neuron.terms()
    named = [
        (f"{short(neuron.short(term))}   {term.value:.3g} × {term.weight:.3g}", term.product) for term in terms[:TERMS]
    ]
    others = sum(term.product for term in terms[TERMS:])
    more = [(f"{len(terms) - TERMS:,} more   {others:.3g}", others)] if len(terms) > TERMS else []
    if not neuron.sources or (neuron.adds_up and neuron.bias is None):
        return [*named, *more]
    name, size = ("bias", neuron.bias or 0.0) if neuron.multiplies else ("rest", neuron.rest)
    return [*named, *more, (f"{name}   {size:.3g}", size)]


def _sum(axes: Axes, neuron: Neuron, steps: Sequence[Step]) -> None:
    """Each product begins where the one above it ended; z is where the last one ends."""
    value = "z" if neuron.multiplies or neuron.activation else "value"
    sizes = np.array([size for _, size in steps])
    starts = np.cumsum([0.0, *sizes])[:-1]
    axes.use_sticky_edges = False  # a bar at the edge shows where it ends
    axes.barh(
        range(len(steps)), sizes, left=starts, color=[BLUE if size > 0 else ORANGE for size in sizes], height=0.66
    )
    axes.barh([len(steps)], [neuron.z], color=GREY, height=0.66)
    axes.set_yticks(range(len(steps) + 1), [*(name for name, _ in steps), f"{value} = {neuron.z:.4g}"], fontsize=8)
    axes.get_yticklabels()[-1].set_fontweight("bold")
    axes.axvline(0, color=GREY, linewidth=0.8)
    axes.set_ylim(max(len(steps) + 1, ROWS) - 0.5, -0.5)
    titled(axes, _title(neuron, value))
    plain(axes)


def _title(neuron: Neuron, value: str) -> str:
    if not neuron.sources:
        return "Its value"
    title = f"What adds up to {value}" if neuron.adds_up else "A tangent to its value"
    return f"{title}; it reads {neuron.sources[0].node}" if len(neuron.sources) == 1 else title


def _slope(axes: Axes, neuron: Neuron) -> None:
    """The activation function, the point on it where the neuron stands, and its slope there."""
    around = max(AROUND, 1.25 * abs(neuron.z))
    x = np.linspace(-around, around, 201)
    curve = _curve(neuron, x)
    if curve is not None:
        axes.plot(x, curve, color=GREY, linewidth=1.2)
    ends = 0.3 * around * np.array([-1, 1])
    axes.plot(neuron.z + ends, neuron.a + neuron.derivative * ends, color=BLUE, linewidth=2)
    axes.plot([neuron.z], [neuron.a], "o", color=ORANGE, zorder=3)
    axes.set_xlabel("z")
    titled(axes, f"{neuron.activation}({neuron.z:.3g}) = {neuron.a:.3g}, slope {neuron.derivative:.3g}")
    plain(axes)


def _curve(neuron: Neuron, x: Array) -> Array | None:
    """a over z. Of a softmax the other units stay where they are; what has weights of its own is drawn by its slope."""
    if neuron.activation in ("softmax", "log_softmax"):
        share = neuron.a if neuron.activation == "softmax" else np.exp(neuron.a)
        shares = share * np.exp(x - neuron.z) / (1 - share + share * np.exp(x - neuron.z))
        return shares if neuron.activation == "softmax" else np.log(shares)
    if neuron.activation == "prelu":
        return None
    return np.asarray(activations.get(str(neuron.activation)).function(x.astype(np.float32)))


def _given(axes: Axes, neuron: Neuron) -> None:
    """What the nodes behind it would lose without it."""
    lost = [(name, float(np.abs(change).sum())) for name, change in neuron.contributes.items()][:FOLLOWERS]
    axes.barh([short(name) for name, _ in lost], [size for _, size in lost], color=BLUE, height=0.66)
    axes.set_ylim(max(len(lost), 4) - 0.5, -0.5)
    axes.tick_params(axis="y", labelsize=8)
    axes.locator_params(axis="x", nbins=4)
    titled(axes, "Without it they would change by")
    plain(axes)


def _window(neuron: Neuron, source: Source, place: SubFigure) -> None:
    """What it reads there, times its kernel or its slopes, in the channels that matter most."""
    order = np.argsort(-np.abs(source.products).sum(axis=tuple(range(source.values.ndim - 1))), kind="stable")
    groups = place.subplots(1, 4 * CHANNELS, width_ratios=[1, 1, 1, 0.2] * CHANNELS).reshape(CHANNELS, 4)
    for axes in groups.flat:
        bare(axes)
    by = "weight" if neuron.weighted else "slope"
    maps = {"value": source.values, f"× {by}": source.weights, "= product": source.products}
    for group, channel in zip(groups, order, strict=False):
        for axes, (name, what) in zip(group, maps.items(), strict=False):
            shown = np.atleast_2d(what[..., channel].T).T
            limit = reach(what[..., order[:CHANNELS]])
            axes.imshow(shown, cmap=diverging(), vmin=-limit, vmax=limit, interpolation="nearest")
            axes.set_xlabel(name, fontsize=8)
        group[1].set_title(short(source.names[source.start[-1] + channel]), fontsize=8)


def _gates(neuron: Neuron, place: SubFigure) -> None:
    """Each gate and state over the steps; a line at the step that its value comes from."""
    axes = place.subplots()
    for name, steps in neuron.gates.items():
        axes.plot(neuron.steps, steps, label=name.replace("_", " "), linewidth=1.3)
    for step in set(neuron.now.values()):
        axes.axvline(step, color=GREY, linewidth=0.8, linestyle=":")
    axes.set_xlabel("step")
    titled(axes, "Its gates and states")
    axes.legend(frameon=False, fontsize=8, loc="center left", bbox_to_anchor=(1, 0.5))
    plain(axes)
