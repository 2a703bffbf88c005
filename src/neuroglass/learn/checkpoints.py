"""Checkpoints: the whole state of a training in one file, from which it goes on to the same bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from neuroglass.errors import FileError
from neuroglass.files import pack, unpack, write_whole
from neuroglass.learn.history import History
from neuroglass.learn.program import Carry, Program

HISTORY = ("history/epochs", "history/costs")


def save(path: Path, carry: Carry, history: History, facts: dict[str, Any]) -> None:
    """Write the state, the history so far and plain facts, as one file."""
    leaves, _ = jax.tree_util.tree_flatten_with_path(carry)
    arrays = {jax.tree_util.keystr(place): np.asarray(leaf) for place, leaf in leaves}
    write_whole(path, pack(arrays | dict(zip(HISTORY, (history.epochs, history.costs), strict=True)), facts))


def load(path: Path, program: Program) -> tuple[Carry, History, dict[str, Any]]:
    """The state that ``save`` wrote, for the same program.

    Raises:
        FileError: damaged, or of another network, optimiser or data.
    """
    arrays, facts = unpack(path, "checkpoint")
    shapes = jax.eval_shape(program.start, jax.ShapeDtypeStruct((), jnp.uint32), jax.ShapeDtypeStruct((), jnp.float32))
    leaves, tree = jax.tree_util.tree_flatten_with_path(shapes)
    history = History(program.columns, *(arrays.pop(name).astype(np.float32) for name in HISTORY))
    names = [jax.tree_util.keystr(place) for place, _ in leaves]
    fits = set(names) == arrays.keys() and all(
        arrays[name].shape == leaf.shape and arrays[name].dtype == leaf.dtype
        for name, (_, leaf) in zip(names, leaves, strict=True)
    )
    if not fits:
        raise FileError(
            f"{path} holds the state of another training", "the same network, optimiser and data", "Train anew"
        )
    return jax.tree_util.tree_unflatten(tree, [jnp.asarray(arrays[name]) for name in names]), history, facts
