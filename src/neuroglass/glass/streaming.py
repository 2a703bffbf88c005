"""What one node computes on a large part, batch after batch."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any, NamedTuple

import jax
import numpy as np
from numpy.typing import NDArray

from neuroglass.data.parts import Part
from neuroglass.model import Model
from neuroglass.nn.evaluation import batch_of, laid_out
from neuroglass.nn.network import Carried, Network, Variables

Array = NDArray[Any]


class Batch(NamedTuple):
    """Some rows of a part.

    Args:
        rows: which, (n,).
        values: of the node, (n, ...).
        real: (n, steps), which steps are no padding; None: all, or it has no time.
    """

    rows: NDArray[np.int64]
    values: Array
    real: NDArray[np.bool_] | None


def streamed(model: Model, part: Part, node: str) -> Iterator[Batch]:
    """The node's values on all rows, all batches of one shape. Where a layer is stateful, rows are windows that follow
    each other, read at several places at once as measuring does.
    """
    network = model.network
    batch = batch_of(network, 1 << max(len(part) - 1, 0).bit_length())
    pieces = -(-len(part) // batch)
    carried = network.rest(batch)
    for number in range(pieces):
        chosen, there = (np.asarray(which) for which in laid_out(number, pieces, batch, len(part), network.stateful))
        x = {name: np.asarray(array[chosen]) for name, array in part.x.items()}
        value, real, carried = _computed(network, node, model.variables, x, carried)
        yield Batch(
            chosen[there].astype(np.int64),
            np.asarray(value)[there],
            None if real is None else np.asarray(real, np.bool_)[there],
        )


@functools.partial(jax.jit, static_argnums=(0, 1))
def _computed(
    network: Network, node: str, variables: Variables, x: dict[str, jax.Array], carried: Carried
) -> tuple[jax.Array, jax.Array | None, Carried]:
    applied = network.apply(variables, x, carried=carried, until=node)
    return applied.value, applied.steps, {name: applied.carried.get(name, state) for name, state in carried.items()}
