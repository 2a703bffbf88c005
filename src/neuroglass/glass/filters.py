"""What a node looks for: its kernels as pictures."""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neuroglass.errors import NetworkError
from neuroglass.glass.looks import looked_at, sized, upright
from neuroglass.model import Model

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from neuroglass.glass.glass import Glass

Array = NDArray[np.floating[Any]]


@dataclasses.dataclass(frozen=True)
class Filters:
    """The filters of a node.

    Args:
        node: whose.
        values: (filters, height, width, channels), the weights; of spectrograms time goes to the right, the highest
            band is on top. Of one dimension the height is 1.
    """

    node: str
    values: Array

    @property
    def in_colour(self) -> bool:
        """Whether the channels are red, green and blue, as they are read from pictures."""
        return self.values.shape[-1] == 3

    def to_json(self) -> dict[str, Any]:
        """The weights, and the norm of each filter."""
        norms = np.sqrt((self.values.astype(np.float64) ** 2).sum(axis=(1, 2, 3)))
        return {"node": self.node, "shape": self.values.shape, "norms": norms, "filters": self.values}

    def plot(self) -> Figure:
        """Each filter: in colour where it reads colours, else a map for each of its first channels."""
        from neuroglass.glass.figures.pictures import filters

        return filters(self)


def filters(glass: Glass, node: str) -> Filters:
    """See ``Glass.filters``."""
    owned = glass.weights.get(node, {})
    name = next((name for name in owned if name.endswith("kernel") and name != "recurrent_kernel"), None)
    found = None if name is None else _as_pictures(glass.model, node, np.asarray(owned[name]))
    if found is None:
        listed = ", ".join(node for node, weights in glass.weights.items() if "kernel" in weights) or "none"
        raise NetworkError(
            f"{glass.node(node).name} has no filters to look at",
            "a convolution, or a Dense on all pixels of a picture",
            f"Nodes with kernels here: {listed}",
        )
    return Filters(node, found)


def as_pictures(kernel: Array, shape: tuple[int, ...]) -> Array | None:
    """A kernel as (filters, height, width, channels): of a convolution on what has this shape, or of a dense layer on
    all of it.
    """
    if kernel.ndim == 4 and kernel.shape[2] == shape[2]:
        return kernel.transpose(3, 0, 1, 2)
    if kernel.ndim == 2 and len(kernel) == math.prod(shape):
        return kernel.T.reshape(-1, *shape)
    return None


def scaled(filters: Array) -> Array:
    """Each filter divided by its largest weight, from -1 to 1."""
    largest = np.abs(filters).max(axis=(1, 2, 3), keepdims=True)
    return filters / np.where(largest > 0, largest, 1)


def _as_pictures(model: Model, node: str, kernel: Array) -> Array | None:
    shape = _read_shape(model, node)
    found = as_pictures(kernel[None] if kernel.ndim == 3 else kernel, shape)
    kind = looked_at(model.spec)
    is_heard = kind is not None and model.spec.inputs[kind].mel is not None
    return upright(found) if found is not None and is_heard else found


def _read_shape(model: Model, node: str) -> tuple[int, ...]:
    """Of what the node reads, (height, width, channels): pictures that were flattened stay what they are."""
    (read,) = next(entry.inputs for entry in model.network.nodes if entry.name == node)
    shape = model.network.shapes[read]
    if len(shape) == 3:
        return shape
    if len(shape) == 2:
        return (1, *shape)
    kind = looked_at(model.spec)
    pixels = sized(model.spec.inputs[kind]) if kind is not None else _only_picture(model)
    return pixels if math.prod(pixels) == shape[-1] else (1, 1, 0)


def _only_picture(model: Model) -> tuple[int, ...]:
    """The shape of the one input, where it is that of a picture."""
    (shape, *others) = [entry.shape for entry in model.spec.inputs.values()]
    return shape if not others and len(shape) == 3 else (1, 1, 0)
