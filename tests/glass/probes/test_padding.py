"""Padding is not measured: neither rows that fill up a batch nor steps that fill up a sequence."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import neuroglass as ng
from neuroglass.glass.probes.histograms import EXPONENTS
from neuroglass.learn.program import Program
from neuroglass.nn.evaluation import Samples
from tests.glass.probes.made import program, rows

NETWORK = "dense 6 relu, dense 5 sigmoid"


@pytest.fixture(scope="module")
def padded() -> tuple[Program, Samples]:
    """A training part that is no multiple of its batches: the last one is filled up."""
    chance = np.random.default_rng(0)
    data = ng.data.arrays(chance.normal(size=(50, 3)).astype(np.float32), chance.integers(0, 3, 50))
    made, train = program(data, "full", NETWORK, batch_size=16)
    assert 0 < made.rows % 16 < 16
    return made, train


@pytest.fixture(scope="module")
def short(padded: tuple[Program, Samples]) -> tuple[dict[str, float], dict[str, Any]]:
    """What is measured at the short batch, and the values of its real rows."""
    made, train = padded
    at = made.steps_per_epoch - 1
    before, _ = rows(made, train, steps=at)
    _, named = rows(made, train, steps=at + 1)
    drawn = made.drawn(jnp.int32(at), jnp.uint32(4))
    assert drawn.real is not None
    x = {name: array[drawn.rows[drawn.real > 0]] for name, array in train.x.items()}
    return named[at], values(made, before.variables["params"], x)


def values(made: Program, params: Any, x: dict[str, jax.Array]) -> dict[str, Any]:
    kept: dict[str, Any] = {}

    def keep(name: str, value: jax.Array) -> jax.Array:
        kept[name] = np.asarray(value, np.float64)
        return value

    made.objective.network.apply({"params": params, "state": {}}, x, tap=keep)
    return kept


def test_of_a_short_batch_only_its_rows_are_summed_up(short: tuple[dict[str, float], dict[str, Any]]) -> None:
    told, known = short
    for node in ("dense_1", "dense_2.sigmoid", "output"):
        assert told[f"{node}/mean"] == pytest.approx(known[node].mean(), abs=1e-5)
        assert told[f"{node}/std"] == pytest.approx(known[node].std(), rel=1e-3)
    assert told["dense_1.relu/zeros"] == pytest.approx((known["dense_1.relu"] == 0).mean(), abs=1e-6)


def test_of_a_short_batch_units_are_awake_at_its_rows(short: tuple[dict[str, float], dict[str, Any]]) -> None:
    told, known = short
    awake = (known["dense_1"] > 0).mean(axis=0)
    assert [told[f"dense_1.relu[{unit}]/awake"] for unit in range(6)] == pytest.approx(awake.tolist(), abs=1e-6)


def test_of_a_short_batch_sizes_are_those_of_its_rows(short: tuple[dict[str, float], dict[str, Any]]) -> None:
    told, known = short
    sizes = np.floor(np.log2(np.abs(known["dense_1"]))).clip(EXPONENTS[0], EXPONENTS[-1])
    for exponent in EXPONENTS:
        assert told[f"dense_1/2^{exponent}"] == pytest.approx((sizes == exponent).mean(), abs=1e-6)


def test_of_a_padded_sequence_only_its_steps_are_summed_up() -> None:
    chance = np.random.default_rng(1)
    x = chance.normal(size=(24, 7, 2)).astype(np.float32)
    lengths = chance.integers(2, 8, 24)
    x[np.arange(7) >= lengths[:, None]] = 0
    data = ng.data.arrays(x, x.sum(axis=(1, 2)))
    layers: Any = ng.Network([ng.Masking(), ng.Dense(4, "relu"), ng.LastStep(), ng.Output()])
    made, train = program(data, "light", layers)
    _, named = rows(made, train, steps=2)
    before, _ = rows(made, train, steps=1)
    known = values(made, before.variables["params"], train.x)
    real = np.asarray(train.x["features"] != 0).any(axis=-1)
    assert not real.all()
    assert named[1]["dense_1/mean"] == pytest.approx(known["dense_1"][real].mean(), abs=1e-5)
    assert named[1]["dense_1/std"] == pytest.approx(known["dense_1"][real].std(), rel=1e-3)
    awake = (known["dense_1"][real] > 0).mean(axis=0)
    assert [named[1][f"dense_1.relu[{unit}]/awake"] for unit in range(4)] == pytest.approx(awake.tolist(), abs=1e-6)
