"""Grad-CAM: where in a picture or a sequence a convolution sees what speaks for the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from neuroglass.errors import NetworkError
from neuroglass.glass.attribution.points import Asked, Point
from neuroglass.glass.between import found, needed
from neuroglass.nn.graph import Node
from neuroglass.nn.layers import Activation, Conv1D, Conv2D, Conv3D, ConvTranspose2D, DepthwiseConv2D, SeparableConv2D
from neuroglass.nn.network import Network

if TYPE_CHECKING:
    from neuroglass.glass.glass import Glass

CONVOLUTIONS = (Conv1D, Conv2D, Conv3D, ConvTranspose2D, DepthwiseConv2D, SeparableConv2D)


def cam(glass: Glass, asked: Asked, name: str | None) -> tuple[str, NDArray[np.float64]]:
    """The node, and relu(Σ_k α_k A_k) with α_k the mean of the derivative by A_k over its places, (samples, ...).

    Source: Selvaraju et al. 2017, arXiv:1610.02391

    Raises:
        NetworkError: no convolution, or a node that is none.
    """
    node = convolution(glass.model.network, name, glass.model.objective.node)
    value = glass.seen.values[node]
    slopes = asked.slopes({node: value})[node]
    space = tuple(range(1, value.ndim - 1))
    shares = jnp.mean(slopes, axis=space, keepdims=True)
    return node, np.asarray(jax.nn.relu(jnp.sum(jnp.broadcast_to(shares, value.shape) * value, axis=-1)), np.float64)


def spread_over(coarse: NDArray[np.float64], point: Point, shape: tuple[int, ...]) -> NDArray[np.float64] | None:
    """The map, stretched over an input of that shape; None where it has other axes.

    Args:
        coarse: (samples, ...).
        shape: of the value at the point, (samples, ...): its last axis is of channels, or of the bands of a spectrum.
    """
    axes, is_spectrum = coarse.ndim, len(shape) == coarse.ndim == 3
    if axes != len(shape) - 1 and not is_spectrum:
        return None
    wide = np.asarray(jax.image.resize(jnp.asarray(coarse, jnp.float32), shape[:axes], "linear"), np.float64)
    return wide[..., None] if axes == len(shape) - 1 and not point.is_vectors else wide


def convolution(network: Network, name: str | None, end: str) -> str:
    """The last convolution before the answer with its activation; or the one that is asked for.

    Raises:
        NetworkError: there is none.
    """
    before = needed(network, end)
    fitting = [node.name for node in network.nodes if node.name in before and _is_convolution(network, node)]
    if not fitting:
        raise NetworkError(
            "Grad-CAM of a network without convolutions", "one with Conv1D or Conv2D", "Ask for gradient"
        )
    if name is not None and found(network, name).name not in fitting:
        raise NetworkError(f"Grad-CAM of {name}", f"a convolution, one of: {', '.join(fitting)}")
    return name or fitting[-1]


def _is_convolution(network: Network, node: Node) -> bool:
    """A convolution, or the activation behind one."""
    if isinstance(node.layer, Activation):
        return isinstance(found(network, node.inputs[0]).layer, CONVOLUTIONS)
    return isinstance(node.layer, CONVOLUTIONS)
