"""A sequence that goes on: what a network says comes next is what it reads next."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from numpy.typing import NDArray

from neuroglass.errors import ConfigurationError, NetworkError
from neuroglass.nn.layers import Activation, Dense, Dropout, Embedding, GaussianNoise, Input, LayerNorm
from neuroglass.nn.layers.recurrent import Recurrent
from neuroglass.nn.network import Carried, Network, Variables
from neuroglass.nn.objective import Objective
from neuroglass.nn.settings import check_number

AT_ONCE = 64  # steps between two looks at what came
STEPWISE = (Input, Embedding, Dense, Activation, Dropout, GaussianNoise, LayerNorm)  # each step by itself
NONE = -1


@dataclasses.dataclass(frozen=True)
class Sampling:
    """How the next token is drawn from what a network holds possible.

    p ∝ exp(z / temperature), over the ``top_k`` likeliest tokens alone where that is given.

    Args:
        temperature: below 1 likely tokens become likelier; 0 takes the likeliest always.
        top_k: how many tokens are drawn from; None: all.
        seed: of the draws.

    Raises:
        ConfigurationError: an impossible value.
    """

    temperature: float = 1.0
    top_k: int | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        check_number(self, "temperature", "a number, 0 or above")
        for name, least in (("top_k", 1), ("seed", 0)):
            value = getattr(self, name)
            is_whole = isinstance(value, int) and not isinstance(value, bool)
            if value is not None and not (is_whole and least <= value < 2**32):
                raise ConfigurationError(f"{name}={value!r}", f"a whole number, {least} or above and below 2^32")


class Walk(NamedTuple):
    """Where a sequence stands: what is remembered, the token that is read next, how many were read."""

    carried: Carried
    token: jax.Array
    read: jax.Array


def continued(
    objective: Objective, variables: Variables, begin: NDArray[np.int32], sampling: Sampling, banned: NDArray[np.bool_]
) -> Iterator[NDArray[np.int32]]:
    """Tokens that follow, some at a time, for ever.

    Args:
        objective: a network that reads ids (time,) and answers with a distribution over ids at each step.
        begin: what it reads first, (tokens,), at least one.
        banned: (ids,), which must not come.

    Raises:
        NetworkError: a layer that looks at several steps at once.
    """
    walker = _walker(objective)
    walk = Walk(_rest(walker.network), jnp.int32(begin[0]), jnp.int32(0))
    told, closed = begin[1:], jnp.asarray(banned)
    top_k = None if sampling.top_k is None else min(sampling.top_k, int((~banned).sum()))
    draws = jax.random.key(sampling.seed), jnp.float32(sampling.temperature)
    while True:
        forced = np.full(AT_ONCE, NONE, np.int32)
        forced[: len(told)] = told[:AT_ONCE]
        walk, tokens = _some_steps(walker, top_k, variables, walk, jnp.asarray(forced), closed, *draws)
        fresh = np.asarray(tokens)[len(told) :]
        told = told[AT_ONCE:]
        if len(fresh):
            yield fresh


def step_by_step(network: Network) -> Network:
    """The same network, with the same weights, for one step at a time.

    Raises:
        NetworkError: a layer that looks at several steps at once, or back from the end.
    """
    for node in network.nodes:
        walks = isinstance(node.layer, Recurrent) and node.layer.return_sequences and not node.layer.go_backwards
        if not walks and not isinstance(node.layer, STEPWISE):
            raise NetworkError(
                f"{node.name} looks at several steps at once, and a sequence goes on one step at a time",
                "recurrent layers that walk forward, and layers that see one step",
                'Train a network as "embedding 64, lstm 256"',
            )
    one = {name: Input((1, *layer.output_shape()[1:]), layer.dtype) for name, layer in network.inputs.items()}
    return Network([dataclasses.replace(node, layer=one.get(node.name, node.layer)) for node in network.nodes])


@functools.lru_cache(maxsize=8)
def _walker(objective: Objective) -> Objective:
    return Objective(step_by_step(objective.network), objective.loss)


@functools.lru_cache(maxsize=8)
def _rest(walker: Network) -> Carried:
    """The states at rest, of one sequence; found by tracing the network once."""
    (given,) = (jnp.zeros((1, *walker.shapes[name]), layer.dtype) for name, layer in walker.inputs.items())
    variables = jax.eval_shape(walker.init, jax.random.key(0))
    ended = jax.eval_shape(lambda held, x: walker.apply(held, x).carried, variables, given)
    return jax.tree.map(lambda state: jnp.zeros(state.shape, state.dtype), ended)


@functools.partial(jax.jit, static_argnums=(0, 1))
def _some_steps(
    walker: Objective,
    top_k: int | None,
    variables: Variables,
    walk: Walk,
    forced: jax.Array,
    banned: jax.Array,
    key: jax.Array,
    temperature: jax.Array,
) -> tuple[Walk, jax.Array]:
    """A step for each of ``forced``; where that is a token, it comes next, else one is drawn."""

    def step(walk: Walk, forced: jax.Array) -> tuple[Walk, jax.Array]:
        applied = walker.network.apply(variables, walk.token[None, None], carried=walk.carried, until=walker.node)
        z = jnp.where(banned, -jnp.inf, applied.value[0, 0])
        token = jnp.where(forced == NONE, _drawn(z, top_k, jax.random.fold_in(key, walk.read), temperature), forced)
        return Walk(applied.carried, token, walk.read + 1), token

    return lax.scan(step, walk, forced)


def _drawn(z: jax.Array, top_k: int | None, key: jax.Array, temperature: jax.Array) -> jax.Array:
    """The largest of z plus noise from the Gumbel distribution is a draw from softmax(z)."""
    values, ids = (z, None) if top_k is None else lax.top_k(z, top_k)
    place = jnp.argmax(values + temperature * jax.random.gumbel(key, values.shape))
    return place.astype(jnp.int32) if ids is None else ids[place]
