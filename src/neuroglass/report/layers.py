"""What is inside a trained network: the weights of every node, and what it computes on training rows."""

from __future__ import annotations

import dataclasses
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from neuroglass.nn.layers import Activation, Input
from neuroglass.nn.summary import Row, rows
from neuroglass.report.charts import spark
from neuroglass.report.story import Story
from neuroglass.report.words import counted, number, share

SAMPLE = 512  # training rows whose node values are looked at
NEVER_BELOW = {"relu"}  # functions of which a unit that is always 0 has no gradient left

Array = NDArray[Any]


@dataclasses.dataclass(frozen=True)
class Weights:
    """One array of a node."""

    name: str
    shape: str
    chart: Markup
    told: str


@dataclasses.dataclass(frozen=True)
class Inside:
    """One node: its place in the network, its weights, its values."""

    row: Row
    shape: str
    weights: tuple[Weights, ...]
    chart: Markup
    told: str


def inside(story: Story) -> tuple[Inside, ...]:
    """One entry for each node, in the order they are computed; inputs among them."""
    values = node_values(story)
    return tuple(_inside(story, row, values[row.name]) for row in rows(story.model.network))


def node_values(story: Story) -> dict[str, Array]:
    """Every node's values on the first training rows."""
    values: dict[str, Array] = {}

    def tap(name: str, value: jax.Array) -> jax.Array:
        values[name] = np.asarray(value)
        return value

    x = {name: jnp.asarray(array[:SAMPLE]) for name, array in story.data.train.x.items()}
    story.model.network.apply(story.model.variables, x, tap=tap)
    return values


def dimensions(shape: tuple[int, ...]) -> str:
    """A shape as people write it."""
    return " × ".join(f"{size:,}" for size in shape) or "1"


def _inside(story: Story, row: Row, values: Array) -> Inside:
    variables = story.model.variables
    owned = variables["params"].get(row.name, {}) | variables["state"].get(row.name, {})
    layer = next(node.layer for node in story.model.network.nodes if node.name == row.name)
    function = layer.function if isinstance(layer, Activation) else ""
    kind = "grey" if isinstance(layer, Input) else "green"
    return Inside(
        row,
        dimensions(row.shape),
        tuple(_weights(row.name, name, np.asarray(array)) for name, array in owned.items()),
        spark(f"Values of {row.name}", values, kind),
        _told(values, function),
    )


def _weights(node: str, name: str, array: Array) -> Weights:
    return Weights(name, dimensions(array.shape), spark(f"{node} {name}", array, "blue"), _told(array))


def _told(values: Array, function: str = "") -> str:
    """Mean and spread, and what is not as it should be."""
    known = values[np.isfinite(values)].astype(np.float64)
    if not known.size:
        return "not finite"
    parts = [f"mean {number(float(known.mean()), 2)}, spread {number(float(known.std()), 2)}"]
    if known.size < values.size:
        parts.append(f"{share(1 - known.size / values.size)} not finite")
    if function in NEVER_BELOW:
        parts.append(f"{share(float((known == 0).mean()))} zeros")
        silent = int((values.reshape(len(values), -1) == 0).all(axis=0).sum())
        parts += [f"{counted(silent, 'unit')} always 0"] if silent else []
    return "; ".join(parts)
