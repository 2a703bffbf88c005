"""What the places of a node's value are called."""

from __future__ import annotations

from neuroglass.data.inputs import FEATURES, SERIES
from neuroglass.data.table_inputs import TableInputs
from neuroglass.data.timeseries.series_inputs import SeriesInputs
from neuroglass.model import Model
from neuroglass.nn.layers import Members

NAMED: dict[type, str] = {TableInputs: FEATURES, SeriesInputs: SERIES}  # sources whose features have names


def place_names(model: Model, node: str) -> tuple[str, ...]:
    """The names of the last axis: columns of tables and series, at the end classes; else the node and a number."""
    source, shape = model.spec.source, model.network.shapes[node]
    if isinstance(source, TableInputs | SeriesInputs) and NAMED[type(source)] == node:
        return source.feature_names
    nodes = {entry.name: entry for entry in model.network.nodes}
    if isinstance(nodes[node].layer, Members):
        return place_names(model, nodes[node].inputs[0])
    answers = model.spec.classes
    if node == model.network.output and shape and len(answers) == shape[-1]:
        return answers
    return tuple(f"{node}[{place}]" for place in range(shape[-1] if shape else 1))
