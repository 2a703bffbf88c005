"""The two ends of a network, taken from the data: what it takes in, and what it answers with."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from neuroglass.data.inputs import InputSpec
from neuroglass.data.parts import Data
from neuroglass.data.spec import Spec
from neuroglass.data.timeseries import SeriesInputs
from neuroglass.fits import check_fits, inputs_of
from neuroglass.learn.foreseeing import foreseeing
from neuroglass.learn.recipe import ACTIVATION, embedding_width
from neuroglass.learn.writing_recipe import beside
from neuroglass.nn.graph import Node
from neuroglass.nn.layers import Embedding, Input, Layer, LogMel, Normalization
from neuroglass.nn.layers.recurrent import Bidirectional, Recurrent, at_every_step
from neuroglass.nn.network import Network


def fitted(network: Network, data: Data) -> Network:
    """The network with its ends taken from the data.

    Raises:
        NetworkError: its inputs are not those of the data, or its answer does not have the target's size.
    """
    inputs = inputs_of(data.spec)
    bound = _bound(network, inputs)
    forecasts = isinstance(data.spec.source, SeriesInputs) and not network.complete
    if data.spec.target.writes and not network.complete:
        whole = _writing(network, data)
    else:
        whole = foreseeing(bound, data) if forecasts else _completed(bound, data.spec, inputs, _stems(data.spec))
    check_fits(whole, data.spec)
    return whole


def _writing(network: Network, data: Data) -> Network:
    """The network behind what is given and the token before, at each step."""
    start = Network(beside(data))
    name = start.output
    behind = _completed(network, data.spec, {name: Input(start.shapes[name])}, {})
    return Network([*start.nodes, *(node for node in behind.nodes if node.name != name)])


def _stems(spec: Spec) -> dict[str, Layer]:
    return {name: stem for name, entry in spec.inputs.items() if (stem := _stem(entry)) is not None}


def _completed(network: Network, spec: Spec, inputs: Mapping[str, Input], stems: Mapping[str, Layer]) -> Network:
    ends = spec.target.width, ACTIVATION[spec.task.kind]
    whole = network.completed(inputs, stems, *ends)
    if spec.target.steps and len(whole.shapes[whole.output]) == 1:
        return _at_every_step(network).completed(inputs, stems, *ends)
    return whole


def _at_every_step(network: Network) -> Network:
    """The network with a last recurrent layer that hands on every step: the target asks for an answer at each."""
    last = next(
        (node.name for node in reversed(network.nodes) if isinstance(node.layer, Recurrent | Bidirectional)), ""
    )
    return Network(
        [
            dataclasses.replace(node, layer=at_every_step(node.layer))
            if isinstance(node.layer, Recurrent | Bidirectional) and node.name == last
            else node
            for node in network.nodes
        ]
    )


def _stem(entry: InputSpec) -> Layer | None:
    """What an input passes through first: ids become vectors, pixels numbers of mean 0 and variance 1, samples their
    spectrogram."""
    if entry.mel is not None:
        return LogMel(**vars(entry.mel), mean=entry.mean, variance=entry.variance)
    if entry.size is not None:
        return Embedding(entry.size, embedding_width(entry.size), mask_zero=entry.padded)
    return Normalization(entry.mean, entry.variance) if entry.mean else None


def _bound(network: Network, inputs: Mapping[str, Input]) -> Network:
    """The network's only input under the name of the data's only input, where they are alike."""
    ours, theirs = list(network.inputs.items()), list(inputs.items())
    if len(ours) != 1 or len(theirs) != 1 or ours[0][1] != theirs[0][1]:
        return network
    names = {ours[0][0]: theirs[0][0]}
    return Network(
        [
            Node(names.get(node.name, node.name), node.layer, tuple(names.get(read, read) for read in node.inputs))
            for node in network.nodes
        ]
    )
