"""Checkpoints: the whole state of a training in one file, from which it goes on to the same bytes.

A key-frame is the state alone. Its history is that of the checkpoint, cut: in each of them it would grow without end.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from neuroglass.errors import FileError
from neuroglass.files import pack, unpack, write_whole
from neuroglass.learn.history import History
from neuroglass.learn.program import Carry, Program
from neuroglass.nn.describe import describe

EPOCHS, COSTS = "history/epochs", "history/costs"

Arrays = Mapping[str, NDArray[Any]]


def save(path: Path, program: Program, carry: Carry, history: History, facts: dict[str, Any]) -> None:
    """Write the state, the history so far and plain facts, as one file."""
    _write(path, program, carry, {EPOCHS: history.epochs, COSTS: history.costs}, facts)


def save_state(path: Path, program: Program, carry: Carry, facts: dict[str, Any]) -> None:
    """Write the state and plain facts, as one file."""
    _write(path, program, carry, {}, facts)


def _write(path: Path, program: Program, carry: Carry, beside: Arrays, facts: dict[str, Any]) -> None:
    leaves, _ = jax.tree_util.tree_flatten_with_path(carry)
    arrays = {jax.tree_util.keystr(place): np.asarray(leaf) for place, leaf in leaves}
    write_whole(path, pack({**arrays, **beside}, {"program": fingerprint(program), **facts}))


def load(path: Path, program: Program) -> tuple[Carry, History, dict[str, Any]]:
    """The state that ``save`` wrote, for the same program.

    Raises:
        FileError: damaged, or of another network, optimiser or data.
    """
    arrays, facts = unpack(path, "checkpoint")
    epochs, costs = (arrays.pop(name, np.zeros(0, np.float32)) for name in (EPOCHS, COSTS))
    carry = _state(path, program, arrays, facts)
    shaped = epochs.ndim == 2 and epochs.shape[1] == len(program.columns) and costs.ndim == 1
    if not shaped or {epochs.dtype, costs.dtype} != {np.dtype(np.float32)} or len(costs) < int(carry.step):
        raise FileError(f"{path} holds no history that fits its state", "", "Train anew")
    return carry, History(program.columns, epochs.astype(np.float32), costs.astype(np.float32)), facts


def load_state(path: Path, program: Program) -> tuple[Carry, dict[str, Any]]:
    """The state that ``save_state`` wrote. As ``load``."""
    arrays, facts = unpack(path, "key-frame")
    return _state(path, program, arrays, facts), facts


def _state(path: Path, program: Program, arrays: Arrays, facts: dict[str, Any]) -> Carry:
    begun = Program.start.eval_shape(program, jnp.uint32(0), jnp.float32(1))
    leaves, tree = jax.tree_util.tree_flatten_with_path(begun)
    state = {jax.tree_util.keystr(place): leaf for place, leaf in leaves}
    shapes = {name: (leaf.shape, leaf.dtype) for name, leaf in state.items()}
    found = {name: (array.shape, array.dtype) for name, array in arrays.items()}
    if found != shapes or facts.pop("program", None) != fingerprint(program):
        raise FileError(
            f"{path} holds the state of another training", "the same network, settings and data", "Train anew"
        )
    carry: Carry = jax.tree_util.tree_unflatten(tree, [jnp.asarray(arrays[name]) for name in state])
    if not 0 <= int(carry.step) <= program.steps:
        raise FileError(
            f"{path} holds a state after {carry.step} steps", f"0 to {program.steps:,} of them", "Train anew"
        )
    return carry


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
