"""What a network is made of and what it costs, as a table."""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING, Any

import jax
import jax.numpy as jnp

from neuroglass.nn.layers import Input, Layer, Moment, Shape

if TYPE_CHECKING:
    from neuroglass.nn.graph import Node
    from neuroglass.nn.network import Network

BYTES = 4  # of a float32


@dataclasses.dataclass(frozen=True)
class Row:
    """One node's shape and price, for one sample."""

    name: str
    kind: str
    reads: tuple[str, ...]
    shape: Shape
    parameters: int
    multiply_adds: int


def rows(network: Network) -> list[Row]:
    """One row a node, in the order they are computed."""
    return [_row(network, node) for node in network.nodes]


def summary(network: Network) -> str:
    """The rows and their sums as text."""
    if not network.complete:
        return "\n".join([*(node.name for node in network.nodes), "shapes are known once the network meets its data"])
    table = [("node", "layer", "shape", "parameters", "multiply-adds")]
    table += [(r.name, r.kind, str(r.shape), f"{r.parameters:,}", f"{r.multiply_adds:,}") for r in rows(network)]
    widths = [max(len(row[column]) for row in table) for column in range(5)]
    lines = [
        "  ".join(
            cell.rjust(width) if column > 2 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in table
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:], "-" * len(lines[0]), totals(network)])


def totals(network: Network) -> str:
    """One sentence: parameters, bytes, multiply-adds of one sample."""
    table = rows(network)
    parameters = sum(row.parameters for row in table)
    work = sum(row.multiply_adds for row in table)
    return f"{parameters:,} parameters, {parameters * BYTES:,} bytes, {work:,} multiply-adds a sample"


def _row(network: Network, node: Node) -> Row:
    parameters = sum(weight.size for weight in network.weights.get(node.name, {}).values())
    return Row(
        node.name,
        str(label(node.layer)),
        node.inputs,
        network.shapes[node.name],
        parameters,
        _multiply_adds(network, node),
    )


def label(layer: Layer) -> str:
    """A layer as short as it can be written: Dense 64, Dropout 0.2, relu."""
    settings = [
        getattr(layer, field.name) for field in dataclasses.fields(layer) if field.default is dataclasses.MISSING
    ]
    kind = type(layer).__name__
    return str(settings[0]) if kind == "Activation" else " ".join([kind, *(str(setting) for setting in settings)])


def _multiply_adds(network: Network, node: Node) -> int:
    """Counted in the program that really runs: the products of every matrix multiplication in it."""
    if isinstance(node.layer, Input):
        return 0
    shapes = [network.shapes[read] for read in node.inputs]
    owned = {
        name: jax.ShapeDtypeStruct(weight.shape, jnp.float32) for name, weight in node.layer.weights(*shapes).items()
    }
    whole = {name for name, layer in network.inputs.items() if layer.dtype == "int32"}
    inputs = [
        jax.ShapeDtypeStruct((1, *shape), jnp.int32 if read in whole else jnp.float32)
        for read, shape in zip(node.inputs, shapes, strict=True)
    ]
    program = jax.make_jaxpr(lambda weights, *xs: node.layer.compute(weights, Moment(), *xs)[0])(owned, *inputs)
    return sum(_products(equation) for equation in program.jaxpr.eqns)


def _products(equation: Any) -> int:
    """Multiply-adds of one operation, those inside it included."""
    if equation.primitive.name == "dot_general":
        ((contracted, _), _) = equation.params["dimension_numbers"]
        depth = math.prod(equation.invars[0].aval.shape[axis] for axis in contracted)
        return depth * math.prod(equation.outvars[0].aval.shape)
    inner = [value for value in equation.params.values() if hasattr(value, "jaxpr")]
    return sum(_products(step) for closed in inner for step in closed.jaxpr.eqns)
