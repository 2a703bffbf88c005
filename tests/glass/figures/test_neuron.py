"""A neuron drawn: what is on the picture is what the neuron holds."""

from __future__ import annotations

import dataclasses

import jax.numpy as jnp
import numpy as np
import pytest
from jax import nn
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

import neuroglass as ng
from neuroglass.data.parts import Data
from neuroglass.glass.neuron import Neuron
from neuroglass.model import Model
from tests.glass.conftest import made, on


@pytest.fixture(scope="module")
def neuron(dense: Model, iris: Data) -> Neuron:
    return ng.look(dense, iris.train.first(2)).neuron("dense_2", 3, sample=1)


def titled(figure: Figure, beginning: str) -> list[Axes]:
    return [axes for axes in figure.axes if axes.get_title(loc="left").startswith(beginning)]


def test_each_product_begins_where_the_one_above_it_ended_and_the_last_ends_at_z(neuron: Neuron) -> None:
    (axes,) = titled(neuron.plot(), "What adds up to z")
    *bars, whole = (bar for bar in axes.patches if isinstance(bar, Rectangle))
    starts, widths = (np.array([getattr(bar, f"get_{what}")() for bar in bars]) for what in ("x", "width"))
    np.testing.assert_allclose(widths[:-1], [term.product for term in neuron.terms()], rtol=1e-6)
    np.testing.assert_allclose(starts[1:], (starts + widths)[:-1], rtol=1e-6, atol=1e-7)
    assert starts[-1] + widths[-1] == pytest.approx(neuron.z, rel=1e-5)
    assert whole.get_width() == pytest.approx(neuron.z)


def test_a_bias_of_0_is_0_whatever_adding_up_has_rounded(neuron: Neuron) -> None:
    rounded = dataclasses.replace(neuron, bias=0.0, rest=1e-8)
    (axes,) = titled(rounded.plot(), "What adds up to z")
    assert axes.get_yticklabels()[-2].get_text() == "bias   0"
    assert " + 0 = " in rounded.words()[0]


def test_the_slope_touches_the_function_where_the_neuron_stands(neuron: Neuron) -> None:
    (axes,) = titled(neuron.plot(), "tanh(")
    curve, tangent, point = (np.asarray(line.get_xydata()) for line in axes.lines)
    np.testing.assert_allclose(curve[:, 1], np.tanh(curve[:, 0]), atol=1e-6)
    np.testing.assert_allclose(point, [[neuron.z, neuron.a]])
    (left, low), (right, high) = tangent
    assert (high - low) / (right - left) == pytest.approx(1 - np.tanh(neuron.z) ** 2, rel=1e-4)


@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_a_softmax_is_drawn_as_it_is_while_the_other_units_stay(neuron: Neuron, name: str) -> None:
    z = np.array([0.3, -1.2, 0.8], np.float32)
    function = getattr(nn, name)
    at = dataclasses.replace(neuron, activation=name, z=float(z[1]), a=float(function(z)[1]))
    (axes,) = titled(at.plot(), f"{name}(")
    curve = np.asarray(axes.lines[0].get_xydata())
    moved = jnp.stack([jnp.asarray([z[0], x, z[2]]) for x in curve[::20, 0]])
    np.testing.assert_allclose(curve[::20, 1], function(moved)[:, 1], rtol=1e-4)


def test_a_convolution_has_its_window_value_times_weight_is_product(squares: Data) -> None:
    model = made(on(squares, ng.Conv2D(4, 3, activation="relu"), ng.Flatten()), squares)
    neuron = ng.look(model, squares.train.first(1)).neuron("conv2d_1", 2, at=(1, 3))
    shown = [np.asarray(image.get_array()) for axes in neuron.plot().axes for image in axes.images]
    assert len(shown) == 3 * 2  # both channels
    for value, weight, product in zip(shown[::3], shown[1::3], shown[2::3], strict=True):
        assert value.shape == (3, 3)
        np.testing.assert_allclose(value * weight, product, rtol=1e-6)


def test_a_pooling_has_its_window_and_slopes_and_no_bias(squares: Data) -> None:
    model = made(on(squares, ng.MaxPool2D(2), ng.Flatten()), squares)
    glass = ng.look(model, squares.train.first(1))
    figure = glass.neuron("max_pool2d_1", 1, at=(1, 2)).plot()
    (axes,) = titled(figure, "What adds up to value")
    assert len(axes.get_yticklabels()) == 4 + 1
    assert {"value", "× slope", "= product"} <= {axes.get_xlabel() for axes in figure.axes}
    assert f"{next(iter(model.network.inputs))}[1]" in {axes.get_title() for axes in figure.axes}
    (axes,) = titled(glass.neuron(next(iter(model.network.inputs)), 1).plot(), "Its value")
    assert len(axes.get_yticklabels()) == 1


def test_a_recurrent_cell_has_its_gates_over_the_steps(waves: Data) -> None:
    model = made(on(waves, ng.GRU(3)), waves)
    neuron = ng.look(model, waves.train.first(1)).neuron("gru_1", 1)
    (axes,) = titled(neuron.plot(), "Its gates")
    *lines, now = axes.lines
    drawn = {str(line.get_label()): np.asarray(line.get_ydata()) for line in lines}
    assert set(drawn) == set(neuron.gates)
    assert set(np.asarray(now.get_xdata())) == {6}
    for name, steps in neuron.gates.items():
        np.testing.assert_array_equal(drawn[name], steps)


def test_the_last_node_hands_on_to_no_other(dense: Model, iris: Data) -> None:
    figure = ng.look(dense, iris.train.first(1)).neuron("output", 1).plot()
    assert not titled(figure, "Without it")
