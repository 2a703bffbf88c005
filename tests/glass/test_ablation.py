"""Silenced units, each compared with an edit of that unit alone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from neuroglass.data.parts import Data
from neuroglass.errors import ConfigurationError, NetworkError
from neuroglass.glass import Glass, ablation
from neuroglass.model import Model
from tests.glass import made
from tests.glass.made import seen

KINDS = {
    "dense": (made.dense, made.cars, "dense_1.tanh"),
    "ensemble": (made.ensemble, made.cars, "member_dense_1"),
    "pictures": (made.convolutional, made.pictures, "conv2d_1.relu"),
}


@pytest.fixture(scope="module")
def cars() -> Glass:
    return seen(made.dense(), made.cars())


@pytest.mark.parametrize(("model", "data", "node"), KINDS.values(), ids=KINDS)
def test_each_unit_has_the_effect_of_holding_it_at_zero(
    model: Callable[[], Model], data: Callable[[], Data], node: str
) -> None:
    glass = seen(model(), data())
    found = glass.ablate(node)
    one_by_one = [glass.edit(node, 0, unit=unit).number for unit in range(glass.values[node].shape[-1])]
    np.testing.assert_allclose(found.after, one_by_one, rtol=1e-6)
    np.testing.assert_allclose(found.effects, np.array(one_by_one) - glass.number, atol=1e-6)


def test_where_memory_is_short_units_are_silenced_a_few_at_a_time(cars: Glass, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = cars.ablate("dense_1.tanh").after
    numbers = 3 * sum(int(np.prod(shape)) for shape in cars.model.network.shapes.values())
    monkeypatch.setattr(ablation, "MOST_NUMBERS", 4 * numbers)  # six units: four, and then two
    np.testing.assert_array_equal(cars.ablate("dense_1.tanh").after, at_once)


def test_the_effect_on_a_metric_is_that_of_an_edit(cars: Glass) -> None:
    part = made.cars().train
    found = cars.ablate("dense_2.relu", "accuracy", part)
    effects = [cars.edit("dense_2.relu", 0, unit=unit).effect(part, ["accuracy"]) for unit in range(5)]
    np.testing.assert_array_equal(found.after, [effect.after["accuracy"] for effect in effects])
    assert found.before == effects[0].before["accuracy"]


def test_the_unit_that_matters_most_comes_first(cars: Glass) -> None:
    found = cars.ablate("dense_1.tanh")
    sizes = [abs(silenced.effect) for silenced in found.ranking()]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == np.abs(found.effects).max()
    assert f"Without unit {found.ranking()[0].unit} of dense_1.tanh" in found.words()


def test_a_unit_that_is_silent_anyway_is_counted() -> None:
    glass = seen(made.dense(), made.cars()).edit("dense_2.relu", 0, unit=3)
    found = glass.ablate("dense_2.relu")
    assert found.effects[3] == 0
    assert "can be silenced without any" in found.words()


def test_the_picture_has_a_bar_for_each_unit(cars: Glass) -> None:
    figure = cars.ablate("dense_1.tanh").plot()
    assert sorted(label.get_text() for label in figure.axes[0].get_yticklabels()) == [
        f"dense_1.tanh[{unit}]" for unit in range(6)
    ]


def test_what_does_not_fit_is_told(cars: Glass) -> None:
    with pytest.raises(NetworkError, match="there is no node 'dense_9'"):
        cars.ablate("dense_9")
    with pytest.raises(ConfigurationError, match=r"metric='accuracy' and no data\. Expected both or neither"):
        cars.ablate("dense_1", "accuracy")
