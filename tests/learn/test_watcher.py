"""How often probes measure, and what becomes of their readings."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any, ClassVar

import jax.numpy as jnp
import numpy as np
import pytest

from neuroglass.errors import ConfigurationError, FileError
from neuroglass.learn import readings
from neuroglass.learn.readings import MOST, Readings
from neuroglass.learn.watcher import ALL, LEAST, NEVER, Watcher


@dataclasses.dataclass(frozen=True)
class Named:
    """A probe of two numbers that is never run here."""

    name: str
    columns: ClassVar[tuple[str, ...]] = ("a", "b")
    numbers: ClassVar[int] = 1

    def keep(self, params: Any) -> Any:
        return params

    def measure(self, knows: Any) -> Any:
        raise NotImplementedError


CHUNK = 800  # steps


def heard(watcher: Watcher, first: int, seconds: float) -> int:
    """A chunk as training would report it, each number that of its step."""
    last = first + CHUNK
    found = []
    for every in watcher.watching.every.tolist():
        steps = np.array([step for step in range(first, last) if step % every == 0], np.float32)
        found.append(np.concatenate([np.stack([steps, -steps], axis=1), np.zeros((3, 2), np.float32)]))
    watcher.heard(first, last, tuple(found), seconds)
    return last


def priced(budget: float, plain: float, prices: tuple[float, float]) -> Watcher:
    """A watcher that has measured steps of ``plain`` seconds, and readings of these."""
    watcher, step = Watcher((Named("cheap"), Named("dear")), jnp.zeros(1), budget), 0
    while watcher.price is None:
        every = watcher.watching.every.tolist()
        reading = sum(price for price, steps in zip(prices, every, strict=True) if steps == ALL)
        step = heard(watcher, step, CHUNK * (plain + reading))
    return watcher


def paid_back(watcher: Watcher, plain: float, prices: tuple[float, float]) -> Watcher:
    """The same after so many more chunks that the beginning counts for little."""
    step = 1 << 20
    while watcher.price is not None and watcher.price > watcher.budget:
        every = watcher.watching.every.tolist()
        reading = sum(max(price, LEAST) / steps for price, steps in zip(prices, every, strict=True))
        step = heard(watcher, step, CHUNK * (plain + reading))
    return watcher


def test_at_first_everything_is_measured_then_prices_one_after_another() -> None:
    watcher, step, seen = Watcher((Named("cheap"), Named("dear")), jnp.zeros(1), 0.03), 0, []
    for _ in range(5):
        seen.append(watcher.watching.every.tolist())
        step = heard(watcher, step, 1.0)
    assert seen == [[ALL, ALL], [NEVER, NEVER], [ALL, NEVER], [NEVER, ALL], [NEVER, NEVER]]


def test_a_probe_measures_as_often_as_its_share_of_the_budget_pays_for() -> None:
    prices = 0.0001, 0.005
    watcher = paid_back(priced(budget=0.04, plain=0.01, prices=prices), 0.01, prices)
    assert watcher.watching.every.tolist() == [1, 25]


def test_what_the_beginning_cost_is_paid_back_with_half_of_the_budget() -> None:
    watcher = priced(budget=0.04, plain=0.01, prices=(0.0001, 0.005))
    assert watcher.price is not None
    assert watcher.price > watcher.budget
    assert watcher.watching.every.tolist() == [1, 50]


def test_with_next_to_no_budget_next_to_nothing_is_measured() -> None:
    assert priced(budget=1e-12, plain=0.01, prices=(0.0001, 0.005)).watching.every.tolist() == [NEVER, NEVER]


def test_steps_that_are_done_again_are_never_measured() -> None:
    watcher = Watcher.silent((Named("one"),), jnp.zeros(1))
    heard(watcher, 0, 1.0)
    assert watcher.watching.every.tolist() == [NEVER]


def test_the_price_is_what_all_readings_took_those_of_the_beginning_among_them() -> None:
    watcher = priced(budget=0.04, plain=0.01, prices=(0.0001, 0.005))  # ten chunks, four of them with each probe's
    assert watcher.price == pytest.approx(4 * 0.0051 / (10 * 0.01 + 4 * 0.0051))


def test_what_costs_nothing_that_can_be_measured_is_measured_always() -> None:
    watcher = priced(budget=0.03, plain=0.01, prices=(-0.0001, 0.0))  # a noisy clock
    assert watcher.watching.every.tolist() == [1, 1]


def test_where_steps_are_short_a_reading_is_never_free() -> None:
    prices = 0.0, -1e-6
    watcher = paid_back(priced(budget=0.03, plain=5e-5, prices=prices), 5e-5, prices)
    assert watcher.watching.every.tolist() == [3, 3]


def test_a_chunk_too_short_to_be_timed_decides_nothing() -> None:
    watcher = Watcher((Named("one"),), jnp.zeros(1), 0.03)
    for first in range(0, 20 * CHUNK, CHUNK):
        heard(watcher, first, 0.001)
    assert watcher.watching.every.tolist() == [ALL]
    assert watcher.price is None


def test_a_short_training_is_seen_whole() -> None:
    watcher = Watcher((Named("one"), Named("two")), jnp.zeros(1), 0.03)
    for step in range(9):  # the first call of a compiled function takes its time
        assert watcher.watching.every.tolist() == [ALL, ALL]
        heard(watcher, step * CHUNK, 0.05)
    assert all(len(held) == 9 * CHUNK for held in watcher.readings.values())


def test_readings_stand_with_their_steps() -> None:
    watcher = priced(budget=0.04, plain=0.01, prices=(0.0001, 0.005))
    for held in watcher.readings.values():
        np.testing.assert_array_equal(held["a"], held.steps)
        np.testing.assert_array_equal(held["b"], -held.steps)
        assert (np.diff(held.steps) > 0).all()


def test_there_is_room_for_all_the_readings_of_a_chunk() -> None:
    watcher = priced(budget=0.04, plain=0.01, prices=(0.0001, 0.005))
    assert watcher.longest == 4096


def test_a_probe_that_finds_nothing_to_measure_has_readings_without_numbers(tmp_path: Path) -> None:
    held = (
        Readings(())
        .extended(np.arange(3), np.zeros((3, 0), np.float32))
        .extended(np.arange(3, 5), np.zeros((2, 0), np.float32))
    )
    assert held.values.shape == (5, 0)
    readings.save(tmp_path / "readings", {"none": held}, {})
    assert readings.load(tmp_path / "readings")[0]["none"].steps.tolist() == [0, 1, 2, 3, 4]


def test_of_too_many_readings_every_second_goes() -> None:
    held = Readings(("a",))
    for first in range(0, 4 * MOST, 1000):
        steps = np.arange(first, first + 1000)
        held = held.extended(steps, steps[:, None].astype(np.float32))
    assert len(held) <= 2 * MOST
    assert held.steps[0] == 0
    np.testing.assert_array_equal(held["a"], held.steps)


def test_readings_come_back_from_their_file(tmp_path: Path) -> None:
    held = Readings(("a", "b"), np.array([0, 5, 9]), np.arange(6, dtype=np.float32).reshape(3, 2))
    readings.save(tmp_path / "probes", {"one": held, "none": Readings(("c",))}, {"price": 0.01})
    found, facts = readings.load(tmp_path / "probes")
    assert facts == {"price": 0.01}
    np.testing.assert_array_equal(found["one"].values, held.values)
    np.testing.assert_array_equal(found["one"].until(9).steps, [0, 5])
    assert len(found["none"]) == 0
    with pytest.raises(ConfigurationError, match="nothing called 'd' was measured"):
        found["one"]["d"]


def test_readings_that_do_not_hold_together_are_refused(tmp_path: Path) -> None:
    back = Readings(("a",), np.array([3, 1]), np.zeros((2, 1), np.float32))
    readings.save(tmp_path / "probes", {"one": back}, {})
    with pytest.raises(FileError, match="readings called one do not hold together"):
        readings.load(tmp_path / "probes")
