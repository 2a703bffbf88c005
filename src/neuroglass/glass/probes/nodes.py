"""Which nodes of a network are watched, and where their functions are flat."""

from __future__ import annotations

from collections.abc import Mapping

import jax
import jax.numpy as jnp

from neuroglass.nn import activations
from neuroglass.nn.graph import Node
from neuroglass.nn.layers import Activation
from neuroglass.nn.objective import Objective

FLAT = 0.01  # share of its steepest slope from which on a function counts as flat
STEEPEST = {"sigmoid": 0.25, "hard_sigmoid": 1 / 6}  # of the others it is about 1
WITHOUT = ("softmax", "log_softmax", "linear", "threshold", "prelu")  # units that are not flat by themselves


def watched(objective: Objective) -> tuple[Node, ...]:
    """Those that learn or activate, up to the one whose value the loss takes."""
    network = objective.network
    last = [node.name for node in network.nodes].index(objective.node)
    return tuple(n for n in network.nodes[: last + 1] if n.name in network.weights or isinstance(n.layer, Activation))


def activated(objective: Objective) -> tuple[Node, ...]:
    """Of these the activation functions that can be flat."""
    return tuple(n for n in watched(objective) if isinstance(n.layer, Activation) and n.layer.function not in WITHOUT)


def flat(node: Node, values: Mapping[str, jax.Array]) -> jax.Array:
    """1 where the function of an activation node is flat, |f'(z)| < 0.01 of its steepest slope, else 0.

    Args:
        values: by node; z is that of the node which is read.
    """
    assert isinstance(node.layer, Activation)
    z, function = values[node.inputs[0]], node.layer.function
    slope = activations.get(function).derivative(z)
    return (jnp.abs(slope) < FLAT * STEEPEST.get(function, 1.0)).astype(z.dtype)
