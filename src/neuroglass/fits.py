"""Whether a network suits the data: it takes in the arrays that the data gives, and answers what the target asks."""

from __future__ import annotations

import math

from neuroglass.data.spec import Spec
from neuroglass.data.targets import Target
from neuroglass.errors import NetworkError
from neuroglass.nn.layers import Embedding, Input
from neuroglass.nn.network import Network

LARGEST = 1 << 30  # numbers in a node's value for one sample, 4 GiB


def inputs_of(spec: Spec) -> dict[str, Input]:
    """What a network on this data takes in."""
    return {name: Input(entry.shape, entry.dtype) for name, entry in spec.inputs.items()}


def check_fits(network: Network, spec: Spec) -> None:
    """Refuse a network that takes in other arrays than the data gives, or answers with more or fewer numbers.

    Raises:
        NetworkError: what it has, what it should have, and how to mend it.
    """
    if network.inputs != inputs_of(spec) or not network.complete:
        raise NetworkError(
            f"the network takes in {_shapes(network.inputs)}",
            f"what the data gives, {_shapes(inputs_of(spec))}",
            "Leave Input out, and the network takes its inputs from the data",
        )
    _check_ids(network, spec)
    widest = max(network.shapes, key=lambda name: math.prod(network.shapes[name]))
    if math.prod(shape := network.shapes[widest]) > LARGEST:
        raise NetworkError(
            f"{widest} makes {shape} numbers of one sample", f"at most {LARGEST:,}", "Use smaller layers"
        )
    _check_answer(network.shapes[network.output], spec.target)


def _check_ids(network: Network, spec: Spec) -> None:
    """Refuse an Embedding of fewer ids than its input has: inside a compiled program they would be clamped."""
    for node in network.nodes:
        size = spec.inputs[node.inputs[0]].size if node.inputs and node.inputs[0] in spec.inputs else None
        if size is not None and isinstance(node.layer, Embedding) and (node.layer.input_dim or 0) < size:
            received = f"{node.name} knows {node.layer.input_dim} ids, and {node.inputs[0]} has {size}"
            raise NetworkError(received, f"Embedding({size}, ...)")


def _check_answer(answer: tuple[int, ...], target: Target) -> None:
    """Refuse an answer of another size than the target's, or one at each step where one alone is asked for."""
    steps = (target.steps,) if target.steps else ()
    wanted = [(*steps, width) for width in ((1, 2) if target.task.kind == "binary" else (target.width,))]
    if answer in wanted:
        return
    mend = "End it with Output(), which takes its units from the target"
    if len(answer) > len(wanted[0]):
        mend = (
            'Bring a sample to one vector before the answer: by "flatten", a global pooling, or of a sequence "gru 32"'
        )
    elif len(answer) < len(wanted[0]):
        mend = (
            "Each step is asked for: leave out what ends time, as Flatten and poolings, and let layers return sequences"
        )
    raise NetworkError(f"the network answers with shape {answer}", f"{wanted[0]} for the target {target.name!r}", mend)


def _shapes(inputs: dict[str, Input]) -> str:
    told = [
        f"{name} {layer.shape}{'' if layer.dtype == 'float32' else ' ' + layer.dtype}" for name, layer in inputs.items()
    ]
    return ", ".join(told) or "nothing"
