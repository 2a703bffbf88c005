"""The stepped road against the compiled one, which a plain Python loop vouches for."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from neuroglass.learn import looped, stepped
from neuroglass.learn.program import ENDS, Carry
from neuroglass.learn.roads import LOOPED, STEPPED, road
from neuroglass.learn.stopping import Stopped, Watch
from neuroglass.nn.evaluation import Samples
from neuroglass.nn.layers import Conv2D, Dense, Flatten, Input, MaxPool2D
from tests.learn.cases import TRAIN, VALIDATION, flat, noisy, program, same_bytes, start


class Fetched:
    """Rows that are not on the device."""

    def __init__(self, array: jax.Array):
        self.array = np.asarray(array)

    def __getitem__(self, rows: Any) -> np.ndarray:
        return self.array[rows]


def fetched(samples: Samples) -> Samples:
    stored: dict[str, Any] = {name: Fetched(array) for name, array in samples.x.items()}
    return samples._replace(x=stored)


def alike(one: Carry, other: Carry) -> None:
    left, right = flat(one), flat(other)
    assert left.keys() == right.keys()
    for name, array in left.items():
        if "seed" not in name:
            np.testing.assert_allclose(array, right[name], rtol=1e-4, atol=1e-6, err_msg=name)


@pytest.mark.parametrize("batch_size", [5, 23], ids=["a padded batch", "one batch"])
def test_both_roads_take_the_same_steps(batch_size: int) -> None:
    learnt = program(batch_size)
    until = jnp.int32(learnt.steps)
    there, told = looped.chunk(learnt, start(learnt), TRAIN, VALIDATION, until)
    ours, record = stepped.chunk(learnt, start(learnt), TRAIN, VALIDATION, until)
    alike(ours, there)
    np.testing.assert_allclose(record.costs, told.costs[: learnt.steps], rtol=1e-5)
    np.testing.assert_allclose(record.epochs, told.epochs[: learnt.epochs], rtol=1e-5)


def test_the_length_of_chunks_changes_no_byte_of_the_stepped_road() -> None:
    learnt = noisy()
    whole, _ = stepped.chunk(learnt, start(learnt), TRAIN, VALIDATION, jnp.int32(learnt.steps))
    carry = start(learnt)
    for until in (1, 2, 7, learnt.steps):
        carry, _ = stepped.chunk(learnt, carry, TRAIN, VALIDATION, jnp.int32(until))
    assert same_bytes(whole, carry)


def test_samples_that_are_fetched_are_learnt_as_those_on_the_device() -> None:
    learnt = noisy()
    until = jnp.int32(learnt.steps)
    here, _ = stepped.chunk(learnt, start(learnt), TRAIN, VALIDATION, until)
    away, _ = stepped.chunk(learnt, start(learnt), fetched(TRAIN), fetched(VALIDATION), until)
    alike(away, here)


def test_patience_ends_both_roads_at_the_same_step() -> None:
    learnt = program(watch=Watch(patience=1, min_delta=10.0))
    until = jnp.int32(learnt.steps)
    there, _ = looped.chunk(learnt, start(learnt), TRAIN, VALIDATION, until)
    ours, _ = stepped.chunk(learnt, start(learnt), TRAIN, VALIDATION, until)
    assert ENDS[int(ours.ended)] is Stopped.PATIENCE
    assert int(ours.step) == int(there.step) < learnt.steps
    again, record = stepped.chunk(learnt, ours, TRAIN, VALIDATION, until)
    assert same_bytes(again, ours)
    assert len(record.costs) == len(record.epochs) == 0


@pytest.mark.parametrize("row", [0, 11, 22])
def test_a_cost_that_is_not_finite_ends_the_stepped_road_right_there(row: int) -> None:
    learnt = program()
    spoilt = Samples({"input": TRAIN.x["input"].at[row].set(jnp.inf)}, TRAIN.y)
    until = jnp.int32(learnt.steps)
    there, _ = looped.chunk(learnt, start(learnt), spoilt, VALIDATION, until)
    ours, record = stepped.chunk(learnt, start(learnt), spoilt, VALIDATION, until)
    assert ENDS[int(ours.ended)] is Stopped.NONFINITE
    assert int(ours.step) == int(there.step) == len(record.costs)
    assert np.isfinite(np.asarray(record.costs)[:-1]).all()


def test_convolutions_on_a_cpu_and_samples_that_are_fetched_take_the_stepped_road() -> None:
    pictures = Samples({"input": jnp.zeros((23, 8, 8, 16))}, TRAIN.y)
    convolving = program(layers=[Input((8, 8, 16)), Conv2D(8, 3), MaxPool2D(2), Flatten(), Dense(3, "softmax")])
    assert road(convolving, pictures, None) is STEPPED
    assert road(program(), TRAIN, VALIDATION) is LOOPED
    assert road(program(), fetched(TRAIN), VALIDATION) is STEPPED
    assert road(program(), TRAIN, fetched(VALIDATION)) is STEPPED
