"""Whether a network can be trained in the memory of this machine, asked before anything is made of it."""

from __future__ import annotations

import math
import os
import sys

from neuroglass.errors import NetworkError
from neuroglass.nn.network import Network

COPIES = 3  # of every weight while training: itself, its gradient, and the best so far; optimisers hold more
BYTES = 4


def refuse_too_large(network: Network) -> None:
    """XLA ends the process, or waits for ever, where a CPU's memory is not enough.

    Raises:
        NetworkError: the weights alone need more than the machine has.
    """
    weights = sum(math.prod(weight.shape) for owned in network.weights.values() for weight in owned.values())
    needed, there = COPIES * BYTES * weights, _memory()
    if needed > there:
        raise NetworkError(
            f"the network has {weights:,} weights, and training it takes {_told(needed)} of memory",
            f"at most the {_told(there)} that this machine has",
            "Use fewer units or fewer layers",
        )


def _memory() -> int:
    if not hasattr(os, "sysconf"):  # Windows does not tell
        return sys.maxsize
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _told(size: int) -> str:
    return f"{size / 2**30:,.1f} GiB"
