"""What is decided at the end of an epoch, from made-up rows of the history: best, patience, plateau, convergence."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import jax.numpy as jnp
import numpy as np
import pytest

from neuroglass.learn import optimizers, schedules
from neuroglass.learn.program import ENDS, STILL_EPOCHS, Carry
from neuroglass.learn.stopping import Stopped, Watch
from tests.learn.cases import program, start

FLAT = Watch(tolerance=0)


def after(
    values: Sequence[float], watch: Watch = FLAT, column: str = "val_loss", plateau: schedules.Plateau | None = None
) -> tuple[Carry, int]:
    """The state after epochs whose ``column`` had these values, and how many epochs there were until the end."""
    learnt = dataclasses.replace(program(watch=watch), epochs=100)
    if plateau is not None:
        learnt = dataclasses.replace(learnt, optimizer=optimizers.sgd(plateau))
    carry, place = start(learnt), learnt.columns.index(column)
    for number, value in enumerate(values, 1):
        row = jnp.zeros(len(learnt.columns)).at[place].set(value)
        carry = learnt._judged(carry._replace(step=jnp.int32(number * learnt.steps_per_epoch)), row)
        if int(carry.ended):
            return carry, number
    return carry, len(values)


def test_the_best_epoch_is_the_lowest_validation_loss() -> None:
    carry, _ = after([3.0, 2.0, 2.5, 1.9, 2.2])
    assert int(carry.best.epoch) == 4
    assert float(carry.best.value) == pytest.approx(1.9)
    assert int(carry.waited) == 1


def test_a_metric_that_should_rise_is_best_at_its_highest() -> None:
    carry, _ = after([0.5, 0.9, 0.7], Watch("val_accuracy", tolerance=0), "val_accuracy")
    assert int(carry.best.epoch) == 2
    assert float(carry.best.value) == pytest.approx(0.9)


def test_equal_values_keep_the_earlier_epoch() -> None:
    assert int(after([2.0, 1.0, 1.0])[0].best.epoch) == 2


@pytest.mark.parametrize(("patience", "epochs"), [(1, 3), (2, 6), (3, 7)])
def test_patience_ends_training_after_so_many_epochs_without_improvement(patience: int, epochs: int) -> None:
    carry, ended = after([3.0, 2.0, 2.5, 1.9, 2.2, 2.1, 1.95, 2.0], Watch(patience=patience, tolerance=0))
    assert ENDS[int(carry.ended)] is Stopped.PATIENCE
    assert ended == epochs


def test_an_improvement_below_min_delta_is_none() -> None:
    carry, ended = after([2.0, 1.95, 1.91, 1.5], Watch(patience=2, min_delta=0.1, tolerance=0))
    assert ENDS[int(carry.ended)] is Stopped.PATIENCE
    assert (ended, int(carry.best.epoch)) == (3, 1)


def test_without_patience_nothing_but_convergence_ends_it() -> None:
    assert int(after([1.0, 2.0, 3.0, 4.0])[0].ended) == 0


def test_a_value_that_is_not_a_number_is_never_the_best() -> None:
    assert int(after([2.0, np.nan, 3.0])[0].best.epoch) == 1
    assert int(after([np.nan, 2.0, 3.0])[0].best.epoch) == 2


def test_weights_that_are_not_finite_are_never_the_best() -> None:
    """A row is measured with the weights before its last step: the loss may be fine and the weights lost."""
    learnt = program()
    carry = start(learnt)
    params = carry.variables["params"]
    lost = params | {"dense_1": params["dense_1"] | {"bias": params["dense_1"]["bias"] * jnp.nan}}
    row = jnp.ones(len(learnt.columns))
    carry = learnt._judged(carry._replace(variables={**carry.variables, "params": lost}), row)
    assert bool(jnp.isfinite(carry.best.variables["params"]["dense_1"]["bias"]).all())
    assert bool(jnp.isnan(carry.best.value))


def test_convergence_ends_it_when_the_cost_has_not_moved_for_ten_epochs() -> None:
    values = [1.0, 0.5, *[0.5 + 1e-9 * number for number in range(20)]]
    carry, ended = after(values, Watch(tolerance=1e-6), "loss")
    assert ENDS[int(carry.ended)] is Stopped.CONVERGED
    assert ended == 2 + STILL_EPOCHS
    moving = [1.0 * 0.999**number for number in range(20)]
    assert int(after(moving, Watch(tolerance=1e-6), "loss")[0].ended) == 0
    assert int(after(values, FLAT, "loss")[0].ended) == 0


def test_a_plateau_lowers_the_rate_each_time_its_patience_is_used_up() -> None:
    values = [2.0, 2.0, 2.0, 2.0, 2.0, 1.0, 1.0, 1.0]
    rates = [float(after(values[:n], plateau=schedules.plateau(0.1, 0.5, 2))[0].rate) for n in range(1, 9)]
    assert rates == [1, 1, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125]
