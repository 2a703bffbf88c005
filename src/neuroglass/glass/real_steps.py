"""Which steps of a sequence are no padding."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import jax
import numpy as np
from numpy.typing import NDArray

from neuroglass.nn.compiling import QUICKLY
from neuroglass.nn.network import Network, Variables

if TYPE_CHECKING:
    from neuroglass.glass.glass import Glass


def real_steps(glass: Glass, node: str, sample: int) -> NDArray[np.int64]:
    """Their places in a node's value, for one sample."""
    real = which_real(glass, node)
    return np.arange(glass.model.network.shapes[node][0]) if real is None else np.flatnonzero(real[sample])


def which_real(glass: Glass, node: str) -> NDArray[np.bool_] | None:
    """(samples, steps) of a node's value; None: all of them, or it has no steps."""
    real = _steps(glass.model.network, node, glass.model.variables, glass.samples.x)
    return None if real is None else np.asarray(real)


@functools.partial(jax.jit, static_argnums=(0, 1), compiler_options=QUICKLY)
def _steps(network: Network, node: str, variables: Variables, x: dict[str, jax.Array]) -> jax.Array | None:
    return network.apply(variables, x, until=node).steps
