"""The Jacobian: the derivative of everything in one node by everything in another."""

from __future__ import annotations

import dataclasses
import functools
import math
from typing import TYPE_CHECKING, Any

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from neuroglass.errors import NetworkError
from neuroglass.glass.between import between, floats, on_the_way
from neuroglass.glass.checking import check_sample
from neuroglass.glass.naming import place_names
from neuroglass.nn.graph import Node
from neuroglass.nn.layers.recurrent import Bidirectional, Recurrent
from neuroglass.nn.network import Network, Variables

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from neuroglass.glass.glass import Glass

Array = NDArray[Any]
LARGEST = 1 << 26  # numbers in a Jacobian, 256 MiB
AT_ONCE = 1 << 25  # numbers in the value of one node, for all rows that are computed together


@dataclasses.dataclass(frozen=True)
class Jacobian:
    """values[i, j] = d of[i] / d by[j], at one sample.

    Args:
        of, by: the nodes.
        sample: which one.
        values: (*shape of ``of``, *shape of ``by``).
        axes: how many of these axes are those of ``of``.
        of_names, by_names: what the places of the last axis of each are called.
    """

    of: str
    by: str
    sample: int
    values: Array
    axes: int
    of_names: tuple[str, ...]
    by_names: tuple[str, ...]

    @property
    def shapes(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Of both nodes."""
        return self.values.shape[: self.axes], self.values.shape[self.axes :]

    @property
    def matrix(self) -> Array:
        """(outputs, inputs), each laid out flat."""
        return self.values.reshape(math.prod(self.shapes[0]), math.prod(self.shapes[1]))

    @functools.cached_property
    def singular_values(self) -> NDArray[np.float64]:
        """By how much it stretches, along each of its own directions, the largest first."""
        return np.linalg.svd(self.matrix.astype(np.float64), compute_uv=False)

    @property
    def spectral_norm(self) -> float:
        """The largest singular value: by how much a small change can grow at most."""
        return float(self.singular_values[0])

    @property
    def frobenius_norm(self) -> float:
        """The root of the sum of squares."""
        return float(np.linalg.norm(self.matrix.astype(np.float64)))

    @property
    def rank(self) -> int:
        """How many singular values are more than the rounding of float32."""
        rounding = self.spectral_norm * max(self.matrix.shape) * np.finfo(np.float32).eps
        return int((self.singular_values > rounding).sum())

    def to_json(self) -> dict[str, Any]:
        """All of it."""
        return {
            "of": self.of,
            "by": self.by,
            "sample": self.sample,
            "shapes": self.shapes,
            "spectral_norm": self.spectral_norm,
            "frobenius_norm": self.frobenius_norm,
            "rank": self.rank,
            "singular_values": self.singular_values,
            "matrix": self.matrix,
        }

    def plot(self) -> Figure:
        """The matrix as a map, and its singular values."""
        from neuroglass.glass.figures.jacobian import drawn

        return drawn(self)


def jacobian(glass: Glass, of: str, by: str, sample: int) -> Jacobian:
    """See ``Glass.jacobian``."""
    network = glass.model.network
    nodes = on_the_way(network, by, of)
    check_sample(glass, sample)
    at = floats(network, by, glass.seen.values[by][sample : sample + 1])
    out, into = network.shapes[of], at.shape[1:]
    rows, columns = math.prod(out), math.prod(into)
    _check_size(of, by, rows, columns)
    x = {name: array[sample : sample + 1] for name, array in glass.samples.x.items()}
    ahead = columns < rows and not any(_is_backward_only(node) for node in nodes)
    numbers = np.arange(columns if ahead else rows)
    moved = sent(network, by, of, glass.model.variables, x, at, numbers, ahead=ahead)
    values = (moved.T if ahead else moved).reshape(*out, *into)
    return Jacobian(of, by, sample, values, len(out), place_names(glass.model, of), place_names(glass.model, by))


def _check_size(of: str, by: str, rows: int, columns: int) -> None:
    if rows * columns > LARGEST:
        raise NetworkError(
            f"the derivative of {rows:,} numbers of {of} by {columns:,} of {by} is {rows * columns:,} numbers",
            f"at most {LARGEST:,}",
            "Ask for nodes that are narrower, or nearer to each other",
        )


def _is_backward_only(node: Node) -> bool:
    """Whether derivatives go through a layer in reverse mode alone."""
    return isinstance(node.layer, Recurrent | Bidirectional)


def sent(
    network: Network,
    by: str,
    of: str,
    variables: Variables,
    x: dict[str, jax.Array],
    at: jax.Array,
    numbers: NDArray[np.int64],
    *,
    ahead: bool = False,
) -> Array:
    """Unit vectors sent through the network for one sample, some at a time, (numbers, ...) flat.

    Args:
        network, by, of, variables, x: as of ``between``.
        at: the value of ``by``.
        numbers: which places of ``of``, laid out flat, are differentiated; or, ahead, which of ``by`` are moved.
        ahead: forward from ``by`` and not backward from ``of``.
    """
    widest = max(math.prod(shape) for shape in network.shapes.values())
    batch = max(1, min(len(numbers), AT_ONCE // widest))
    filled = np.pad(numbers, (0, -len(numbers) % batch)).astype(np.int32)
    pieces = [
        np.asarray(_sent(network, by, of, ahead, variables, x, at, jnp.asarray(some)))
        for some in filled.reshape(-1, batch)
    ]
    return np.concatenate(pieces)[: len(numbers)]


@functools.partial(jax.jit, static_argnums=(0, 1, 2, 3))
def _sent(
    network: Network,
    by: str,
    of: str,
    ahead: bool,
    variables: Variables,
    x: dict[str, jax.Array],
    at: jax.Array,
    numbers: jax.Array,
) -> jax.Array:
    through = between(network, variables, x, by, of)
    if ahead:
        _, push = jax.linearize(through, at)
        return jax.vmap(lambda number: push(_unit(number, at)).ravel())(numbers)
    value, pull = jax.vjp(through, at)
    return jax.vmap(lambda number: pull(_unit(number, value))[0].ravel())(numbers)


def _unit(number: jax.Array, like: jax.Array) -> jax.Array:
    """1 at one place, 0 at all others."""
    return jax.nn.one_hot(number, like.size, dtype=like.dtype).reshape(like.shape)
