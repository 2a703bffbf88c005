"""Alarms on made courses, healthy and sick. What is healthy must be silent: a false alarm is a bug."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from neuroglass.glass.alarms import Alarm, alarms, asleep_since
from neuroglass.glass.measured import Awake
from neuroglass.learn.readings import Readings

STEPS, UNITS = 200, 20
FALLING = np.geomspace(2.0, 0.5, STEPS)  # costs
Course = NDArray[Any]


def told(
    awake: Course | None = None,
    zeros: float = 1.0,
    gradient: Course | None = None,
    costs: Course = FALLING,
    every: int = 1,
    samples: int = 64,
) -> tuple[Alarm, ...]:
    """The alarms of a training with one relu node of 20 units."""
    steps = np.arange(0, STEPS, every)
    awake = np.full((STEPS, UNITS), 0.5) if awake is None else awake
    gradient = np.ones(STEPS) if gradient is None else gradient
    health = Readings(
        ("dense_1.relu/zeros", "gradient_norm"),
        steps,
        np.stack([np.full(STEPS, zeros), gradient], axis=1)[::every].astype(np.float32),
    )
    names = tuple(f"dense_1.relu[{unit}]/awake" for unit in range(UNITS))
    units = Readings(names, steps, awake[::every].astype(np.float32))
    return alarms({"health": health, "units": units}, costs.astype(np.float32), samples)


def asleep_from(step: int, units: int = UNITS) -> Course:
    awake = np.full((STEPS, UNITS), 0.5)
    awake[step:, :units] = 0
    return awake


def test_a_healthy_training_is_silent() -> None:
    assert told() == ()


def test_a_node_that_sleeps_is_told_with_the_step_since_when() -> None:
    (alarm,) = told(asleep_from(120, 19))
    assert alarm == Alarm("dense_1.relu asleep", 120, "dense_1: 95 % of the units are asleep since step 121")


def test_the_step_is_that_of_the_first_reading_that_found_it_asleep() -> None:
    (alarm,) = told(asleep_from(101), every=5)
    assert alarm.step == 105


def test_nine_tenths_asleep_are_not_enough() -> None:
    assert told(asleep_from(0, 18)) == ()


def test_sleep_is_believed_after_a_thousand_samples() -> None:
    assert told(asleep_from(STEPS - 16))
    assert told(asleep_from(STEPS - 15)) == ()
    assert told(asleep_from(STEPS - 128), samples=8)
    assert told(asleep_from(STEPS - 127), samples=8) == ()


def test_units_that_wake_now_and_then_do_not_sleep() -> None:
    """Every unit is awake in one reading of ten, no two of them at once: most sleep at each step, none always."""
    awake = (np.arange(STEPS)[:, None] % UNITS == np.arange(UNITS)) * 0.02
    assert told(awake) == ()


def test_units_that_have_become_sure_of_themselves_are_no_alarm() -> None:
    """A hidden tanh that has learnt a binary feature is flat for every sample, and right."""
    assert told(asleep_from(120), zeros=0.0) == ()
    assert told(asleep_from(20), zeros=0.0)[0].step == 20


def test_where_the_cost_has_fallen_to_a_tenth_sleep_does_no_harm() -> None:
    assert told(asleep_from(100), costs=np.geomspace(2.0, 0.01, STEPS)) == ()


def test_a_leap_in_the_first_steps_does_not_look_like_learning_afterwards() -> None:
    costs = np.r_[2.3, np.full(9, 5e4), np.full(STEPS - 10, 2.4)]
    assert told(asleep_from(10), costs=costs)[0].step == 10


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_gradient_that_is_not_finite_is_told(value: float) -> None:
    gradient = np.r_[np.ones(STEPS - 1), value]
    assert told(gradient=gradient) == (Alarm("gradient not finite", 199, "the gradient is not finite since step 200"),)


def test_a_gradient_of_0_is_told_while_the_cost_is_high() -> None:
    gradient = np.r_[np.ones(100), np.zeros(100)]
    (alarm,) = told(gradient=gradient)
    assert (alarm.what, alarm.step) == ("gradient 0", 100)
    assert alarm.sentence == "the gradient is 0 since step 101: nothing is learnt any more"


def test_a_gradient_of_0_at_the_floor_of_the_cost_is_what_was_wanted() -> None:
    """As with a hinge loss, when every sample is beyond the margin."""
    gradient = np.r_[np.ones(100), np.zeros(100)]
    assert told(gradient=gradient, costs=gradient) == ()


def test_one_batch_without_a_gradient_is_no_alarm() -> None:
    gradient = np.ones(STEPS)
    gradient[[50, 199]] = 0
    assert told(gradient=gradient) == ()


def test_a_burst_is_told_where_the_cost_rises_with_it() -> None:
    gradient, costs = np.ones(STEPS), FALLING.copy()
    gradient[150], costs[151] = 2000, 50
    (alarm,) = told(gradient=gradient, costs=costs)
    assert alarm.sentence == "the gradient is 2,000 times as large as usual at step 151, and the cost has risen"
    assert told(gradient=gradient) == ()
    gradient[150] = 900
    assert told(gradient=gradient, costs=costs) == ()


def test_leaving_a_saddle_is_no_burst() -> None:
    assert told(gradient=np.r_[np.full(100, 1e-6), np.ones(100)]) == ()


def test_nothing_watched_or_nothing_learnt_yet_is_silent() -> None:
    assert alarms({}, FALLING, 64) == ()
    assert told(costs=np.zeros(0)) == ()


def test_a_share_of_units_sleeps_since_the_last_of_them_was_awake() -> None:
    shares = np.ones((6, 4))
    shares[1:, 0] = shares[2:, 1] = shares[4:, 2] = 0
    of, steps = Awake((0, 1, 2, 3), shares), np.arange(10, 70, 10)
    assert [asleep_since(steps, of, share) for share in (0.25, 0.5, 0.75, 1.0)] == [20, 30, 50, None]
