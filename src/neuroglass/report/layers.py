"""What is inside a trained network: the weights of every node, and what it computes on training rows."""

from __future__ import annotations

import dataclasses
import functools
import math
from collections.abc import Mapping
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from neuroglass.data.parts import Part
from neuroglass.model import Model
from neuroglass.nn.compiling import QUICKLY
from neuroglass.nn.layers import Activation, Input, Layer, MemberMean, Members
from neuroglass.nn.network import Network, Variables
from neuroglass.nn.summary import Row
from neuroglass.report.charts import spark
from neuroglass.report.story import Story
from neuroglass.report.words import counted, number, share

SAMPLE = 512  # rows whose node values are looked at,
MOST_NUMBERS = 1 << 25  # unless that were more numbers than this in all
SPARSE = 0.2  # share of zeros from which they are left out of a picture, where they would hide all else
CUT_OFF = {"relu"}  # functions of which a unit that is always 0 has no gradient left

Array = NDArray[Any]


@dataclasses.dataclass(frozen=True)
class Numbers:
    """Many numbers: their name and shape, drawn, and told in a few words."""

    name: str
    shape: str
    chart: Markup
    told: str


@dataclasses.dataclass(frozen=True)
class Inside:
    """One node: its place in the network, its values, its weights, the largest array first."""

    row: Row
    values: Numbers
    weights: tuple[Numbers, ...]


def inside(story: Story) -> tuple[Inside, ...]:
    """One entry for each node, in the order they are computed; inputs among them."""
    network, values = story.model.network, node_values(story.model, story.data.train)
    pairs, members = zip(network.rows(), network.nodes, strict=True), members_of(network)
    return tuple(_inside(story, row, node.layer, values[row.name], members[row.name]) for row, node in pairs)


def node_values(model: Model, part: Part) -> dict[str, Array]:
    """Every node's values on the first rows."""
    numbers = sum(math.prod(shape) for shape in model.network.shapes.values())
    rows = max(1, min(SAMPLE, MOST_NUMBERS // numbers))
    return values_of(model, {name: array[:rows] for name, array in part.x.items()})


def values_of(model: Model, x: Mapping[str, Array]) -> dict[str, Array]:
    """Every node's values on encoded arrays."""
    values = _values_of(model.network, model.variables, {name: jnp.asarray(array) for name, array in x.items()})
    return {name: np.asarray(value) for name, value in values.items()}


# At once: node by node, the compiling takes several times as long.
@functools.partial(jax.jit, static_argnums=0, compiler_options=QUICKLY)
def _values_of(network: Network, variables: Variables, x: dict[str, jax.Array]) -> dict[str, jax.Array]:
    values: dict[str, jax.Array] = {}

    def tap(name: str, value: jax.Array) -> jax.Array:
        values[name] = value
        return value

    network.apply(variables, x, tap=tap)
    return values


def dimensions(shape: tuple[int, ...]) -> str:
    """A shape as people write it."""
    return " × ".join(f"{size:,}" for size in shape) or "1"


def members_of(network: Network) -> dict[str, int]:
    """Of each node the members of an ensemble whose values it holds side by side; 1 where there are none."""
    found: dict[str, int] = {}
    for node in network.nodes:
        layer, before = node.layer, max((found[name] for name in node.inputs), default=1)
        found[node.name] = layer.members if isinstance(layer, Members) else before
        if isinstance(layer, MemberMean):
            found[node.name] = 1
    return found


def _inside(story: Story, row: Row, layer: Layer, values: Array, members: int) -> Inside:
    variables = story.model.variables
    owned = variables["params"].get(row.name, {}) | variables["state"].get(row.name, {})
    by_size = sorted(owned.items(), key=lambda item: -item[1].size)
    seen = _numbers("values", values, "grey" if isinstance(layer, Input) else "green")
    if isinstance(layer, Activation) and layer.function in CUT_OFF:
        seen = dataclasses.replace(seen, told=f"{seen.told}{_silent(values, members)}")
    return Inside(row, seen, tuple(_numbers(name, np.asarray(array), "blue") for name, array in by_size))


def _silent(values: Array, members: int) -> str:
    """How many units are always 0. A channel is one unit at all its places; each member of an ensemble has its own."""
    of_its_own = members > 1
    is_silent = (values == 0).all(axis=tuple(range(max(1, values.ndim - 1 - of_its_own))))
    silent = int(is_silent.sum())
    told = f"{silent:,} of the members' {is_silent.size:,} units" if of_its_own else counted(silent, "unit")
    return f"; {told} always 0" if silent else ""


def _numbers(name: str, array: Array, kind: str) -> Numbers:
    known = array[np.isfinite(array)].astype(np.float64)
    zeros = float((known == 0).mean()) if known.size else 0.0
    told = [f"mean {number(float(known.mean()), 2)}, spread {number(float(known.std()), 2)}"] if known.size else []
    told += [f"{share(1 - known.size / array.size)} not finite"] if known.size < array.size else []
    told += [f"{share(zeros)} zeros, not drawn"] if SPARSE < zeros < 1 else []
    drawn = known[known != 0] if SPARSE < zeros < 1 else known
    return Numbers(name, dimensions(array.shape), spark(name, drawn, kind), "; ".join(told))
