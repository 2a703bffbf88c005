"""One node at one moment: what went in, what came out, what came back."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neuroglass.nn.graph import Node
from neuroglass.nn.layers import Activation
from neuroglass.nn.summary import label

if TYPE_CHECKING:
    from neuroglass.glass.glass import Glass

Array = NDArray[Any]


@dataclasses.dataclass(frozen=True)
class Opened:
    """One node.

    Args:
        name: of the node.
        kind: its layer, in a few words.
        reads: the nodes it reads.
        value: what it computed, (samples, ...).
        pre_activation: z of the same shape, where the node is an activation function; else None.
        gradient: the derivative by ``value``, or None.
        weights, weight_gradients, updates: by name; empty where it learns nothing, or no update is known.
    """

    name: str
    kind: str
    reads: tuple[str, ...]
    value: Array
    pre_activation: Array | None
    gradient: Array | None
    weights: Mapping[str, Array]
    weight_gradients: Mapping[str, Array]
    updates: Mapping[str, Array]

    def to_json(self) -> dict[str, Any]:
        """What it is, and a few numbers of each of its arrays."""
        arrays = {"value": self.value, "gradient": self.gradient}
        learnt = {"weights": self.weights, "weight_gradients": self.weight_gradients, "updates": self.updates}
        return {
            "node": self.name,
            "layer": self.kind,
            "reads": self.reads,
            **{name: None if array is None else summary(array) for name, array in arrays.items()},
            **{name: {part: summary(array) for part, array in held.items()} for name, held in learnt.items()},
        }


def opened(glass: Glass, node: Node) -> Opened:
    """One node of what was seen."""
    name = node.name
    return Opened(
        name,
        label(node.layer),
        node.inputs,
        glass.values[name],
        glass.values[node.inputs[0]] if isinstance(node.layer, Activation) else None,
        glass.gradients.get(name),
        glass.weights.get(name, {}),
        glass.weight_gradients.get(name, {}),
        (glass.updates or {}).get(name, {}),
    )


def summary(array: Array) -> dict[str, Any]:
    """Many numbers in a few; the norm is the root of the sum of squares, zeros a share."""
    numbers = array.astype(np.float64)
    return {
        "shape": array.shape,
        "mean": numbers.mean(),
        "std": numbers.std(),
        "min": numbers.min(),
        "max": numbers.max(),
        "norm": np.sqrt((numbers**2).sum()),
        "zeros": float((array == 0).mean()),
    }
