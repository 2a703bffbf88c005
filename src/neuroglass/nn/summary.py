"""What a network is made of and what it costs, as a table."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import jax
import jax.numpy as jnp

from neuroglass.nn.layers import Input, Layer, Moment, Shape
from neuroglass.nn.layers.convolution import convolve

if TYPE_CHECKING:
    from neuroglass.nn.graph import Node

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


def rows(nodes: Sequence[Node], shapes: Mapping[str, Shape]) -> list[Row]:
    """One row a node, in the order they are computed."""
    whole = {node.name for node in nodes if isinstance(node.layer, Input) and node.layer.dtype == "int32"}
    return [_row(node, [shapes[read] for read in node.inputs], shapes[node.name], whole) for node in nodes]


def as_text(rows: Sequence[Row]) -> str:
    """The rows and their sums as a table."""
    table = [("node", "layer", "shape", "parameters", "multiply-adds")]
    table += [(r.name, r.kind, str(r.shape), f"{r.parameters:,}", f"{r.multiply_adds:,}") for r in rows]
    widths = [max(len(row[column]) for row in table) for column in range(5)]
    lines = [
        "  ".join(
            cell.rjust(width) if column > 2 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in table
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:], "-" * len(lines[0]), totals(rows)])


def totals(rows: Sequence[Row]) -> str:
    """One sentence: parameters, bytes, multiply-adds of one sample."""
    parameters = sum(row.parameters for row in rows)
    work = sum(row.multiply_adds for row in rows)
    return f"{parameters:,} parameters, {parameters * BYTES:,} bytes, {work:,} multiply-adds a sample"


def _row(node: Node, reads: list[Shape], shape: Shape, whole: set[str]) -> Row:
    parameters = sum(weight.size for weight in node.layer.weights(*reads).values())
    return Row(node.name, label(node.layer), node.inputs, shape, parameters, _multiply_adds(node, reads, whole))


def label(layer: Layer) -> str:
    """A layer as short as it can be written: Dense 64, Dropout 0.2, relu."""
    settings = [
        getattr(layer, field.name) for field in dataclasses.fields(layer) if field.default is dataclasses.MISSING
    ]
    kind = type(layer).__name__
    words = [label(setting) if isinstance(setting, Layer) else str(setting) for setting in settings]
    return words[0] if kind == "Activation" else " ".join([kind, *words])


def _multiply_adds(node: Node, reads: list[Shape], whole: set[str]) -> int:
    """Counted in the program that really runs: the products of every matrix multiplication and convolution in it."""
    if isinstance(node.layer, Input):
        return 0
    owned = {
        name: jax.ShapeDtypeStruct(weight.shape, jnp.float32) for name, weight in node.layer.weights(*reads).items()
    }
    inputs = [
        jax.ShapeDtypeStruct((1, *shape), jnp.int32 if name in whole else jnp.float32)
        for name, shape in zip(node.inputs, reads, strict=True)
    ]
    program = jax.make_jaxpr(lambda weights, *xs: node.layer.compute(weights, Moment(), *xs)[0])(owned, *inputs)
    return sum(_products(equation) for equation in program.jaxpr.eqns)


def _products(equation: Any) -> int:
    """Multiply-adds of one operation, those inside it included."""
    if equation.primitive.name == "dot_general":
        ((contracted, _), _) = equation.params["dimension_numbers"]
        depth = math.prod(equation.invars[0].aval.shape[axis] for axis in contracted)
        return depth * math.prod(equation.outvars[0].aval.shape)
    if equation.params.get("name") == convolve.__name__:  # type: ignore[attr-defined]  # whatever road it takes
        kernel = equation.invars[1].aval.shape
        return math.prod(kernel[:-1]) * math.prod(equation.outvars[0].aval.shape)
    inner = [value for value in equation.params.values() if hasattr(value, "jaxpr")]
    times = equation.params["length"] if equation.primitive.name == "scan" else 1
    return times * sum(_products(step) for closed in inner for step in closed.jaxpr.eqns)
