"""Trainings on sequences: each step counts once, and what is remembered goes on from window to window."""

from __future__ import annotations

import dataclasses
import functools
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from neuroglass.data import arrays
from neuroglass.learn import looped, optimizers, stepped
from neuroglass.learn.program import Carry, Program
from neuroglass.model import Model
from neuroglass.nn import losses, metrics
from neuroglass.nn.evaluation import Samples, evaluate, evaluate_stepwise
from neuroglass.nn.layers import LSTM, Dense, Embedding, Input
from neuroglass.nn.network import Network
from neuroglass.nn.objective import Objective
from tests.compiling import quickly

quick_compilation = pytest.fixture(quickly, autouse=True, scope="module")

IDS, TIME, WINDOWS, STREAMS = 5, 4, 10, 3
TEXT = np.random.default_rng(0).integers(0, IDS, WINDOWS * TIME + 1).astype(np.int32)
X, Y = TEXT[:-1].reshape(WINDOWS, TIME), TEXT[1:].reshape(WINDOWS, TIME).copy()
Y[-1, 2:] = -1
METRICS = (metrics.get("accuracy"), metrics.get("perplexity"))


def program(stateful: bool, batch_size: int = STREAMS, epochs: int = 2) -> Program:
    memory = LSTM(3, return_sequences=True, stateful=stateful)
    network = Network([Input(TIME, "int32"), Embedding(IDS, 3), memory, Dense(IDS, "softmax")])
    objective = Objective(network, losses.get("sparse_categorical_crossentropy"))
    return Program(objective, optimizers.get("sgd", 0.5), METRICS, WINDOWS, batch_size, epochs, "")


SAMPLES = Samples({"input": jnp.asarray(X)}, jnp.asarray(Y))


def learnt(made: Program, road: Any) -> tuple[Carry, np.ndarray]:
    carry = made.start(jnp.uint32(7), jnp.float32(1))
    carry, record = road.chunk(made, carry, SAMPLES, None, jnp.int32(made.steps))
    return carry, np.asarray(record.costs)[: made.steps]


@functools.cache
def by_hand(made: Program) -> tuple[Any, list[float]]:
    """The same training in plain lines: three streams side by side, their states handed on."""
    network, pieces = made.objective.network, made.steps_per_epoch

    @functools.partial(jax.value_and_grad, has_aux=True)
    def slope(params: Any, x: Any, y: Any, carried: Any) -> Any:
        applied = network.apply({"params": params, "state": {}}, x, carried=carried)
        surprise = -jnp.log(jnp.take_along_axis(applied.value, jnp.maximum(y, 0)[..., None], 2)[..., 0])
        return jnp.sum(jnp.where(y >= 0, surprise, 0)) / jnp.sum(y >= 0, dtype=jnp.float32), applied.carried

    compiled = jax.jit(slope)
    params = made.start(jnp.uint32(7), jnp.float32(1)).variables["params"]
    costs = []
    for _ in range(made.epochs):
        carried: Any = None
        for number in range(pieces):
            rows = np.arange(STREAMS) * pieces + number
            x, y = X[np.minimum(rows, WINDOWS - 1)], np.where((rows < WINDOWS)[:, None], Y[np.minimum(rows, 9)], -1)
            (value, carried), gradient = compiled(params, jnp.asarray(x), jnp.asarray(y), carried)
            params = optax.apply_updates(params, jax.tree.map(lambda g: -0.5 * g, gradient))
            costs.append(float(value))
    return params, costs


@pytest.mark.parametrize("road", [looped, stepped], ids=["compiled", "stepped"])
def test_a_text_is_learnt_as_streams_whose_memory_goes_on(road: Any) -> None:
    made = program(stateful=True)
    carry, costs = learnt(made, road)
    params, wanted = by_hand(made)
    np.testing.assert_allclose(costs, wanted, rtol=1e-5)
    jax.tree.map(lambda got, by: np.testing.assert_allclose(got, by, atol=2e-6), carry.variables["params"], params)


def test_stopped_and_gone_on_with_it_is_the_same_training() -> None:
    made = program(stateful=True)
    whole, _ = learnt(made, looped)
    carry = made.start(jnp.uint32(7), jnp.float32(1))
    for until in (3, made.steps):
        carry, _ = looped.chunk(made, carry, SAMPLES, None, jnp.int32(until))
    jax.tree.map(np.testing.assert_array_equal, carry.variables, whole.variables)


@pytest.mark.parametrize("way", [evaluate, evaluate_stepwise], ids=["compiled", "stepwise"])
@pytest.mark.parametrize("stateful", [True, False])
def test_a_part_is_measured_over_its_real_steps(way: Any, stateful: bool) -> None:
    made = program(stateful)
    variables = made.start(jnp.uint32(1), jnp.float32(1)).variables
    got = np.asarray(way(made.objective, METRICS, variables, SAMPLES))
    network = made.objective.network
    if stateful:  # eight streams of two windows, the last of them beyond the end
        chance = np.concatenate([_of_stream(network, variables, X[at : at + 2]) for at in range(0, WINDOWS, 2)])
    else:
        chance = np.asarray(network.apply(variables, jnp.asarray(X)).value).reshape(-1, IDS)
    there = Y.reshape(-1) >= 0
    own = chance[there, Y.reshape(-1)[there]]
    right = chance[there].argmax(axis=1) == Y.reshape(-1)[there]
    np.testing.assert_allclose(got, [-np.log(own).mean(), right.mean(), np.exp(-np.log(own).mean())], rtol=1e-5)


@pytest.mark.parametrize("windows", [3, 10])
def test_windows_that_follow_each_other_are_answered_with_what_is_remembered(windows: int) -> None:
    made = program(stateful=True)
    variables = made.start(jnp.uint32(1), jnp.float32(1)).variables
    spec = arrays({"input": X}, Y).spec
    got: Any = Model(made.objective, variables, spec).outputs({"input": X[:windows]})
    length = -(-windows // min(8, 1 << (windows - 1).bit_length()))
    for begin in range(0, windows, length):
        stretch = X[begin : min(begin + length, windows)]
        by_hand = _of_stream(made.objective.network, variables, stretch)
        np.testing.assert_allclose(got[begin : begin + len(stretch)].reshape(-1, IDS), by_hand, rtol=1e-5)


def _of_stream(network: Network, variables: Any, windows: np.ndarray) -> np.ndarray:
    """The answers on windows that follow each other, read in one pass."""
    first, *rest = network.nodes
    longer = Network([dataclasses.replace(first, layer=Input(windows.size, "int32")), *rest])
    return np.asarray(longer.apply(variables, jnp.asarray(windows.reshape(1, -1))).value[0])
