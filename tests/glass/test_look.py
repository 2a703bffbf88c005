"""One moment of a network: what it computed, and what came back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import neuroglass as ng
from neuroglass.data.parts import Data
from neuroglass.errors import ConfigurationError, DataError, NetworkError
from neuroglass.model import Model
from tests.glass.conftest import made, on
from tests.glass.made import convolutional


def softmax(z: np.ndarray) -> np.ndarray:
    shares = np.exp(z - z.max(axis=-1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True))


def test_values_and_gradients_are_those_of_back_propagation_by_hand(dense: Model, iris: Data) -> None:
    part = iris.train.first(5)
    glass = ng.look(dense, part)
    held = {
        node: {name: np.asarray(w, np.float64) for name, w in owned.items()} for node, owned in glass.weights.items()
    }
    x, onehot = part.x["features"].astype(np.float64), np.eye(3)[part.y]

    z1 = x @ held["dense_1"]["kernel"] + held["dense_1"]["bias"]
    a1 = np.maximum(z1, 0)
    z2 = a1 @ held["dense_2"]["kernel"] + held["dense_2"]["bias"]
    a2 = np.tanh(z2)
    z3 = a2 @ held["output"]["kernel"] + held["output"]["bias"]
    p = softmax(z3)
    d3 = (p - onehot) / 5
    da2 = d3 @ held["output"]["kernel"].T
    d2 = da2 * (1 - a2**2)
    da1 = d2 @ held["dense_2"]["kernel"].T
    d1 = da1 * (z1 > 0)

    forward = {"dense_1": z1, "dense_1.relu": a1, "dense_2": z2, "dense_2.tanh": a2, "output": z3, "output.softmax": p}
    backward = {
        "features": d1 @ held["dense_1"]["kernel"].T,
        "dense_1": d1,
        "dense_1.relu": da1,
        "dense_2": d2,
        "output": d3,
    }
    for name, values in forward.items():
        np.testing.assert_allclose(glass.values[name], values, rtol=2e-5, atol=1e-6)
    for name, slopes in backward.items():
        np.testing.assert_allclose(glass.gradients[name], slopes, rtol=2e-5, atol=1e-6)
    np.testing.assert_allclose(glass.weight_gradients["dense_2"]["kernel"], a1.T @ d2, rtol=2e-5, atol=1e-6)
    np.testing.assert_allclose(glass.weight_gradients["dense_1"]["bias"], d1.sum(axis=0), rtol=2e-5, atol=1e-6)
    assert glass.number == pytest.approx(-np.log(p[np.arange(5), part.y]).mean(), rel=1e-5)


def test_the_cost_holds_what_the_weights_are_fined(iris: Data) -> None:
    plain = made(on(iris, ng.Dense(6, "relu")), iris)
    fined = made(on(iris, ng.Dense(6, "relu", kernel_regularizer=ng.regularizers.l2(0.1))), iris)
    penalty = 0.1 * float((np.asarray(fined.variables["params"]["dense_1"]["kernel"], np.float64) ** 2).sum())
    part = iris.train.first(4)
    assert ng.look(fined, part).number - ng.look(plain, part).number == pytest.approx(penalty, rel=1e-4)


def test_behind_a_folded_softmax_no_gradient_is_told(dense: Model, iris: Data) -> None:
    glass = ng.look(dense, iris.train.first(2))
    assert "output.softmax" not in glass.gradients
    assert glass.node("output.softmax").gradient is None


def test_what_speaks_for_a_class_is_its_z(dense: Model, iris: Data) -> None:
    part = iris.train.first(1)
    glass = ng.look(dense, part, of="virginica")
    assert glass.number == pytest.approx(float(glass.values["output"][0, 2]))
    assert glass.gradients["output"].tolist() == [[0, 0, 1]]


def test_of_an_answer_the_class_that_is_told_speaks(dense: Model, iris: Data) -> None:
    glass = ng.look(dense, iris.train.first(1), of="answer")
    assert glass.number == pytest.approx(float(glass.values["output"][0].max()))


def test_two_classes_with_one_number_speak_against_each_other(iris: Data) -> None:
    rows = {"a": [0.1, 0.7, -0.3, 0.9, 0.2, -1.0] * 5, "label": ["no", "yes", "no", "yes", "no", "no"] * 5}
    data = ng.data.table(rows, target="label")
    model = made(ng.Network([ng.Input(1, name="features"), ng.Dense(1, "sigmoid", name="output")]), data)
    part = data.train.first(3)
    assert ng.look(model, part, of="yes").number == pytest.approx(-ng.look(model, part, of="no").number)


def test_a_row_without_its_answer_is_looked_at_for_what_speaks_for_the_answer(dense: Model) -> None:
    row = {"sepal_length_cm": [5.1], "sepal_width_cm": [3.5], "petal_length_cm": [1.4], "petal_width_cm": [0.2]}
    glass = ng.look(dense, row)
    assert (glass.wanted.kind, glass.true_answer) == ("answer", None)
    assert "the true answers are not known" in glass.notes[-1]
    with pytest.raises(ConfigurationError, match="the loss is asked for, and the true answer is not known"):
        ng.look(dense, row, of="loss")


def test_a_picture_without_its_answer_is_looked_at() -> None:
    glass = ng.look(convolutional(), np.zeros((1, 8, 6, 3), np.uint8))
    assert (glass.wanted.kind, glass.true_answer) == ("answer", None)
    assert glass.seen.values["conv2d_1"].shape[0] == 1


def test_the_true_answers_are_told_in_the_words_of_the_target(dense: Model, iris: Data) -> None:
    glass = ng.look(dense, iris.train.first(3))
    assert glass.true_answer is not None
    assert glass.true_answer.tolist() == [iris.spec.classes[label] for label in iris.train.y[:3]]


def test_numbers_are_told_in_the_unit_of_the_target(waves: Data) -> None:
    model = made(on(waves, ng.Flatten()), waves)
    glass = ng.look(model, waves.train.first(2))
    (x,) = waves.train.x.values()
    assert glass.true_answer is not None
    np.testing.assert_allclose(glass.true_answer[:, 0], x[:2].sum(axis=(1, 2)), rtol=1e-5)


def test_an_unknown_node_or_class_suggests_the_nearest(dense: Model, iris: Data) -> None:
    part = iris.train.first(1)
    with pytest.raises(NetworkError, match=r"no node 'dense_11'.*Did you mean dense_1"):
        ng.look(dense, part).node("dense_11")
    with pytest.raises(ConfigurationError, match="Did you mean setosa"):
        ng.look(dense, part, of="setossa")


def test_what_is_no_name_is_told_like_an_unknown_one(dense: Model, iris: Data) -> None:
    part = iris.train.first(1)
    name: Any = 3
    with pytest.raises(ConfigurationError, match=r"of=3. Expected loss, answer, or a class"):
        ng.look(dense, part, of=name)
    with pytest.raises(NetworkError, match=r"there is no node 3. Known: features"):
        ng.look(dense, part).attribution("gradient", node=name)


def test_a_class_that_is_a_number_is_given_as_it_is_told(squares: Data) -> None:
    model = made(on(squares, ng.Flatten()), squares)
    part = squares.train.first(1)
    assert ng.look(model, part, of=2).wanted == ng.look(model, part, of="2").wanted


@pytest.mark.parametrize(
    "ask",
    [
        lambda model: ng.look(model, "iris"),
        lambda model: ng.top_samples(model, "iris", "dense_1", 0),
        lambda model: ng.projection(model, "iris", "dense_1"),
        lambda model: ng.landscape(model, "iris"),
        lambda model: ng.permutation_importance(model, "iris"),
    ],
)
def test_what_is_no_model_is_told(ask: Callable[[Any], object]) -> None:
    with pytest.raises(NetworkError, match=r"a str in the place of a model. Expected a Model. ng.load opens a file"):
        ask("model.safetensors")


def test_nothing_to_look_at_is_told(dense: Model, iris: Data) -> None:
    with pytest.raises(DataError, match="no sample to look at"):
        ng.look(dense, iris.train.first(0))


def test_a_node_is_summed_up_as_plain_data(dense: Model, iris: Data) -> None:
    told = ng.look(dense, iris.train.first(4)).node("dense_1").to_json()
    assert told["value"]["shape"] == (4, 6)
    kernel = np.asarray(dense.variables["params"]["dense_1"]["kernel"], np.float64)
    assert told["weights"]["kernel"]["norm"] == pytest.approx(np.linalg.norm(kernel))
