"""How an open chain begins: the arrays of the data, each through its stem, and where they are joined."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from neuroglass.errors import NetworkError
from neuroglass.nn.graph import Node, shapes_of
from neuroglass.nn.layers import Concatenate, Embedding, GlobalAveragePool1D, Input, Layer, Output, Shape

Inputs = Mapping[str, Input]
Stems = Mapping[str, Layer]


def begun(chain: Sequence[Node], inputs: Inputs, stems: Stems) -> list[Node]:
    """An open chain behind the inputs of the data.

    It reads all of them joined into one vector, of a text beside others the mean; or, if it walks along time, first the
    steps of the only text there is, and joins the others to what it makes of that.

    Raises:
        NetworkError: it walks along time and there are several texts, or it hands on every step of the only one.
    """
    if len(inputs) == 1 and isinstance(chain[0].layer, Embedding):
        return _behind(list(chain), _all(inputs, {}))
    joined = _all(inputs, stems)
    texts = _texts(inputs, stems)
    if len(inputs) == 1 or not texts or _reads(chain, shapes_of(joined)[joined[-1].name]):
        return _behind(list(chain), joined)
    if len(texts) > 1:
        raise NetworkError(
            f"{chain[0].name} walks along time, and there are {len(texts)} texts: {', '.join(texts)}",
            "one text, or layers of a vector, as dense 32: they read the mean of each text and all else",
        )
    return _along(chain, texts[0], inputs, stems)


def _behind(chain: list[Node], start: list[Node]) -> list[Node]:
    first = [dataclasses.replace(node, inputs=(start[-1].name,)) for node in chain[:1]]
    return [*start, *first, *chain[1:]]


def _all(inputs: Inputs, stems: Stems) -> list[Node]:
    """The inputs of the data, each through its stem, all joined into one vector: of a text beside others the mean."""
    nodes, ends = _apart(inputs, stems)
    return nodes if len(ends) == 1 else [*nodes, Node("joined", Concatenate(), ends)]


def _apart(inputs: Inputs, stems: Stems) -> tuple[list[Node], tuple[str, ...]]:
    """The inputs of the data, each through its stem, and where each of them ends."""
    nodes, ends = [Node(name, layer) for name, layer in inputs.items()], []
    for name in inputs:
        nodes += _stem(name, stems)
        if len(inputs) > 1 and name in _texts(inputs, stems):
            nodes.append(Node(f"{name}.mean", GlobalAveragePool1D(), (nodes[-1].name,)))
        ends.append(nodes[-1].name if name in stems else name)
    return nodes, tuple(ends)


def _stem(name: str, stems: Stems) -> list[Node]:
    return [Node(f"{name}.{type(stems[name]).__name__.lower()}", stems[name], (name,))] if name in stems else []


def _texts(inputs: Inputs, stems: Stems) -> list[str]:
    return [name for name in inputs if isinstance(stems.get(name), Embedding) and inputs[name].shape]


def _reads(chain: Sequence[Node], shape: Shape) -> bool:
    """Whether a chain takes such a vector, up to its answer."""
    if isinstance(chain[0].layer, Embedding):
        return False
    try:
        for node in chain:
            shape = shape if isinstance(node.layer, Output) else node.layer.output_shape(shape)
    except NetworkError:
        return False
    return True


def _along(chain: Sequence[Node], text: str, inputs: Inputs, stems: Stems) -> list[Node]:
    """A chain along a text, and from its first vector on beside the other inputs."""
    own = _stem(text, stems)
    if isinstance(chain[0].layer, Embedding):
        looked_up, own = dataclasses.replace(chain[0], layer=of_ids(chain[0].layer, stems[text])), []
        chain = [looked_up, *chain[1:]]
    start = [Node(text, inputs[text]), *own]
    others = {name: layer for name, layer in inputs.items() if name != text}
    nodes = _behind(list(chain), start)
    shapes = shapes_of(node for node in nodes if not isinstance(node.layer, Output))
    vectors = [at for at in range(len(start), len(nodes)) if len(shapes.get(nodes[at].name, ())) == 1]
    if not vectors:
        raise NetworkError(
            f"{list(shapes)[-1]} hands on every step of {text}, and {', '.join(others)} have none",
            "one vector of the text, to which the others are joined",
            'End its walk by "gru 32", "globalmaxpool1d" or "flatten"',
        )
    beside, ends = _apart(others, stems)
    behind = vectors[0] + 1
    joined = Node("joined", Concatenate(), (nodes[behind - 1].name, *ends))
    return [*beside, *nodes[:behind], *_behind(nodes[behind:], [joined])]


def of_ids(layer: Layer, stem: Layer | None) -> Layer:
    """An Embedding that leaves its number of ids open, as the stem of what it reads has it."""
    if isinstance(layer, Embedding) and layer.input_dim is None and isinstance(stem, Embedding):
        return dataclasses.replace(layer, input_dim=stem.input_dim, mask_zero=layer.mask_zero or stem.mask_zero)
    return layer
