"""Watching changes nothing, in the programs that users run: XLA leaves nothing out here."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import neuroglass as ng
from neuroglass.data.parts import Data
from neuroglass.learn import looped, stepped
from tests.glass.probes.made import program, rows, started

SMALL = "dense 4 relu"


@pytest.fixture(scope="module", autouse=True)
def quick_compilation() -> None:
    """In place of that of all the glass."""


@pytest.fixture(scope="module")
def data() -> Data:
    return ng.data.table("iris")


def test_both_roads_measure_alike(data: Data) -> None:
    made, train = program(data, "light", SMALL)
    there, looping = rows(made, train)
    here, stepping = rows(made, train, stepped)
    for ours, others in zip(stepping, looping, strict=True):
        assert ours == pytest.approx(others, rel=1e-5, abs=1e-6)
    assert all(map(np.array_equal, jax.tree.leaves(here.variables), jax.tree.leaves(there.variables)))


@pytest.mark.parametrize("many", [looped.MANY, 1])
@pytest.mark.parametrize("level", ["light", "full"])
def test_watching_changes_no_byte_of_what_is_learnt(
    data: Data, level: str, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looped, "MANY", many)  # 1: steps that measure nothing are compiled by themselves
    jax.clear_caches()
    settings: dict[str, Any] = {"network": SMALL, "batch_size": 16, "optimizer": "adam", "learning_rate": 0.01}
    plain, train = program(data, "off", **settings)
    alone, _ = looped.chunk(plain, plain.start(jnp.uint32(4), jnp.float32(1)), train, None, jnp.int32(20))
    watched, _ = program(data, level, **settings)
    for every in (1, 7):
        carry, watching = started(watched)
        seldom = watching._replace(every=jnp.full(len(watched.probes), every, jnp.int32))
        beside, record = looped.chunk(watched, carry, train, None, jnp.int32(20), seldom)
        assert all(map(np.array_equal, jax.tree.leaves(alone.variables), jax.tree.leaves(beside.variables)))
        assert np.count_nonzero(np.abs(np.asarray(record.readings[0])).sum(axis=1)[:-1]) == -(-20 // every)
