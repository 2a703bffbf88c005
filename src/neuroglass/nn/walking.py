"""A network for one step at a time: what its tokens reach walks, what they do not reach is computed once beforehand."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping

import jax
import jax.numpy as jnp
from jax import lax

from neuroglass.errors import NetworkError
from neuroglass.nn.graph import Node
from neuroglass.nn.layers import (
    Activation,
    Add,
    Concatenate,
    Dense,
    Dropout,
    Embedding,
    GaussianNoise,
    Input,
    Layer,
    LayerNorm,
    Multiply,
    Shape,
)
from neuroglass.nn.layers.recurrent import Recurrent
from neuroglass.nn.network import Carried, Network, Variables

STEPWISE = (Input, Embedding, Dense, Activation, Dropout, GaussianNoise, LayerNorm, Concatenate, Add, Multiply)
Values = dict[str, jax.Array]


def step_by_step(network: Network, token: str) -> Network:
    """The same network, with the same weights, for one step at a time.

    What the tokens do not reach, and what they reach reads, comes in as an input of its own: see ``beside``.

    Args:
        token: the input of tokens, (time,).

    Raises:
        NetworkError: a layer that looks at several steps at once, or back from the end.
    """
    if (node := far_sighted(network, token)) is not None:
        raise NetworkError(
            f"{node.name} looks at several steps at once, and a sequence goes on one step at a time",
            "recurrent layers that walk forward, and layers that see one step",
            'Train a network as "lstm 256"',
        )
    walks = _reached(network, token)
    waiting = _read_beside(network, walks)
    inputs = {token: Input(1, network.inputs[token].dtype), **{name: _of_one_step(network, name) for name in waiting}}
    return Network(
        [
            dataclasses.replace(node, layer=inputs[node.name], inputs=()) if node.name in inputs else node
            for node in network.nodes
            if node.name in inputs or node.name in walks
        ]
    )


def far_sighted(network: Network, token: str) -> Node | None:
    """The first node that looks at several steps of the tokens at once, or back from their end."""
    walks = _reached(network, token)
    return next((node for node in network.nodes if node.name in walks and not _sees_one_step(node.layer)), None)


@functools.partial(jax.jit, static_argnums=(0, 1))
def beside(network: Network, token: str, variables: Variables, given: Mapping[str, jax.Array]) -> Values:
    """What is known before the first step: the values that the walk reads and no token reaches, by node.

    Args:
        given: the arrays of all inputs but that of the tokens, (rows, ...).
    """
    names = _read_beside(network, _reached(network, token))
    if not names:
        return {}
    rows = len(next(iter(given.values())))
    nothing = jnp.zeros((rows, *network.shapes[token]), network.inputs[token].dtype)
    values: Values = {}

    def kept(name: str, value: jax.Array) -> jax.Array:
        values[name] = value
        return value

    network.apply(variables, {**given, token: nothing}, tap=kept, until=names[-1])
    return {name: values[name] for name in names}


def begun(walker: Network, rows: int, known: Values) -> Carried:
    """The states in which the walk begins: at rest, or as a recurrent layer is told by a second input."""
    states: Carried = jax.tree.map(lambda state: jnp.zeros((rows, *state.shape[1:]), state.dtype), _rest(walker))
    for node in walker.nodes:
        if isinstance(node.layer, Recurrent) and len(node.inputs) == 2:
            parts = jnp.split(known[node.inputs[1]], len(node.layer.states), -1)
            states[node.name] = dict(zip(node.layer.states, parts, strict=True))
    return states


def at_step(known: Values, step: jax.Array) -> Values:
    """What is known beside the tokens at one step: of sequences that step, or their last one; of vectors all."""
    return {
        name: lax.dynamic_slice_in_dim(value, jnp.minimum(step, value.shape[1] - 1), 1, 1) if value.ndim == 3 else value
        for name, value in known.items()
    }


def _reached(network: Network, token: str) -> frozenset[str]:
    """The nodes whose value depends on the tokens."""
    found = {token}
    for node in network.nodes:
        if found & set(node.inputs):
            found.add(node.name)
    return frozenset(found)


def _read_beside(network: Network, walks: frozenset[str]) -> tuple[str, ...]:
    """The nodes that no token reaches and that a node reads which one reaches, in their order."""
    read = {name for node in network.nodes if node.name in walks for name in node.inputs}
    return tuple(node.name for node in network.nodes if node.name in read - walks)


def _sees_one_step(layer: Layer) -> bool:
    walks = isinstance(layer, Recurrent) and layer.return_sequences and not layer.go_backwards
    return walks or isinstance(layer, STEPWISE)


def _of_one_step(network: Network, name: str) -> Input:
    """A vector as it is, of a sequence one step."""
    shape: Shape = network.shapes[name]
    return Input(shape if len(shape) == 1 else (1, *shape[1:]))


@functools.lru_cache(maxsize=8)
def _rest(walker: Network) -> Carried:
    """The states of one row at rest; found by tracing the network once."""
    given = {name: jnp.zeros((1, *walker.shapes[name]), layer.dtype) for name, layer in walker.inputs.items()}
    variables = jax.eval_shape(walker.init, jax.random.key(0))
    ended = jax.eval_shape(lambda held, x: walker.apply(held, x).carried, variables, given)
    resting: Carried = jax.tree.map(lambda state: jnp.zeros(state.shape, state.dtype), ended)
    return resting
