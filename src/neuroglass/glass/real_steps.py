"""Which steps of a sequence are no padding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from neuroglass.glass.glass import Glass


def real_steps(glass: Glass, node: str, sample: int) -> NDArray[np.int64]:
    """Their places in a node's value, for one sample."""
    network = glass.model.network
    x = {name: array[sample : sample + 1] for name, array in glass.samples.x.items()}
    real = network.apply(glass.model.variables, x, until=node).steps
    return np.arange(network.shapes[node][0]) if real is None else np.flatnonzero(np.asarray(real[0]))
