"""One node as a function of another."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import jax
import jax.numpy as jnp

from neuroglass.errors import NetworkError, nearest
from neuroglass.nn.graph import Node
from neuroglass.nn.network import Network, Variables


def replaced(given: Mapping[str, jax.Array]) -> Callable[[str, jax.Array], jax.Array]:
    """A tap that puts other values in the place of what some nodes computed."""

    def tap(name: str, value: jax.Array) -> jax.Array:
        return given.get(name, value)

    return tap


def between(
    network: Network, variables: Variables, x: Mapping[str, jax.Array], by: str, of: str
) -> Callable[[jax.Array], jax.Array]:
    """What the node ``of`` computes, (batch, ...), as a function of the value of the node ``by``."""
    return lambda value: network.apply(variables, x, tap=replaced({by: value}), until=of).value


def found(network: Network, name: str) -> Node:
    """The node of that name.

    Raises:
        NetworkError: there is none.
    """
    for node in network.nodes:
        if node.name == name:
            return node
    raise NetworkError(f"there is no node {name!r}", "", nearest(name, network.shapes))


def needed(network: Network, of: str) -> set[str]:
    """The names of all nodes that a node follows from, its own among them."""
    names = {of}
    for node in reversed(network.nodes):
        if node.name in names:
            names.update(node.inputs)
    return names


def on_the_way(network: Network, by: str, of: str) -> tuple[Node, ...]:
    """The nodes behind ``by`` that ``of`` follows from, itself the last.

    Raises:
        NetworkError: there is no such node, or ``of`` does not follow from ``by``.
    """
    before = needed(network, found(network, of).name)
    if found(network, by).name not in before:
        raise NetworkError(f"{of} does not follow from {by}", f"a node that {of} is computed from, or itself")
    behind = {by}
    for node in network.nodes:
        if behind & set(node.inputs):
            behind.add(node.name)
    return tuple(node for node in network.nodes if node.name in behind & before and node.name != by)


def floats(network: Network, name: str, value: jax.Array) -> jax.Array:
    """A node's value as numbers that can be changed a little: pixels and samples as they are, ids not at all.

    Raises:
        NetworkError: ids.
    """
    if jnp.issubdtype(value.dtype, jnp.floating):
        return value
    if value.dtype == jnp.int32:
        readers = [node.name for node in network.nodes if name in node.inputs]
        raise NetworkError(
            f"a derivative by {name}, which holds ids", "numbers", f"Take it by {' or '.join(readers)}, their vectors"
        )
    return value.astype(jnp.float32)
