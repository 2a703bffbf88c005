"""How much each step of a sequence counts for a node that looks at many of them at once."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from neuroglass.errors import NetworkError
from neuroglass.glass.between import needed
from neuroglass.glass.jacobian import sent
from neuroglass.glass.real_steps import real_steps
from neuroglass.nn.graph import Node
from neuroglass.nn.layers import Input
from neuroglass.nn.network import Network

if TYPE_CHECKING:
    from neuroglass.glass.glass import Glass


def sequence_before(network: Network, name: str) -> str:
    """The node that brings a sequence of vectors, (time, features), to another: an input, or what reads ids or samples.

    Raises:
        NetworkError: there is none.
    """
    before = needed(network, name)
    for node in network.nodes:
        if node.name in before and len(network.shapes[node.name]) == 2 and _brings_in(network, node):
            return node.name
    raise NetworkError(f"{name} follows from no sequence", "a recurrent node, or one behind (time, features)")


def _brings_in(network: Network, node: Node) -> bool:
    if isinstance(node.layer, Input):
        return node.layer.dtype == "float32"
    return any(name in network.inputs and network.inputs[name].dtype != "float32" for name in node.inputs)


def end_by_step(glass: Glass, name: str, source: str, sample: int) -> NDArray[np.float64]:
    """The norm of the derivative of a node's last real step, or of all of it where it has no steps, by each step.

    Returns:
        (time,), of all steps of ``source``, padding among them.
    """
    network = glass.model.network
    x = {key: array[sample : sample + 1] for key, array in glass.samples.x.items()}
    shape = network.shapes[name]
    last = int(real_steps(glass, name, sample)[-1]) if len(shape) > 1 else 0
    width = math.prod(shape[1:] if len(shape) > 1 else shape)
    at = glass.seen.values[source][sample : sample + 1]
    slopes = sent(network, source, name, glass.model.variables, x, at, last * width + np.arange(width))
    return norms(slopes.reshape(width, *at.shape[1:]).swapaxes(0, 1))


def norms(slopes: NDArray[np.float32]) -> NDArray[np.float64]:
    """The root of the sum of squares of each row, whatever its axes."""
    return np.sqrt((slopes.reshape(len(slopes), -1).astype(np.float64) ** 2).sum(axis=1))
