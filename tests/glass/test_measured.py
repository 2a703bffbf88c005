"""What probes measured, taken apart by the names of its columns."""

from __future__ import annotations

import numpy as np
import pytest

from neuroglass.glass.measured import awake, classes, histograms, of_each, stretches, update_ratios
from neuroglass.glass.probes.histograms import EXPONENTS
from neuroglass.learn.readings import Readings


def readings(**columns: list[float]) -> Readings:
    values = np.array(list(columns.values()), np.float32).T
    return Readings(tuple(columns), np.arange(len(values)), values)


def named(columns: dict[str, list[float]]) -> Readings:
    return readings(**columns)


def test_units_stand_with_their_nodes_and_numbers() -> None:
    found = awake(
        named(
            {
                "a.relu[0]/awake": [1, 0],
                "a.relu[2]/awake": [0.5, 0.25],
                "b.tanh[0]/awake": [1, 1],
                "class 0/asked": [3, 3],
            }
        )
    )
    assert {node: of.units for node, of in found.items()} == {"a.relu": (0, 2), "b.tanh": (0,)}
    np.testing.assert_array_equal(found["a.relu"].shares, [[1, 0.5], [0, 0.25]])


def test_a_unit_is_asleep_at_the_end_if_it_was_awake_at_none_of_several_readings() -> None:
    naps = named(
        {"a.relu[0]/awake": [1.0] * 30, "a.relu[1]/awake": [1.0] * 29 + [0], "a.relu[2]/awake": [1.0] + [0] * 29}
    )
    assert awake(naps)["a.relu"].asleep_at_end.tolist() == [False, False, True]


def test_a_measure_stands_with_each_weight_that_has_it() -> None:
    health = named({"a/mean": [1, 2], "a/kernel/gradient": [3, 4], "a/bias/gradient": [5, 6], "gradient_norm": [7, 8]})
    assert {name: list(course) for name, course in of_each(health, "gradient").items()} == {
        "a/kernel": [3, 4],
        "a/bias": [5, 6],
    }


def test_an_update_is_told_in_parts_of_its_weight_where_that_is_not_0() -> None:
    health = named({"a/kernel/update": [1, 2], "a/kernel/norm": [0, 8]})
    np.testing.assert_array_equal(update_ratios(health)["a/kernel"], [np.nan, 0.25])


def test_an_update_of_what_is_infinite_or_was_not_measured_is_not_told() -> None:
    whole = {"a/kernel/update": [np.inf, 3e38, 1], "a/kernel/norm": [np.inf, 1e-20, np.inf]}
    ratios = update_ratios(named({**whole, "b/kernel/update": [1, 1, 1]}))
    assert ratios.keys() == {"a/kernel"}
    np.testing.assert_allclose(ratios["a/kernel"], [np.nan, 3e58, np.nan], rtol=1e-6)


def test_columns_of_other_names_and_in_another_order_are_taken_for_what_they_are() -> None:
    columns = {"a[1]/awake": [1.0], "b[0]/awake": [0.5], "a[0]/awake": [0.0], f"a[{'9' * 5000}]/awake": [1.0]}
    assert {node: (of.units, of.shares.tolist()) for node, of in awake(named(columns)).items()} == {
        "a": ((1, 0), [[1.0, 0.0]]),
        "b": ((0,), [[0.5]]),
    }
    found = classes(named({"class 0/asked": [1.0], "class 1/asked": [1.0], "class 1/answered": [2.0]}))
    assert found is not None
    assert [counts.tolist() for counts in found] == [[[1]], [[2]]]
    assert histograms(named({"a/2^-20": [1.0], "b": [1.0]})) == {}


def test_counts_of_classes_are_found_unless_nothing_was_counted() -> None:
    asked = {"class 0/asked": [3.0], "class 1/asked": [1.0]}
    columns: dict[str, list[float]] = {"a[0]/awake": [1], **asked, "class 0/answered": [4]}
    found = classes(named({**columns, "class 1/answered": [0]}))
    assert found is not None
    np.testing.assert_array_equal(found[0], [[3, 1]])
    np.testing.assert_array_equal(found[1], [[4, 0]])
    assert classes(named({"class 0/asked": [0.0], "class 0/answered": [0.0]})) is None


def test_histograms_stand_with_their_arrays() -> None:
    names = ("dense_1", "dense_1/kernel", "dense_1/kernel/gradient")
    columns = {f"{name}/2^{exponent}": [float(place)] for place, name in enumerate(names) for exponent in EXPONENTS}
    found = histograms(named(columns))
    assert tuple(found) == names
    assert [float(shares.mean()) for shares in found.values()] == [0, 1, 2]
    assert found["dense_1"].shape == (1, len(EXPONENTS))


@pytest.mark.filterwarnings("error")
def test_a_stretch_without_readings_repeats_the_one_before_it_and_nothing_follows_the_last() -> None:
    steps, values = np.array([0, 1, 6]), np.array([[2.0], [4.0], [9.0]])
    np.testing.assert_array_equal(stretches(steps, values, 5, 10), [[3], [3], [3], [9], [np.nan]])
    np.testing.assert_array_equal(stretches(steps, values, 5, 10, np.sum)[:2], [[6], [6]])
