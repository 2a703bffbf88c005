"""The order in which rows are learnt from: a new shuffle each epoch, from an integer hash of our own.

A shuffle here is a keyed bijection on 0..n-1, worked out for the rows of one batch alone, so that no permutation is
ever stored or sorted and the order outlives any change in a library's random numbers.
"""

from __future__ import annotations

import math

import jax
import jax.numpy as jnp

from neuroglass.nn.hashing import mix

ROUNDS = 6
BATCHES = 8  # in a bucket of rows that are alike


def grid(rows: int) -> tuple[int, int]:
    """Sides (a, b) of the tightest grid with a near sqrt(rows) and a b >= rows: few cells to spare mean few walks."""
    root = math.isqrt(rows)
    sides = range(max(2, root // 4), max(2, root) + 1)
    a = min(sides, key=lambda side: (-rows % side, -side))
    return a, -(-rows // a)


def shuffled(position: jax.Array, rows: int, seed: jax.Array, epoch: jax.Array) -> jax.Array:
    """The rows that stand at ``position`` in the order of ``epoch``.

    A Feistel cipher on the grid's two coordinates permutes its cells; those beyond the last row are walked out of.
    There are ``a b - rows`` of them and a walk visits none twice, so that many more turns always end it: no loop of
    unknown length.

    Args:
        position: uint32, below ``rows``.
        rows: how many there are; fixed when compiled.
        seed: uint32.
        epoch: uint32.

    Returns:
        int32 of position's shape; over all positions, each row once.

    Source: Black & Rogaway 2002, Ciphers with Arbitrary Finite Domains, https://doi.org/10.1007/3-540-45760-7_9
    """
    a, b = grid(rows)
    keys = [mix(seed, epoch, jnp.uint32(turn)) for turn in range(ROUNDS)]
    cell = _encipher(position.astype(jnp.uint32), a, b, keys)
    for _ in range(a * b - rows):
        cell = jnp.where(cell < rows, cell, _encipher(cell, a, b, keys))
    return cell.astype(jnp.int32)


def shuffled_nearby(position: jax.Array, rows: int, seed: jax.Array, epoch: jax.Array) -> jax.Array:
    """As ``shuffled``, but the rows of one batch are neighbours: they come out of one bucket of BATCHES batches.

    Where rows are sorted by length, a batch holds rows of about one length, and little of it is padding. The batches
    come in an order of their own; what is left over when all buckets are full comes last.

    Args:
        position: uint32 (batch,), consecutive, from a multiple of the batch on.
    """
    batch = len(position)
    bucket = BATCHES * batch
    whole = rows // bucket * bucket
    if not whole:
        return shuffled(position, rows, seed, epoch)
    number = shuffled(position[0] % jnp.uint32(whole) // jnp.uint32(batch), whole // batch, seed, epoch)
    at, place = number // BATCHES, number % BATCHES
    inside = (place * batch).astype(jnp.uint32) + position % jnp.uint32(batch)
    near = at * bucket + shuffled(inside, bucket, mix(seed, at.astype(jnp.uint32)), epoch)
    if whole == rows:
        return near
    beyond = jnp.maximum(position, jnp.uint32(whole)) - jnp.uint32(whole)
    return jnp.where(position[0] < whole, near, whole + shuffled(beyond, rows - whole, seed, epoch))


def _encipher(cell: jax.Array, a: int, b: int, keys: list[jax.Array]) -> jax.Array:
    left, right = cell // jnp.uint32(b), cell % jnp.uint32(b)
    for turn, key in enumerate(keys):
        if turn % 2 == 0:
            left = _turned(left, mix(key, right), a)
        else:
            right = _turned(right, mix(key, left), b)
    return left * jnp.uint32(b) + right


def _turned(coordinate: jax.Array, by: jax.Array, size: int) -> jax.Array:
    """(coordinate + by) modulo size without a slow division: a 16-bit hash scaled to the size, then one subtraction."""
    shift = ((by >> 16) * jnp.uint32(size)) >> 16
    moved = coordinate + shift
    return jnp.where(moved >= size, moved - jnp.uint32(size), moved)
