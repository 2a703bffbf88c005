"""What probes measure, held against NumPy on the same step."""

from __future__ import annotations

import dataclasses
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import neuroglass as ng
from neuroglass.data.parts import Data
from neuroglass.glass.probes import Health, Histograms, Units, probes_for
from neuroglass.glass.probes.histograms import EXPONENTS
from neuroglass.glass.probes.sampling import of_weight, taken
from neuroglass.run.planning import plan
from neuroglass.settings import Settings
from tests.glass.probes.made import program, rows, started


@pytest.fixture(scope="module")
def data() -> Data:
    return ng.data.table("iris")


@pytest.fixture(scope="module")
def first(data: Data) -> tuple[dict[str, float], dict[str, Any]]:
    """The readings of the first step, and the same step by hand: values, gradients, weights before and after."""
    made, train = program(data, "full")
    before = jax.tree.map(np.asarray, started(made)[0].variables["params"])
    after, named = rows(made, train, steps=1)
    objective = made.objective

    def cost(params: Any) -> Any:
        values: dict[str, Any] = {}

        def keep(name: str, value: jax.Array) -> jax.Array:
            values[name] = value
            return value

        objective.network.apply({"params": params, "state": {}}, train.x, tap=keep)
        return jnp.mean(objective.losses(values[objective.node], train.y)), values

    gradient, values = jax.grad(cost, has_aux=True)(before)
    known = {"values": values, "gradient": gradient, "before": before, "after": after.variables["params"], "y": train.y}
    return named[0], jax.tree.map(lambda array: np.asarray(array, np.float64), known)


def test_values_are_summed_up(first: tuple[dict[str, float], dict[str, Any]]) -> None:
    told, known = first
    for node in ("dense_1", "dense_2.sigmoid", "output"):
        assert told[f"{node}/mean"] == pytest.approx(known["values"][node].mean(), abs=1e-5)
        assert told[f"{node}/std"] == pytest.approx(known["values"][node].std(), rel=1e-3)
    assert told["dense_1.relu/zeros"] == pytest.approx((known["values"]["dense_1.relu"] == 0).mean())


def test_saturation_is_told_by_the_slope(first: tuple[dict[str, float], dict[str, Any]]) -> None:
    told, known = first
    a = known["values"]["dense_2.sigmoid"]
    assert told["dense_2.sigmoid/saturated"] == pytest.approx((a * (1 - a) < 0.0025).mean())
    assert told["dense_1.relu/saturated"] == told["dense_1.relu/zeros"]


def test_norms_are_those_of_gradient_update_weight_and_way(first: tuple[dict[str, float], dict[str, Any]]) -> None:
    told, known = first
    for node in ("dense_1", "dense_2", "output"):
        for name in ("kernel", "bias"):
            step = known["after"][node][name] - known["before"][node][name]
            assert told[f"{node}/{name}/gradient"] == pytest.approx(
                np.linalg.norm(known["gradient"][node][name]), rel=1e-3
            )
            assert told[f"{node}/{name}/update"] == pytest.approx(np.linalg.norm(step), rel=1e-3)
            assert told[f"{node}/{name}/norm"] == pytest.approx(np.linalg.norm(known["after"][node][name]), rel=1e-4)
            assert told[f"{node}/{name}/distance"] == pytest.approx(told[f"{node}/{name}/update"], rel=1e-3)
    whole = np.sqrt(sum((slope**2).sum() for slope in jax.tree.leaves(known["gradient"])))
    assert told["gradient_norm"] == pytest.approx(whole, rel=1e-3)


def test_each_unit_is_told_how_often_it_is_awake(first: tuple[dict[str, float], dict[str, Any]]) -> None:
    told, known = first
    awake = (known["values"]["dense_1"] > 0).mean(axis=0)
    assert [told[f"dense_1.relu[{unit}]/awake"] for unit in range(6)] == pytest.approx(awake.tolist())


def test_classes_are_counted_as_asked_and_as_answered(first: tuple[dict[str, float], dict[str, Any]]) -> None:
    told, known = first
    answered = np.bincount(known["values"]["output"].argmax(axis=1), minlength=3)
    asked = np.bincount(known["y"].astype(int), minlength=3)
    assert [told[f"class {label}/asked"] for label in range(3)] == asked.tolist()
    assert [told[f"class {label}/answered"] for label in range(3)] == answered.tolist()


def test_sizes_are_sorted_into_powers_of_two(first: tuple[dict[str, float], dict[str, Any]]) -> None:
    told, known = first
    sizes = np.floor(np.log2(np.abs(known["after"]["dense_1"]["kernel"]))).clip(EXPONENTS[0], EXPONENTS[-1])
    for exponent in EXPONENTS:
        assert told[f"dense_1/kernel/2^{exponent}"] == pytest.approx((sizes == exponent).mean(), abs=1e-6)


def test_the_way_grows_from_the_first_weights(data: Data) -> None:
    made, train = program(data, "full")
    begun = np.asarray(started(made)[0].variables["params"]["dense_1"]["kernel"])
    carry, named = rows(made, train)
    gone = np.linalg.norm(np.asarray(carry.variables["params"]["dense_1"]["kernel"]) - begun)
    assert named[-1]["dense_1/kernel/distance"] == pytest.approx(gone, rel=1e-3)


def test_a_light_look_tells_about_the_whole(data: Data) -> None:
    chance = np.random.default_rng(0)
    array = jnp.asarray(chance.normal(size=(300, 40)).astype(np.float32))
    some = of_weight(array, 1024)
    assert some.size == taken((300, 40), 1024) <= 1024
    assert float(jnp.mean(some**2)) == pytest.approx(1, abs=0.1)


def test_off_measures_nothing(data: Data) -> None:
    assert program(data, "off")[0].probes == ()
    light = probes_for("light", program(data, "off")[0].objective)
    assert [type(probe) for probe in light] == [Health, Units]
    assert Histograms in [type(probe) for probe in probes_for("full", program(data, "off")[0].objective)]
    assert all(dataclasses.is_dataclass(probe) and hash(probe) for probe in light)


def test_a_probe_that_finds_nothing_to_measure_is_left_out() -> None:
    linear = plan("dense 3", ng.data.arrays(np.ones((9, 2), np.float32), np.arange(9.0)), Settings.of({})).program
    assert [probe.name for probe in linear.probes] == ["health"]


def test_a_unit_is_judged_by_as_many_samples_as_are_looked_at_of_the_widest_node() -> None:
    data = ng.data.arrays(np.ones((9, 2), np.float32), np.arange(9.0))
    objective = plan("dense 4 relu, dense 32 relu", data, Settings.of({})).program.objective
    assert Units(objective, 8, 128).samples == 4
    assert Units(objective, 8, 1).samples == 1
