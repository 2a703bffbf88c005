"""Checkpoints: the state comes back byte for byte, and no other training takes it up."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest

from neuroglass.errors import FileError
from neuroglass.files import pack, unpack, write_whole
from neuroglass.learn import checkpoints, optimizers
from neuroglass.learn.history import History
from neuroglass.learn.looped import chunk
from neuroglass.learn.program import Program
from neuroglass.learn.stopping import Watch
from neuroglass.nn import losses, metrics
from neuroglass.nn.layers import Dense
from tests.learn.cases import LAYERS, TRAIN, VALIDATION, noisy, program, same_bytes, start


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    carry, record = chunk(noisy(), start(noisy()), TRAIN, VALIDATION, jnp.int32(7))
    history = History(noisy().columns, np.asarray(record.epochs)[:1], np.asarray(record.costs)[:7])
    checkpoints.save(tmp_path / "state", noisy(), carry, history, {"data": "abc"})
    return tmp_path / "state"


def test_the_state_the_history_and_the_facts_come_back_byte_for_byte(saved: Path) -> None:
    carry, history, facts = checkpoints.load(saved, noisy())
    expected, record = chunk(noisy(), start(noisy()), TRAIN, VALIDATION, jnp.int32(7))
    assert same_bytes(carry, expected)
    assert history.epochs.tobytes() == np.asarray(record.epochs)[:1].tobytes()
    assert history.costs.tobytes() == np.asarray(record.costs)[:7].tobytes()
    assert facts == {"data": "abc"}


def test_what_comes_back_goes_on_to_the_bytes_of_an_unbroken_run(saved: Path) -> None:
    carry, _, _ = checkpoints.load(saved, noisy())
    resumed, _ = chunk(noisy(), carry, TRAIN, VALIDATION, jnp.int32(noisy().steps))
    unbroken, _ = chunk(noisy(), start(noisy()), TRAIN, VALIDATION, jnp.int32(noisy().steps))
    assert same_bytes(resumed, unbroken)


OTHERS: dict[str, Program] = {
    "network": program(),
    "initializer": program(layers=[*LAYERS[:-1], Dense(3, "softmax", kernel_initializer="zeros")]),
    "optimiser": dataclasses.replace(noisy(), optimizer=optimizers.adam()),
    "learning rate": dataclasses.replace(noisy(), optimizer=optimizers.sgd(0.1, 0.9)),
    "loss": dataclasses.replace(
        noisy(), objective=dataclasses.replace(noisy().objective, loss=losses.get("categorical_crossentropy"))
    ),
    "metrics": dataclasses.replace(noisy(), metrics=(metrics.get("log_loss"),)),
    "batch size": dataclasses.replace(noisy(), batch_size=6),
    "epochs": dataclasses.replace(noisy(), epochs=9),
    "rows": dataclasses.replace(noisy(), rows=22),
    "watch": dataclasses.replace(noisy(), watch=Watch(patience=3)),
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_another_training_does_not_take_it_up(other: Program, saved: Path) -> None:
    with pytest.raises(
        FileError, match=r"state holds the state of another training\. Expected the same network, settings"
    ):
        checkpoints.load(saved, other)


def without(arrays: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: array for key, array in arrays.items() if key != name}


SPOILT = {
    "no step": lambda arrays: without(arrays, ".step"),
    "one too many": lambda arrays: arrays | {"extra": np.zeros(1, np.float32)},
    "another shape": lambda arrays: arrays | {".step": np.zeros(2, np.int32)},
    "another type": lambda arrays: arrays | {".step": np.float32(1)},
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_state_with_other_arrays_is_refused(spoil: Any, saved: Path) -> None:
    arrays, facts = unpack(saved, "checkpoint")
    write_whole(saved, pack(spoil(arrays), facts))
    with pytest.raises(FileError, match="holds the state of another training"):
        checkpoints.load(saved, noisy())


COURSES = {
    "no history": lambda arrays: without(arrays, "history/costs"),
    "epochs of another width": lambda arrays: arrays | {"history/epochs": np.zeros((2, 7), np.float32)},
    "costs in rows": lambda arrays: arrays | {"history/costs": np.zeros((3, 3, 3), np.float32)},
    "costs of another type": lambda arrays: arrays | {"history/costs": np.zeros(7, np.int32)},
    "fewer costs than steps": lambda arrays: arrays | {"history/costs": np.zeros(6, np.float32)},
}


@pytest.mark.parametrize("spoil", COURSES.values(), ids=COURSES)
def test_a_history_that_does_not_fit_is_refused(spoil: Any, saved: Path) -> None:
    arrays, facts = unpack(saved, "checkpoint")
    write_whole(saved, pack(spoil(arrays), facts))
    with pytest.raises(FileError, match="state holds no history that fits its state"):
        checkpoints.load(saved, noisy())


@pytest.mark.parametrize("step", [-5, 1_000_000])
def test_a_step_that_the_training_does_not_have_is_refused(step: int, saved: Path) -> None:
    arrays, facts = unpack(saved, "checkpoint")
    write_whole(saved, pack(arrays | {".step": np.array(step, np.int32)}, facts))
    with pytest.raises(FileError, match=rf"holds a state after {step} steps\. Expected 0 to "):
        checkpoints.load(saved, noisy())


def test_a_missing_checkpoint_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"state is not there\. Expected the file of a checkpoint\."):
        checkpoints.load(tmp_path / "state", noisy())
