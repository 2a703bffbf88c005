"""Permutation importance, against scikit-learn's."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from sklearn import inspection
from sklearn.base import BaseEstimator, ClassifierMixin

from neuroglass.errors import ConfigurationError, NetworkError
from neuroglass.glass.attribution import permutation_importance
from neuroglass.model import Model
from tests.glass import made


class Answering(ClassifierMixin, BaseEstimator):
    """A model as scikit-learn asks one."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.classes_ = np.arange(3)

    def fit(self, x: Any, y: Any) -> Answering:
        return self

    def predict(self, x: np.ndarray) -> np.ndarray:
        return np.asarray(self.model.outputs({"features": x.astype(np.float32)}).argmax(axis=1))


@pytest.fixture(scope="module")
def numbers() -> Any:
    """The three columns of numbers alone: scikit-learn shuffles each feature by itself."""
    data = made.cars()
    model = made.dense()
    part = dataclasses.replace(data.train, y=model.outputs(data.train.x).argmax(axis=1).astype(np.int32))
    return model, part


def test_it_is_what_scikit_learn_says(numbers: Any) -> None:
    model, part = numbers
    ours = permutation_importance(model, part, repeats=60)
    theirs = inspection.permutation_importance(
        Answering(model), part.x["features"], part.y, scoring="accuracy", n_repeats=60, random_state=0
    )
    assert ours.score == pytest.approx(1)
    for place, name in enumerate(("length", "weight", "nothing")):
        error = 4 * np.hypot(ours.std[name], theirs.importances_std[place]) / np.sqrt(60)
        assert ours.mean[name] == pytest.approx(theirs.importances_mean[place], abs=max(error, 1e-6))
        assert ours.std[name] == pytest.approx(theirs.importances_std[place], rel=0.5)
    assert ours.mean["length"] > 0.02


def test_all_places_of_a_category_are_shuffled_together(numbers: Any) -> None:
    """A model that only asks whether a row has any colour at all loses nothing."""
    model, part = numbers
    kernel = model.variables["params"]["dense_1"]["kernel"]
    same = kernel.at[3:].set(np.broadcast_to(np.asarray(kernel[3:]).mean(axis=0), (3, 6)))
    params = {**model.variables["params"], "dense_1": {**model.variables["params"]["dense_1"], "kernel": same}}
    even = dataclasses.replace(model, variables={**model.variables, "params": params})
    found = permutation_importance(even, part)
    assert not found.drops["colour"].any()
    assert found.drops["length"].any()


def test_a_loss_is_better_low_and_an_accuracy_high(numbers: Any) -> None:
    model, part = numbers
    assert permutation_importance(model, part, "loss").mean["length"] > 0
    assert permutation_importance(model, part, "accuracy").mean["length"] > 0


def test_the_same_seed_gives_the_same_numbers(numbers: Any) -> None:
    model, part = numbers
    one, two, other = (permutation_importance(model, part, repeats=3, seed=seed) for seed in (1, 1, 2))
    assert one.to_json()["mean"] == two.to_json()["mean"]
    assert any((one.drops[name] != other.drops[name]).any() for name in one.drops)


def test_the_rows_are_not_changed(numbers: Any) -> None:
    model, part = numbers
    before = part.x["features"].copy()
    permutation_importance(model, part, repeats=1)
    np.testing.assert_array_equal(part.x["features"], before)


def test_bars_stand_in_the_order_of_what_is_lost(numbers: Any) -> None:
    model, part = numbers
    found = permutation_importance(model, part)
    (axes,) = found.plot().axes
    widths = [patch.get_width() for patch in axes.patches]  # type: ignore[attr-defined]
    assert widths == pytest.approx(sorted(found.mean.values(), reverse=True))
    assert [label.get_text() for label in axes.get_yticklabels()] == found.top()
    assert f"{found.top()[0]} (" in found.words()[0]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"repeats": 0}, "repeats=0. Expected 1 or more."),
        (
            {"metric": "confusion_matrix"},
            "the metric confusion_matrix. Expected one number that is better high or low.",
        ),
    ],
)
def test_impossible_settings_are_told(numbers: Any, asked: dict[str, Any], sentence: str) -> None:
    model, part = numbers
    with pytest.raises(ConfigurationError) as told:
        permutation_importance(model, part, **asked)
    assert str(told.value) == sentence


def test_pictures_have_no_columns() -> None:
    with pytest.raises(NetworkError, match=r"of a model that reads no columns. Expected one trained on a table"):
        permutation_importance(made.convolutional(), made.pictures().train)
