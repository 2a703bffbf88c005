"""Checkpoints: the whole state of a training in one file, from which it goes on to the same bytes."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from neuroglass.errors import FileError
from neuroglass.files import pack, unpack, write_whole
from neuroglass.learn.history import History
from neuroglass.learn.program import Carry, Program
from neuroglass.nn.describe import describe

EPOCHS, COSTS = "history/epochs", "history/costs"


def save(path: Path, program: Program, carry: Carry, history: History, facts: dict[str, Any]) -> None:
    """Write the state, the history so far and plain facts, as one file."""
    leaves, _ = jax.tree_util.tree_flatten_with_path(carry)
    arrays = {jax.tree_util.keystr(place): np.asarray(leaf) for place, leaf in leaves}
    arrays |= {EPOCHS: history.epochs, COSTS: history.costs}
    write_whole(path, pack(arrays, {"program": fingerprint(program), **facts}))


def load(path: Path, program: Program) -> tuple[Carry, History, dict[str, Any]]:
    """The state that ``save`` wrote, for the same program.

    Raises:
        FileError: damaged, or of another network, optimiser or data.
    """
    arrays, facts = unpack(path, "checkpoint")
    begun = Program.start.eval_shape(program, jnp.uint32(0), jnp.float32(1))
    leaves, tree = jax.tree_util.tree_flatten_with_path(begun)
    state = {jax.tree_util.keystr(place): leaf for place, leaf in leaves}
    shapes = {name: (leaf.shape, leaf.dtype) for name, leaf in state.items()}
    found = {name: (array.shape, array.dtype) for name, array in arrays.items() if name not in (EPOCHS, COSTS)}
    whole = found == shapes and arrays.keys() >= {EPOCHS, COSTS} and arrays[EPOCHS].shape[1:] == (len(program.columns),)
    if not whole or facts.pop("program", None) != fingerprint(program):
        raise FileError(
            f"{path} holds the state of another training", "the same network, settings and data", "Train anew"
        )
    history = History(program.columns, arrays[EPOCHS].astype(np.float32), arrays[COSTS].astype(np.float32))
    return jax.tree_util.tree_unflatten(tree, [jnp.asarray(arrays[name]) for name in state]), history, facts


def fingerprint(program: Program) -> str:
    """The same for programs that go on from a state to the same bytes."""
    watched = program.columns[program.watch.column(program.columns)]
    watch = dataclasses.replace(program.watch, monitor=watched)  # run.toml names what was taken where none was told
    facts = [
        program.objective.network.to_json(),
        [describe(thing) for thing in (program.objective.loss, program.optimizer, watch, program.augmentation)],
        [metric.name for metric in program.metrics],
        [program.rows, program.batch_size, program.epochs, program.measured, program.by_length],
    ]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
