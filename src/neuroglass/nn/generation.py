"""Sequences that go on: what a network says comes next is what it reads next."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from numpy.typing import NDArray

from neuroglass.errors import ConfigurationError
from neuroglass.nn.network import Carried, Variables
from neuroglass.nn.objective import Objective
from neuroglass.nn.settings import is_number
from neuroglass.nn.walking import Values, at_step, begun, beside, step_by_step

AT_ONCE = 64  # steps between two looks at what came
AT_ONCE_OF_MANY = 16  # for many rows: most of what they write is short
AT_LEAST_0 = "a number, 0 or above"
NONE = -1
PADDING = 0

Tokens = NDArray[np.int32]


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
        if not is_number(self.temperature, AT_LEAST_0):
            raise ConfigurationError(f"temperature={self.temperature!r}", AT_LEAST_0)
        for name, least in (("top_k", 1), ("seed", 0)):
            value = getattr(self, name)
            is_whole = isinstance(value, int) and not isinstance(value, bool)
            if value is not None and not (is_whole and least <= value < 2**32):
                raise ConfigurationError(f"{name}={value!r}", f"a whole number, {least} or above and below 2^32")


class Walk(NamedTuple):
    """Where sequences stand: what is remembered, the token each reads next, which have ended, how many were read."""

    carried: Carried
    token: jax.Array
    ended: jax.Array
    read: jax.Array


class Draws(NamedTuple):
    """What decides which tokens come.

    Args:
        keys: (rows,), a random stream for each sequence.
        temperature: of ``Sampling``.
        banned: (ids,), which must not come.
        end: the id behind which nothing comes; NONE where there is none.
    """

    keys: jax.Array
    temperature: jax.Array
    banned: jax.Array
    end: jax.Array


@dataclasses.dataclass(frozen=True)
class _Walker:
    """A network for one step, the name of what its tokens come in by, and how many of the likeliest are drawn from."""

    objective: Objective
    token: str
    top_k: int | None


def continued(
    objective: Objective, variables: Variables, begin: Tokens, sampling: Sampling, banned: NDArray[np.bool_]
) -> Iterator[Tokens]:
    """Tokens that follow, some at a time, for ever.

    Args:
        objective: a network that reads ids (time,) and answers with a distribution over ids at each step.
        begin: what it reads first, (tokens,), at least one.
        banned: (ids,), which must not come.

    Raises:
        NetworkError: a layer that looks at several steps at once.
    """
    (token,) = objective.network.inputs
    walker = _walker(objective, token, _top_k(sampling, banned))
    draws = _draws(jax.random.key(sampling.seed)[None], sampling, banned, NONE)
    return (tokens[0] for tokens in _bunches(walker, variables, {}, begin, draws, AT_ONCE))


def continued_each(
    objective: Objective,
    variables: Variables,
    token: str,
    given: Mapping[str, NDArray[np.generic]],
    begin: Tokens,
    sampling: Sampling,
    banned: NDArray[np.bool_],
    end: int,
    rows: NDArray[np.int64],
) -> Iterator[Tokens]:
    """For each of many rows the tokens that follow, int32 (rows, tokens) at a time, until all have ended; 0 behind.

    Args:
        objective: a network that reads ids (time,) by the input ``token``, beside what says what is to be written.
        given: the arrays of all other inputs, (rows, ...).
        begin: what is read first, for every row the same.
        end: the id that ends a sequence; it may come.
        rows: (rows,), by which the draws of each differ.

    Raises:
        NetworkError: a layer that looks at several steps at once.
    """
    walker = _walker(objective, token, _top_k(sampling, banned))
    keys = jax.vmap(jax.random.fold_in, (None, 0))(jax.random.key(sampling.seed), jnp.asarray(rows, jnp.uint32))
    known = beside(objective.network, token, variables, {name: jnp.asarray(array) for name, array in given.items()})
    return _bunches(walker, variables, known, begin, _draws(keys, sampling, banned, end), AT_ONCE_OF_MANY)


def _bunches(
    walker: _Walker, variables: Variables, known: Values, begin: Tokens, draws: Draws, at_once: int
) -> Iterator[Tokens]:
    rows = len(draws.keys)
    carried = begun(walker.objective.network, rows, known)
    walk = Walk(carried, jnp.full(rows, begin[0], jnp.int32), jnp.zeros(rows, bool), jnp.int32(0))
    told = begin[1:]
    while not bool(walk.ended.all()):
        forced = np.full(at_once, NONE, np.int32)
        forced[: len(told)] = told[:at_once]
        walk, tokens = _some_steps(walker, variables, known, walk, jnp.asarray(forced), draws)
        fresh = np.asarray(tokens)[:, len(told) :]
        told = told[at_once:]
        if fresh.shape[1]:
            yield fresh


def _top_k(sampling: Sampling, banned: NDArray[np.bool_]) -> int | None:
    return None if sampling.top_k is None else min(sampling.top_k, int((~banned).sum()))


def _draws(keys: jax.Array, sampling: Sampling, banned: NDArray[np.bool_], end: int) -> Draws:
    return Draws(keys, jnp.float32(sampling.temperature), jnp.asarray(banned), jnp.int32(end))


@functools.lru_cache(maxsize=8)
def _walker(objective: Objective, token: str, top_k: int | None) -> _Walker:
    return _Walker(Objective(step_by_step(objective.network, token), objective.loss), token, top_k)


@functools.partial(jax.jit, static_argnums=0)
def _some_steps(
    walker: _Walker, variables: Variables, known: Values, walk: Walk, forced: jax.Array, draws: Draws
) -> tuple[Walk, jax.Array]:
    """A step for each of ``forced``; where that is a token, it comes next, else one is drawn. Tokens (rows, steps)."""
    objective = walker.objective

    def step(walk: Walk, forced: jax.Array) -> tuple[Walk, jax.Array]:
        given = {walker.token: walk.token[:, None], **at_step(known, walk.read)}
        applied = objective.network.apply(variables, given, carried=walk.carried, until=objective.node)
        z = jnp.where(draws.banned[None], -jnp.inf, applied.value[:, 0])
        keys = jax.vmap(jax.random.fold_in, (0, None))(draws.keys, walk.read)
        drawn = jax.vmap(_drawn, (0, None, 0, None))(z, walker.top_k, keys, draws.temperature)
        token = jnp.where(walk.ended, PADDING, jnp.where(forced == NONE, drawn, forced))
        return Walk(applied.carried, token, walk.ended | (token == draws.end), walk.read + 1), token

    ended, tokens = lax.scan(step, walk, forced)
    return ended, tokens.T


def _drawn(z: jax.Array, top_k: int | None, key: jax.Array, temperature: jax.Array) -> jax.Array:
    """The largest of z plus noise from the Gumbel distribution is a draw from softmax(z)."""
    values, ids = (z, None) if top_k is None else lax.top_k(z, top_k)
    place = jnp.argmax(values + temperature * jax.random.gumbel(key, values.shape))
    return place.astype(jnp.int32) if ids is None else ids[place]
