"""The story of one neuron."""

from __future__ import annotations

import numpy as np
import pytest

import neuroglass as ng
from neuroglass.data.parts import Data
from neuroglass.errors import NetworkError
from neuroglass.glass import Glass
from neuroglass.model import Model
from tests.glass.conftest import made, on


@pytest.fixture(scope="module")
def glass(dense: Model, iris: Data) -> Glass:
    return ng.look(dense, iris.train.first(40))


def test_its_weights_are_a_column_of_the_kernel_and_its_rest_the_bias(glass: Glass) -> None:
    neuron = glass.neuron("dense_2", 3, sample=1)
    (source,) = neuron.sources
    np.testing.assert_array_equal(source.weights, glass.weights["dense_2"]["kernel"][:, 3])
    np.testing.assert_array_equal(source.values, glass.values["dense_1.relu"][1])
    assert neuron.rest == pytest.approx(float(glass.weights["dense_2"]["bias"][3]), abs=1e-6)
    assert neuron.multiplies


def test_its_terms_come_with_the_names_of_columns_the_largest_first(glass: Glass) -> None:
    terms = glass.neuron("dense_1", 0).terms()
    assert {term.name for term in terms} == {"sepal_length_cm", "sepal_width_cm", "petal_length_cm", "petal_width_cm"}
    sizes = [abs(term.product) for term in terms]
    assert sizes == sorted(sizes, reverse=True)


def test_what_comes_back_to_z_is_what_comes_back_to_a_times_the_slope(glass: Glass) -> None:
    neuron = glass.neuron("dense_2.tanh", 2, sample=2)
    assert (neuron.node, neuron.activation) == ("dense_2", "tanh")
    assert neuron.a == pytest.approx(np.tanh(neuron.z), rel=1e-5)
    assert neuron.derivative == pytest.approx(1 - neuron.a**2, rel=1e-4)
    assert neuron.gradient_a is not None
    assert neuron.gradient_z == pytest.approx(neuron.gradient_a * neuron.derivative, rel=1e-4)


def test_what_it_gives_forward_is_its_value_times_the_next_weights(glass: Glass) -> None:
    neuron = glass.neuron("dense_2", 1)
    np.testing.assert_allclose(
        neuron.contributes["output"], neuron.a * glass.weights["output"]["kernel"][1], rtol=1e-4, atol=1e-6
    )


def test_a_neuron_that_gives_0_contributes_nothing(glass: Glass) -> None:
    sample, unit = map(int, np.argwhere(glass.values["dense_1.relu"] == 0)[0])
    assert glass.neuron("dense_1", unit, sample=sample).contributes == {}


def test_a_convolution_reads_a_window(squares: Data) -> None:
    model = made(on(squares, ng.Conv2D(4, 3, activation="relu"), ng.Flatten()), squares)
    glass = ng.look(model, squares.train.first(2))
    neuron = glass.neuron("conv2d_1", 2, sample=1, at=(1, 3))
    (source,) = neuron.sources
    kernel = glass.weights["conv2d_1"]["kernel"][..., 2]
    assert source.weights.shape == kernel.shape == (3, 3, 2)
    np.testing.assert_allclose(source.weights, kernel, rtol=1e-6)
    row, column, _ = source.start
    np.testing.assert_array_equal(
        source.values, next(iter(squares.train.x.values()))[1, row : row + 3, column : column + 3]
    )
    assert neuron.z == pytest.approx(
        float(source.products.sum()) + float(glass.weights["conv2d_1"]["bias"][2]), rel=1e-4
    )


def test_of_a_recurrent_cell_the_gates_are_told(waves: Data) -> None:
    model = made(on(waves, ng.LSTM(3)), waves)
    neuron = ng.look(model, waves.train.first(1)).neuron("lstm_1", 1)
    gates = neuron.gates
    cell = np.concatenate([[0], gates["cell"][:-1]])
    np.testing.assert_allclose(
        gates["cell"], gates["forget"] * cell + gates["input"] * gates["candidate"], rtol=1e-4, atol=1e-6
    )
    assert neuron.a == pytest.approx(float(gates["output"][-1] * np.tanh(gates["cell"][-1])), rel=1e-4)
    assert not neuron.multiplies


def test_a_member_of_an_ensemble_has_weights_of_its_own(iris: Data) -> None:
    layers = ng.Members(2), ng.MemberDense(4, "relu"), ng.MemberDense(3, "softmax"), ng.MemberMean()
    model = made(ng.Network([ng.Input(4, name="features"), *layers]), iris)
    neuron = ng.look(model, iris.train.first(1)).neuron("member_dense_1", 3, at=(1,))
    weights = np.asarray(model.variables["params"]["member_dense_1"]["kernel"][1, :, 3])
    np.testing.assert_allclose(neuron.sources[0].weights.ravel(), weights, rtol=1e-6)
    assert neuron.bias == 0


def test_where_nothing_is_said_the_most_active_place_is_told(squares: Data) -> None:
    model = made(on(squares, ng.Conv2D(4, 3), ng.Flatten()), squares)
    glass = ng.look(model, squares.train.first(1))
    neuron = glass.neuron("conv2d_1", 0)
    assert abs(neuron.z) == pytest.approx(float(np.abs(glass.values["conv2d_1"][0, ..., 0]).max()))


def test_a_neuron_that_is_not_there_is_refused(glass: Glass) -> None:
    with pytest.raises(NetworkError, match=r"unit 6 of dense_1.*from 0 to 5"):
        glass.neuron("dense_1", 6)
    with pytest.raises(NetworkError, match=r"sample 40 of the samples.*from 0 to 39"):
        glass.neuron("dense_1", 0, sample=40)
    with pytest.raises(NetworkError, match=r"the place \(1,\) of dense_1"):
        glass.neuron("dense_1", 0, at=(1,))


def test_behind_what_was_differentiated_the_gradient_comes_back_to_z_at_once(glass: Glass) -> None:
    neuron = glass.neuron("output", 1, sample=4)
    p_minus_y = glass.values["output.softmax"][4, 1] - (glass.part.y[4] == 1)
    assert neuron.gradient_a is None
    assert neuron.gradient_z == pytest.approx(p_minus_y / 40, abs=1e-7)
    assert f"{neuron.gradient_z:.4g} comes back to z at once: what was differentiated reads z, not a" in neuron.words()


def test_an_activation_by_itself_is_a_neuron_of_what_it_reads(iris: Data) -> None:
    model = made(on(iris, ng.Dense(4), ng.BatchNorm(), ng.Activation("tanh")), iris)
    neuron = ng.look(model, iris.train.first(1)).neuron("activation_1", 2)
    (term,) = neuron.terms()
    assert neuron.activation is None
    assert neuron.a == neuron.z == pytest.approx(np.tanh(term.value), rel=1e-5)
    assert term.weight == pytest.approx(1 - neuron.a**2, rel=1e-4)


def test_it_tells_its_sum_its_function_what_came_back_and_what_it_gives(glass: Glass) -> None:
    neuron = glass.neuron("dense_2", 1)
    total, function, back, gives = neuron.words()
    assert total.endswith(f" = {neuron.z:.4g}")
    assert f"a = tanh(z) = {neuron.a:.4g}" in function
    assert back.startswith(f"{neuron.gradient_a:.4g} comes back to a")
    assert back.endswith(f"{neuron.gradient_z:.4g} for z")
    assert f"output would change by {np.abs(neuron.contributes['output']).sum():.3g}" in gives
