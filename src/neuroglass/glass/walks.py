"""A recurrent cell walked step by step, so that every state on its way can be differentiated by."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING, Any, cast

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from numpy.typing import NDArray

from neuroglass.glass.real_steps import real_steps
from neuroglass.nn.graph import Node
from neuroglass.nn.layers import Arrays
from neuroglass.nn.layers.kernel import product
from neuroglass.nn.layers.recurrent import Bidirectional, Recurrent

if TYPE_CHECKING:
    from neuroglass.glass.glass import Glass

State = tuple[jax.Array, ...]
INPUT = "input"
AT_ONCE = 1 << 24  # numbers in all derivatives that are computed together


@dataclasses.dataclass(frozen=True)
class Walk:
    """One cell over the real steps of one sample.

    Args:
        node, read, way, sample: of which node, what it reads, which way, for which sample.
        layer: the cell, and
        weights: its weights.
        steps: the places it goes by, in the order of the walk.
        x: (steps, 1, features), what it is told there.
        begin: the state before the first.
    """

    node: str
    read: str
    way: str
    sample: int
    layer: Recurrent
    weights: Arrays
    steps: NDArray[np.int64]
    x: jax.Array
    begin: State


def walk(glass: Glass, node: Node, way: str, sample: int) -> Walk:
    """What a recurrent node walks along."""
    layer, weights = _cell(glass, node, way)
    steps = real_steps(glass, node.inputs[0], sample)
    if layer.go_backwards:
        steps = steps[::-1]
    x = glass.seen.values[node.inputs[0]][sample][jnp.asarray(steps), None]
    rest = jnp.zeros((1, layer.units), x.dtype)
    begin = (rest,) * len(layer.states)
    if len(node.inputs) == 2:
        begin = tuple(jnp.split(glass.seen.values[node.inputs[1]][sample : sample + 1], len(layer.states), -1))
    return Walk(node.name, node.inputs[0], way, sample, layer, weights, steps, x, begin)


def _cell(glass: Glass, node: Node, way: str) -> tuple[Recurrent, Arrays]:
    weights = glass.model.variables["params"][node.name]
    if isinstance(node.layer, Bidirectional):
        own = {name.removeprefix(f"{way}_"): array for name, array in weights.items() if name.startswith(f"{way}_")}
        return node.layer.ways[way], own
    return cast(Recurrent, node.layer), weights


def norms_along(walk: Walk) -> dict[str, NDArray[np.float64]]:
    """The norm of the derivative of the last hidden state by each step's input and states, (steps,) by name."""
    units, time = walk.layer.units, len(walk.steps)
    wide = time * (walk.x.shape[-1] + units * len(walk.begin))
    batch = max(1, min(units, AT_ONCE // wide))
    squares: dict[str, Any] = {}
    for first in range(0, units, batch):
        numbers = jnp.arange(first, min(first + batch, units), dtype=jnp.int32)
        some = _squares_of_units(walk.layer, walk.weights, walk.x, walk.begin, numbers)
        squares = {name: squares.get(name, 0.0) + np.asarray(part, np.float64) for name, part in some.items()}
    return {name: np.sqrt(squares[name]) for name in (INPUT, *walk.layer.states)}


def norms_of_number(glass: Glass, walk: Walk) -> dict[str, NDArray[np.float64]]:
    """The same, of the one number that was differentiated, as far as it follows from this walk."""
    squares = _squares(walk.layer, walk.weights, walk.x, walk.begin, _handed_on(glass, walk))
    return {name: np.sqrt(np.asarray(squares[name], np.float64)) for name in (INPUT, *walk.layer.states)}


def _handed_on(glass: Glass, walk: Walk) -> State:
    """The derivative of the number by each state as the layer hands it on, (steps, 1, units) each."""
    layer, time = walk.layer, glass.model.network.shapes[walk.read][0]
    gradient = glass.seen.gradients[walk.node][walk.sample]
    places = time - 1 - walk.steps if layer.go_backwards else walk.steps
    if layer.return_sequences:
        steps = gradient[jnp.asarray(places)]
    else:
        steps = jnp.zeros((len(places), *gradient.shape), gradient.dtype).at[-1].set(gradient)
    if layer.return_state:
        return tuple(jnp.split(steps[:, None], len(layer.states), -1))
    return (steps[:, None], *[jnp.zeros_like(steps[:, None])] * (len(layer.states) - 1))


@functools.partial(jax.jit, static_argnums=0)
def _squares_of_units(
    layer: Recurrent, weights: Arrays, x: jax.Array, begin: State, numbers: jax.Array
) -> dict[str, jax.Array]:
    """The sum over some units of the last hidden state of the squares of all derivatives, (steps,) by name."""

    def pulled(number: jax.Array) -> dict[str, jax.Array]:
        last = jax.nn.one_hot(number, layer.units, dtype=x.dtype)
        hidden = jnp.zeros((len(x), 1, layer.units), x.dtype).at[-1, 0].set(last)
        return _squared(layer, weights, x, begin, (hidden, *[jnp.zeros_like(hidden)] * (len(begin) - 1)))

    return jax.tree.map(lambda squares: jnp.sum(squares, axis=0), jax.vmap(pulled)(numbers))


def _squared(layer: Recurrent, weights: Arrays, x: jax.Array, begin: State, pull: State) -> dict[str, jax.Array]:
    """The squares of the derivatives of the states, weighed by ``pull``, summed at each step."""
    zeros = tuple(jnp.zeros((len(x), 1, layer.units), x.dtype) for _ in begin)
    _, back = jax.vjp(lambda x, added: walked(layer, weights, x, begin, added), x, zeros)
    of_x, of_states = back(pull)
    named = {INPUT: of_x, **dict(zip(layer.states, of_states, strict=True))}
    return {name: jnp.sum(slopes**2, axis=(1, 2)) for name, slopes in named.items()}


_squares = functools.partial(jax.jit, static_argnums=0)(_squared)


def walked(layer: Recurrent, weights: Arrays, x: jax.Array, begin: State, added: State) -> State:
    """Every state after each step, (steps, 1, units), where something is added to it before the next step."""

    def step(state: State, given: tuple[jax.Array, State]) -> tuple[State, State]:
        entering, plus = given
        _, after = layer.step(entering, state[0] @ weights["recurrent_kernel"], state)
        moved = tuple(part + own for part, own in zip(after, plus, strict=True))
        return moved, moved

    projected = layer.projected(product(x, weights["kernel"]), weights)
    return lax.scan(step, begin, (projected, added))[1]
