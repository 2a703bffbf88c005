"""Feature maps: what a node makes of a sample, place by place."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neuroglass.errors import NetworkError
from neuroglass.glass.checking import check_sample
from neuroglass.glass.looks import looked_at, looks, upright
from neuroglass.nn.layers import Members

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from neuroglass.glass.glass import Glass

Array = NDArray[Any]


@dataclasses.dataclass(frozen=True)
class Maps:
    """The feature maps of a node for one sample.

    Args:
        node: whose.
        sample: which one, from 0.
        values: (height, width, channels) as they are drawn: of spectrograms time goes to the right, the highest band
            is on top; of one dimension the height is 1.
        picture: what can be looked at of the sample itself, pixels (height, width, channels), or None.
    """

    node: str
    sample: int
    values: Array
    picture: Array | None

    def liveliest(self, most: int) -> Array:
        """The channels that differ most from place to place, in their order."""
        return liveliest(self.values[None], most)

    def to_json(self) -> dict[str, Any]:
        """The maps themselves, and of each channel its mean, its spread and its share of zeros."""
        flat = self.values.reshape(-1, self.values.shape[-1]).astype(np.float64)
        channels = {"mean": flat.mean(axis=0), "std": flat.std(axis=0), "zeros": (flat == 0).mean(axis=0)}
        return {"node": self.node, "shape": self.values.shape, "channels": channels, "maps": self.values}

    def plot(self) -> Figure:
        """The liveliest channels, their colours on one scale, beside the picture."""
        from neuroglass.glass.figures.pictures import maps

        return maps(self)


def maps(glass: Glass, node: str, sample: int) -> Maps:
    """See ``Glass.maps``."""
    values = glass.node(node).value
    check_sample(glass, sample)
    is_ensemble = any(isinstance(entry.layer, Members) for entry in glass.model.network.nodes)  # members are no places
    if values.ndim not in (3, 4) or is_ensemble:
        shape = values.shape[1:]
        raise NetworkError(
            f"{node} gives {shape} for a sample, and no maps", "(height, width, channels) or (steps, channels)"
        )
    kind = looked_at(glass.model.spec)
    entry = None if kind is None else glass.model.spec.inputs[kind]
    found = values[sample : sample + 1] if values.ndim == 4 else values[sample : sample + 1, None]
    if kind is None or entry is None:
        return Maps(node, sample, found[0], None)
    picture = looks(entry, np.asarray(glass.part.x[kind][np.array([sample])]))
    if entry.mel is None:
        return Maps(node, sample, found[0], picture[0])
    return Maps(node, sample, upright(found)[0] if values.ndim == 4 else found[0], upright(picture[..., None])[0])


def liveliest(values: Array, most: int) -> Array:
    """The channels of (pictures, height, width, channels) that differ most from place to place, in their order."""
    spread = values.std(axis=(1, 2)).mean(axis=0)
    return np.sort(np.argsort(-spread, kind="stable")[:most])
