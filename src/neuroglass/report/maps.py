"""What becomes of a few pictures or clips on their way through a network: the feature maps of its nodes."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from neuroglass.data.parts import Part
from neuroglass.glass.looks import looked_at, looks, sized, upright
from neuroglass.glass.maps import liveliest
from neuroglass.model import Model
from neuroglass.nn.graph import Node
from neuroglass.nn.layers import Activation, Input
from neuroglass.nn.network import Network
from neuroglass.report.groups import groups, name_of
from neuroglass.report.layers import dimensions, values_of
from neuroglass.report.pictures import drawn, enlarged, inked, sheet
from neuroglass.report.portraits import portrait, shortened

PICTURES = 3
CHANNELS = 4  # of a node
MOST_NODES = 14
SIDE, GAP = 96, 8  # of a map as it is drawn, about, and between them

Array = NDArray[Any]


@dataclasses.dataclass(frozen=True)
class Depth:
    """One node: its name, its shape, and a strip of maps for each picture."""

    node: str
    shape: str
    strips: tuple[Markup, ...]


@dataclasses.dataclass(frozen=True)
class Maps:
    """The pictures with what they are, their shape, and the nodes from the first to the last."""

    pictures: tuple[tuple[str, Markup], ...]
    shape: str
    depths: tuple[Depth, ...]


def maps(model: Model, part: Part) -> Maps | None:
    """One picture of each of the first classes on its way; None where no node makes maps of them."""
    nodes = spatial(model.network)
    if not nodes:
        return None
    found = [(name, int(rows[len(rows) // 2])) for name, rows in groups(part, model.spec)[:PICTURES]]
    kind = str(looked_at(model.spec))
    entry, samples = model.spec.inputs[kind], part.taken(np.array([place for _, place in found])).x
    values = values_of(model, samples)
    pictures = [
        (name, portrait(look, f"{name}: {name_of(part, at)}", name_of(part, at)))
        for (name, at), look in zip(found, looks(entry, np.asarray(samples[kind])), strict=True)
    ]
    turned = {node: values[node] if entry.mel is None else upright(shortened(values[node])) for node in nodes}
    depths = tuple(_depth(node, turned[node], values[node].shape) for node in nodes if np.isfinite(values[node]).all())
    return Maps(tuple(pictures), dimensions(sized(entry)), depths)


def spatial(network: Network) -> list[str]:
    """The nodes whose maps are shown: convolutions, activations and what changes the size, spread over the depth."""
    names = [node.name for node in network.nodes if len(network.shapes[node.name]) == 3 and _changes(network, node)]
    return (
        [names[place] for place in np.unique(np.linspace(0, len(names) - 1, MOST_NODES).round().astype(int))]
        if names
        else []
    )


def _changes(network: Network, node: Node) -> bool:
    if isinstance(node.layer, Input):
        return False
    learns = any(name.endswith("kernel") for name in network.weights.get(node.name, {}))
    return learns or isinstance(node.layer, Activation) or network.shapes[node.name] != network.shapes[node.inputs[0]]


def _depth(node: str, values: Array, shape: tuple[int, ...]) -> Depth:
    """Ink in proportion to the largest value among these channels, so that they can be compared."""
    chosen = values[..., liveliest(values, CHANNELS)]
    shares = chosen / (np.abs(chosen).max() or 1)
    return Depth(node, dimensions(shape[1:]), tuple(_strip(node, picture) for picture in shares))


def _strip(node: str, channels: Array) -> Markup:
    """The maps of one picture, (height, width, channels), side by side."""
    step = -(-max(channels.shape[:2]) // SIDE)
    tiles = inked(channels[::step, ::step].transpose(2, 0, 1))
    whole = enlarged(tiles, max(1, SIDE // max(tiles.shape[1:3])))
    return drawn(sheet(whole, CHANNELS, GAP), f"Feature maps of {node}")
