"""A training run chunk by chunk: why it ends, what it leaves, and where it broke."""

from __future__ import annotations

import dataclasses

import jax.numpy as jnp
import numpy as np
import pytest

from neuroglass.learn import optimizers
from neuroglass.learn.history import History
from neuroglass.learn.looped import chunk
from neuroglass.learn.stopping import Stopped
from neuroglass.learn.training import Outcome, Training
from neuroglass.learn.trouble import first_nonfinite
from tests.learn.cases import EPOCHS, TRAIN, VALIDATION, noisy, program, same_bytes, start, training


def test_all_epochs_are_run_and_written_down() -> None:
    outcome = training(noisy()).run()
    assert outcome.stopped is Stopped.EPOCHS
    assert outcome.step == noisy().steps
    assert outcome.history.epochs.shape == (EPOCHS, 5)
    assert outcome.history.costs.shape == (noisy().steps,)
    assert outcome.nonfinite_step is None
    whole, record = chunk(noisy(), start(noisy()), TRAIN, VALIDATION, jnp.int32(noisy().steps))
    assert same_bytes(outcome.carry, whole)
    assert outcome.history.epochs.tobytes() == np.asarray(record.epochs)[:EPOCHS].tobytes()


def test_it_stops_where_it_is_asked_to_and_goes_on_from_there_to_the_same_bytes() -> None:
    first = training(noisy())
    first.on_chunk = lambda outcome: Stopped.INTERRUPTED  # how far a later chunk goes, the clock decides
    broken = first.run()
    assert broken.stopped is Stopped.INTERRUPTED
    assert broken.step == 1
    second = Training(noisy(), TRAIN, VALIDATION, broken.carry, broken.history).run()
    whole = training(noisy()).run()
    assert same_bytes(second.carry, whole.carry)
    assert same_bytes(vars(second.history)["epochs"], whole.history.epochs)
    assert second.history.costs.tobytes() == whole.history.costs.tobytes()


def test_it_returns_at_once_where_it_is_past_the_step_that_is_asked_for() -> None:
    gone = training(noisy())
    assert gone.run(until=3).step == 3
    chunks = iter([None, Stopped.INTERRUPTED])
    gone.on_chunk = lambda outcome: next(chunks)
    past = gone.run(until=2)
    assert (past.step, past.stopped) == (3, Stopped.RUNNING)


def test_a_training_that_is_over_has_nothing_left_to_do() -> None:
    over = training(noisy()).run()
    again = Training(noisy(), TRAIN, VALIDATION, over.carry, over.history).run()
    assert again.stopped is Stopped.EPOCHS
    assert same_bytes(again.carry, over.carry)
    assert len(again.history) == EPOCHS


def test_a_value_that_is_not_finite_stops_it_just_before_that_step_and_names_the_place() -> None:
    wild = dataclasses.replace(program(), optimizer=optimizers.sgd(3e38))
    outcome = training(wild).run()
    assert outcome.stopped is Stopped.NONFINITE
    assert outcome.nonfinite_step is not None
    assert outcome.step == outcome.nonfinite_step
    assert len(outcome.history.costs) == outcome.nonfinite_step + 1
    assert np.isfinite(outcome.history.costs[:-1]).all()
    assert not np.isfinite(outcome.history.costs[-1])
    assert first_nonfinite(wild, outcome.carry, TRAIN) == "batch_norm_1"


@pytest.mark.parametrize(
    ("node", "value", "place"),
    [
        ("dense_1", jnp.nan, "weights of dense_1"),
        ("dense_2", 3e38, "dense_2"),
        ("dense_1", 1.0, "the loss"),
    ],
)
def test_trouble_is_named_at_the_first_node_that_is_not_finite(node: str, value: float, place: str) -> None:
    learnt = program()
    carry = start(learnt)
    params = carry.variables["params"]
    kernel = jnp.full_like(params[node]["kernel"], value)
    variables = {**carry.variables, "params": params | {node: params[node] | {"kernel": kernel}}}
    assert first_nonfinite(learnt, carry._replace(variables=variables), TRAIN) == place


def test_whoever_watches_sees_growing_steps_and_a_history_that_fits_them() -> None:
    seen: list[Outcome] = []
    watched = training(noisy())
    watched.on_chunk = seen.append
    watched.run()
    steps = [outcome.step for outcome in seen]
    assert steps == sorted(set(steps))
    assert all(len(o.history) == o.step // noisy().steps_per_epoch for o in seen)
    assert all(len(o.history.costs) == o.step for o in seen)


def test_a_history_without_epochs_has_its_columns() -> None:
    history = History(("loss", "accuracy"))
    assert len(history) == 0
    assert history["accuracy"].shape == (0,)
