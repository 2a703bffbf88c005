"""What the first layer of a network on pictures or spectrograms looks for, as pictures."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from neuroglass.glass.filters import as_pictures, scaled
from neuroglass.glass.looks import looked_at, sized, upright
from neuroglass.model import Model
from neuroglass.report.pictures import drawn, enlarged, inked, opaque, sheet
from neuroglass.report.words import counted

MOST = 96
SIDE, GAP = 40, 6  # of a filter as it is drawn, about, and between them
ACROSS = 16

Array = NDArray[np.floating[Any]]


@dataclasses.dataclass(frozen=True)
class Filters:
    """The filters of a node, drawn: in their own colours, or those of one channel as ink."""

    node: str
    told: str
    chart: Markup
    colored: bool


def filters(model: Model) -> Filters | None:
    """The first filters of the first node that has some; None where they are no pictures."""
    kernels = model.variables["params"]
    node = next((node.name for node in model.network.nodes if "kernel" in kernels.get(node.name, {})), None)
    entry = model.spec.inputs[str(looked_at(model.spec))]
    found = None if node is None else as_pictures(np.asarray(kernels[node]["kernel"]), sized(entry))
    if node is None or found is None or not np.isfinite(found).all():
        return None
    found = found if entry.mel is None else upright(found)
    count, height, width, channels = found.shape
    shown = scaled(found[:MOST])
    tiles = enlarged(_colors(shown) if channels == 3 else inked(shown[..., 0]), max(1, SIDE // max(height, width)))
    told = f"{counted(count, 'filter')} of {height} × {width}" + (f", {MOST} of them shown" if count > MOST else "")
    return Filters(node, told, drawn(sheet(tiles, min(ACROSS, len(tiles)), GAP), f"{node}: {told}"), channels == 3)


def _colors(filters: Array) -> NDArray[np.uint8]:
    """No weight is grey; a positive one adds its colour, a negative one takes it away."""
    return opaque(np.rint(127.5 + 127.5 * filters).astype(np.uint8))
