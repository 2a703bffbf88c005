"""The order of the rows: each row once an epoch, another order each epoch and seed, the same in every version."""

from __future__ import annotations

import functools

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from neuroglass.learn.order import BATCHES, grid, shuffled, shuffled_nearby


@functools.partial(jax.jit, static_argnums=0)
def order(rows: int, seed: jax.Array, epoch: jax.Array) -> jax.Array:
    return shuffled(jnp.arange(rows, dtype=jnp.uint32), rows, seed, epoch)


def orders(rows: int, seed: int = 0, epoch: int = 0) -> np.ndarray:
    return np.asarray(order(rows, jnp.uint32(seed), jnp.uint32(epoch)))


@pytest.mark.parametrize("rows", [1, 2, 3, 4, 5, 6, 7, 11, 17, 32, 100, 101, 999, 1797, 4096, 32561])
def test_each_row_comes_once(rows: int) -> None:
    for seed, epoch in ((0, 0), (1, 5), (2**32 - 1, 7)):
        assert (np.sort(orders(rows, seed, epoch)) == np.arange(rows)).all()


@functools.partial(jax.jit, static_argnums=(0, 1))
def nearby(rows: int, batch: int, seed: jax.Array, epoch: jax.Array) -> jax.Array:
    steps = jnp.arange(-(-rows // batch), dtype=jnp.uint32)[:, None]
    position = jnp.minimum(steps * batch + jnp.arange(batch, dtype=jnp.uint32)[None], jnp.uint32(rows - 1))
    return jax.vmap(lambda batch: shuffled_nearby(batch, rows, seed, epoch))(position)


@pytest.mark.parametrize(("rows", "batch"), [(300, 4), (256, 32), (1000, 7), (20, 8), (64, 8)])
def test_batches_of_neighbours_hold_each_row_once_in_another_order_each_epoch(rows: int, batch: int) -> None:
    epochs = [np.asarray(nearby(rows, batch, jnp.uint32(3), jnp.uint32(epoch))) for epoch in range(3)]
    for drawn in epochs:
        assert (np.sort(drawn.reshape(-1)[:rows]) == np.arange(rows)).all()
    assert (epochs[0] != epochs[1]).any()
    full = rows // (BATCHES * batch) * BATCHES
    spread = np.ptp(epochs[0][:full], axis=1)
    assert (spread < BATCHES * batch).all()


def test_grids_hold_all_rows_with_few_cells_to_spare() -> None:
    for rows in [*range(1, 3000), 32561, 10**6 + 3, 2**31 - 1]:
        a, b = grid(rows)
        assert 0 <= a * b - rows <= 12
        assert a <= b + 1 or rows < 5


def test_epochs_and_seeds_have_orders_of_their_own() -> None:
    rows = 1000
    drawn = [orders(rows, seed, epoch) for seed, epoch in ((0, 0), (0, 1), (0, 2), (1, 0), (2, 0))]
    together = np.corrcoef(drawn)
    assert np.abs(together - np.eye(len(drawn))).max() < 0.15
    assert max(np.mean(a == b) for i, a in enumerate(drawn) for b in drawn[:i]) < 0.01


def test_over_many_epochs_every_row_is_early_as_often_as_late() -> None:
    """Each of 50 rows over 400 epochs: mean place 24.5, with the standard error of a uniform draw; neighbours part."""
    rows, epochs = 50, 400
    drawn = np.stack([orders(rows, 0, epoch) for epoch in range(epochs)])
    places = np.argsort(drawn, axis=1).mean(axis=0)
    error = np.sqrt((rows**2 - 1) / 12 / epochs)
    assert np.abs(places - (rows - 1) / 2).max() < 4.5 * error
    follows = np.mean(np.diff(drawn, axis=1) == 1)
    assert follows == pytest.approx(1 / rows, abs=0.006)


def test_the_order_is_the_one_that_was_published() -> None:
    """Written down on the day it was made: a change would break resumed trainings and the promise of equal bytes."""
    assert orders(10, 0, 0).tolist() == PUBLISHED[0]
    assert orders(10, 7, 3).tolist() == PUBLISHED[1]


PUBLISHED = ([1, 0, 5, 4, 3, 6, 2, 8, 9, 7], [6, 4, 1, 5, 3, 0, 9, 2, 7, 8])
