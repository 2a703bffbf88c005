"""The compiled loop against a plain Python loop in the same order, the update rule by hand; and its own promises."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import sklearn.metrics

from neuroglass.learn import augmentation, optimizers
from neuroglass.learn.looped import chunk
from neuroglass.learn.order import shuffled
from neuroglass.learn.program import ENDS, Carry, Program, Record, gathered
from neuroglass.learn.stopping import Stopped
from neuroglass.nn import losses
from neuroglass.nn.evaluation import Samples
from neuroglass.nn.layers import Dense, Flatten, Input, Normalization
from neuroglass.nn.network import Network
from neuroglass.nn.objective import Objective
from tests.learn.cases import (
    DECAY,
    EPOCHS,
    MOMENTUM,
    RATE,
    ROWS,
    TRAIN,
    VALIDATION,
    flat,
    noisy,
    program,
    same_bytes,
    start,
)


def run(learnt: Program, *stops: int, seed: int = 0) -> tuple[Carry, list[Record]]:
    carry, records = start(learnt, seed), []
    for stop in (*stops, learnt.steps):
        carry, record = chunk(learnt, carry, TRAIN, VALIDATION, jnp.int32(stop))
        records.append(record)
    return carry, records


def batches(batch_size: int, epoch: int) -> Iterator[np.ndarray]:
    order = np.asarray(shuffled(jnp.arange(ROWS, dtype=jnp.uint32), ROWS, jnp.uint32(0), jnp.uint32(epoch)))
    yield from (order[at : at + batch_size] for at in range(0, ROWS, batch_size))


def plain_loop(learnt: Program) -> tuple[list[Any], np.ndarray]:
    """Variables and a row of the history after each epoch: no padding, no masks, one batch at a time."""
    network, loss = learnt.objective.network, learnt.objective.loss

    @jax.jit
    def cost(params: Any, state: Any, x: Any, y: Any, weight: Any) -> Any:
        z, state, *_ = network.apply({"params": params, "state": state}, x, training=True, until="dense_2")
        losses = loss(z, y)
        kernel = params["dense_1"]["kernel"]
        mean = jnp.vdot(losses, weight) / jnp.where(weight.sum() > 0, weight.sum(), 1)
        return mean + 0.05 * jnp.vdot(kernel, kernel), (state, losses, z)

    slope = jax.jit(jax.value_and_grad(cost, has_aux=True))
    variables = start(learnt).variables
    velocity = jax.tree.map(jnp.zeros_like, variables["params"])
    history, kept = [], []
    for epoch in range(EPOCHS):
        seen: list[Any] = []
        for number, rows in enumerate(batches(learnt.batch_size, epoch)):
            x, y, weight = TRAIN.x["input"][rows], TRAIN.y[rows], np.asarray(TRAIN.weight)[rows]
            (_, (state, losses, z)), gradient = slope(variables["params"], variables["state"], x, y, weight)
            velocity = jax.tree.map(lambda v, g: MOMENTUM * v + g, velocity, gradient)
            rate = RATE * DECAY ** (epoch + number / learnt.steps_per_epoch)
            params = jax.tree.map(lambda w, v, rate=rate: w - rate * v, variables["params"], velocity)
            norm = np.linalg.norm(params["dense_1"]["kernel"], axis=0)
            params["dense_1"]["kernel"] = params["dense_1"]["kernel"] * np.minimum(1, 0.8 / norm)[None].repeat(3, 0)
            variables = {"params": params, "state": state}
            seen.append((losses, np.argmax(z, axis=1) == y, weight))
        kept.append(variables)
        losses, right, weight = (np.concatenate(parts) for parts in zip(*seen, strict=True))
        validation = measured(learnt, variables)
        history.append([np.average(losses, weights=weight), np.average(right, weights=weight), *validation, rate])
    return kept, np.array(history)


def measured(learnt: Program, variables: Any) -> tuple[float, float]:
    probability = np.asarray(learnt.objective.network.apply(variables, VALIDATION.x).value, np.float64)
    loss = -np.log(probability[np.arange(9), VALIDATION.y])
    weight = np.asarray(VALIDATION.weight)
    accuracy = sklearn.metrics.accuracy_score(VALIDATION.y, probability.argmax(axis=1), sample_weight=weight)
    return float(np.average(loss, weights=weight)), accuracy


@pytest.mark.parametrize("batch_size", [5, 1, ROWS], ids=["mini-batch", "stochastic", "full batch"])
def test_the_compiled_loop_is_the_plain_loop(batch_size: int) -> None:
    """With a partial last batch, weights (one of them 0), a regularizer, max-norm, BatchNorm and a falling rate."""
    learnt = program(batch_size)
    carry, (record,) = run(learnt)
    kept, history = plain_loop(learnt)
    ours, theirs = flat(carry.variables), flat(kept[-1])
    for name in theirs:
        np.testing.assert_allclose(ours[name], theirs[name], rtol=2e-3, atol=2e-4, err_msg=name)
    np.testing.assert_allclose(record.epochs[:EPOCHS], history, rtol=2e-3, atol=1e-4)
    assert learnt.columns == ("loss", "accuracy", "val_loss", "val_accuracy", "learning_rate")


def test_the_best_weights_are_those_after_the_best_epoch() -> None:
    learnt = program()
    carry, (record,) = run(learnt)
    best = int(np.argmin(record.epochs[:EPOCHS, 2]))
    assert int(carry.best.epoch) == best + 1
    assert float(carry.best.value) == float(record.epochs[best, 2])
    there, _ = chunk(learnt, start(learnt), TRAIN, VALIDATION, jnp.int32((best + 1) * learnt.steps_per_epoch))
    assert same_bytes(carry.best.variables, there.variables)


def test_the_length_of_chunks_changes_no_byte() -> None:
    """Dropout, order, metrics and BatchNorm go on where they stopped, inside an epoch and at its end."""
    learnt = noisy()
    whole, (record,) = run(learnt)
    parts, records = run(learnt, 1, 2, 5, 7, 13, 15)
    assert same_bytes(whole, parts)
    edges = [0, 1, 2, 5, 7, 13, 15, learnt.steps]
    costs = [np.asarray(r.costs)[: b - a] for r, a, b in zip(records, edges, edges[1:], strict=False)]
    assert np.concatenate(costs).tobytes() == np.asarray(record.costs)[: learnt.steps].tobytes()


def test_a_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    first, _ = run(noisy(), seed=3)
    assert same_bytes(first, run(noisy(), seed=3)[0])
    other = flat(run(noisy(), seed=4)[0].variables["params"])
    assert all((array != other[name]).any() for name, array in flat(first.variables["params"]).items())


def test_equal_programs_compile_once_whatever_the_chunk() -> None:
    run(noisy())
    compiled = chunk._cache_size(), Program.start._cache_size()  # type: ignore[attr-defined]
    run(noisy(), 1, 4, seed=9)
    assert (chunk._cache_size(), Program.start._cache_size()) == compiled  # type: ignore[attr-defined]


def test_many_seeds_learn_at_once_as_each_alone() -> None:
    learnt, seeds = noisy(), [0, 3, 8]
    begun = jax.vmap(learnt.start, in_axes=(0, None))(jnp.asarray(seeds, jnp.uint32), jnp.float32(1))
    until = jnp.int32(learnt.steps)
    together, records = jax.vmap(functools.partial(chunk, learnt), in_axes=(0, None, None, None))(
        begun, TRAIN, VALIDATION, until
    )
    for number, seed in enumerate(seeds):
        alone, (record,) = run(learnt, seed=seed)
        ours = flat(jax.tree.map(lambda leaf, number=number: leaf[number], together.variables))
        for name, array in flat(alone.variables).items():
            np.testing.assert_allclose(ours[name], array, rtol=1e-4, atol=1e-5, err_msg=name)
        np.testing.assert_allclose(records.epochs[number], record.epochs, rtol=1e-4, atol=1e-5)


def test_a_padded_batch_takes_each_row_once_and_marks_the_rest() -> None:
    learnt = program(5)
    carry = start(learnt)
    rows: list[float] = []
    for step in range(learnt.steps_per_epoch):
        drawn = learnt.drawn(jnp.int32(step), carry.seed)
        batch, _ = learnt.seen(carry, gathered(TRAIN, drawn.rows), drawn)
        real = drawn.real
        assert real is not None
        assert batch.weight is not None
        rows += np.asarray(batch.x["input"])[np.asarray(real) > 0, 0].tolist()
        np.testing.assert_array_equal(np.asarray(batch.weight)[np.asarray(real) == 0], 0)
    assert sorted(rows) == sorted(np.asarray(TRAIN.x["input"])[:, 0].tolist())


def test_a_cost_that_is_not_finite_ends_the_chunk_at_once() -> None:
    learnt = program()
    spoilt = Samples({"input": TRAIN.x["input"].at[:].set(jnp.inf)}, TRAIN.y, TRAIN.weight)
    carry, _ = chunk(learnt, start(learnt), spoilt, VALIDATION, jnp.int32(learnt.steps))
    assert ENDS[int(carry.ended)] is Stopped.NONFINITE
    assert int(carry.step) == 1
    assert int(carry.best.epoch) == 0


@pytest.mark.parametrize("how", ["mixup 0.5", "cutmix"])
def test_a_mixed_picture_costs_what_both_cost_each_with_its_own_weight(how: str) -> None:
    """Seven pictures in batches of four: the last place of the second batch is padding, and one picture weighs 0."""
    rng = np.random.default_rng(5)
    pixels, y = rng.integers(0, 256, (7, 4, 4, 1), np.uint8), np.arange(7) % 3
    weights = np.array([1, 4, 0, 2, 0.5, 3, 1], np.float32)
    pictures = Samples({"image": jnp.asarray(pixels)}, jnp.asarray(y, jnp.int32), jnp.asarray(weights))
    network = Network(
        [Input((4, 4, 1), "uint8", name="image"), Normalization((120.0,), (5000.0,)), Flatten(), Dense(3, "softmax")]
    )
    learnt = Program(
        Objective(network, losses.get("sparse_categorical_crossentropy")),
        *(optimizers.sgd(1e-4), (), 7, 4, 1, ""),
        augmentation=augmentation.get(how),
    )
    carry = start(learnt)
    for real in (4, 3):
        drawn = learnt.drawn(carry.step, carry.seed)
        batch, mixing = learnt.seen(carry, gathered(pictures, drawn.rows), drawn)
        assert mixing is not None
        z = np.asarray(network.apply(carry.variables, batch.x, until="dense_1").value, np.float64)
        loss = -(z - np.log(np.exp(z - z.max(1, keepdims=True)).sum(1, keepdims=True)) - z.max(1, keepdims=True))
        share, rows = np.asarray(mixing.share, np.float64)[:real], np.asarray(drawn.rows)[:real]
        partner = np.asarray(mixing.partner)[:real]
        own, other = share * weights[rows], (1 - share) * weights[rows[partner]]
        at = np.arange(real)
        expected = (own * loss[at, y[rows]] + other * loss[at, y[rows[partner]]]).sum() / (own + other).sum()
        carry, _ = learnt.step(carry, pictures)
        assert float(carry.cost) == pytest.approx(expected, rel=1e-4)
