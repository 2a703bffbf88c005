"""Learning rates over a training, against keras, optax (one_cycle) and formulas by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import jax.numpy as jnp
import keras
import numpy as np
import optax
import pytest

from neuroglass.errors import ConfigurationError
from neuroglass.learn import schedules
from neuroglass.learn.schedules import Progress, Schedule
from neuroglass.nn.describe import describe, restore

PER_EPOCH, EPOCHS = 7, 12
STEPS = PER_EPOCH * EPOCHS
DECAYS = keras.optimizers.schedules

KINDS: dict[str, type] = {
    kind.__name__: kind
    for kind in vars(schedules).values()
    if isinstance(kind, type) and issubclass(kind, Schedule) and kind is not Schedule
}


def warmed(step: int) -> float:
    """Ten steps up, then the cosine over the 74 that are left."""
    return 0.1 * (step + 1) / 10 if step < 10 else 0.05 * (1 + np.cos(np.pi * (step - 10) / (STEPS - 10)))


CASES: dict[str, tuple[Schedule, Callable[[int], Any]]] = {
    "constant": (schedules.constant(0.1), lambda step: 0.1),
    "step": (schedules.step(0.1, 0.3, 4), DECAYS.ExponentialDecay(0.1, 4 * PER_EPOCH, 0.3, staircase=True)),
    "exponential": (schedules.exponential(0.1, 0.8), DECAYS.ExponentialDecay(0.1, PER_EPOCH, 0.8)),
    "cosine": (schedules.cosine(0.1, 0.2), DECAYS.CosineDecay(0.1, STEPS, alpha=0.2)),
    "one_cycle": (
        schedules.one_cycle(0.1, 0.25),
        optax.cosine_onecycle_schedule(STEPS, 0.1, 0.25, div_factor=25, final_div_factor=1e4),
    ),
    "warm_up": (schedules.warm_up(schedules.cosine(0.1), 10), warmed),
    "warm_up to a number": (schedules.warm_up(0.1, 4), lambda step: 0.1 * min((step + 1) / 4, 1)),
    "plateau": (schedules.plateau(0.1), lambda step: 0.1),
}


@pytest.mark.usefixtures("lenient_promotion")
@pytest.mark.parametrize(("schedule", "peer"), CASES.values(), ids=CASES)
def test_the_learning_rate_at_every_step_is_the_peers(schedule: Schedule, peer: Callable[[int], Any]) -> None:
    steps = range(0, STEPS, 3)
    ours = schedule.share(Progress(jnp.arange(0, STEPS, 3), STEPS, PER_EPOCH)) * schedule.learning_rate
    expected = np.array([float(peer(step)) for step in steps])
    np.testing.assert_allclose(np.broadcast_to(ours, expected.shape), expected, rtol=1e-5, atol=1e-9)


def test_every_schedule_is_in_the_table_and_comes_back_from_its_description() -> None:
    assert {type(schedule) for schedule, _ in CASES.values()} == set(KINDS.values())
    for schedule, _ in CASES.values():
        assert restore(json.loads(json.dumps(describe(schedule))), KINDS, "the schedule") == schedule


REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "every": (lambda: schedules.step(0.1, every=0), "Step(every=0). Expected every to be a whole number above 0."),
    "half an epoch": (lambda: schedules.step(0.1, every=0.5), "Step(every=0.5)."),  # type: ignore[arg-type]
    "rate": (lambda: schedules.exponential(0.1, -1.0), "Exponential(rate=-1.0). Expected rate to be a number above 0."),
    "floor": (lambda: schedules.cosine(0.1, 1.5), "Cosine(floor=1.5). Expected floor to be a number from 0 to 1."),
    "rise": (lambda: schedules.one_cycle(0.1, -0.1), "OneCycle(rise=-0.1)."),
    "steps": (lambda: schedules.warm_up(0.1, 0), "WarmUp(steps=0)."),
    "patience": (lambda: schedules.plateau(0.1, patience=0), "Plateau(patience=0)."),
    "infinite": (lambda: schedules.constant(float("inf")), "Constant(learning_rate=inf)."),
}


@pytest.mark.parametrize(("make", "text"), REFUSED.values(), ids=REFUSED)
def test_an_impossible_schedule_is_named(make: Callable[[], Any], text: str) -> None:
    with pytest.raises(ConfigurationError, match="^" + re.escape(text)):
        make()
