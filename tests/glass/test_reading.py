"""What a neuron reads: windows, held against slices of what stands there, and weights, against the kernel."""

from __future__ import annotations

import re

import numpy as np
import pytest

import neuroglass as ng
from neuroglass.data.parts import Data
from neuroglass.glass import Glass, Neuron
from tests.glass import made as models
from tests.glass.conftest import made, on


@pytest.fixture(scope="module")
def pooled(squares: Data) -> Glass:
    layers = [ng.MaxPool2D(3, strides=2, padding="same"), ng.AveragePool2D(2), ng.Dropout(0.5), ng.Flatten()]
    return ng.look(made(on(squares, *layers), squares), squares.train.first(2))


def test_a_pooling_reads_its_window_in_its_own_channel(pooled: Glass) -> None:
    neuron = pooled.neuron("max_pool2d_1", 1, sample=1, at=(2, 1))  # of 6 by 6, the last row cut off
    (source,) = neuron.sources
    (pixels,) = pooled.part.x.values()
    np.testing.assert_array_equal(source.values[..., 0], pixels[1, 4:6, 2:5, 1])
    assert source.start == (4, 2, 1)
    slopes = source.weights[..., 0]
    assert slopes.sum() == 1
    assert slopes.ravel()[source.values.argmax()] == 1


def test_what_only_hands_on_reads_one_number(pooled: Glass) -> None:
    (term,) = pooled.neuron("flatten_1", 1).terms()
    assert (term.name, term.weight) == ("dropout_1[1] at 0,0", 1)
    (term,) = pooled.neuron("dropout_1", 1, at=(0, 0)).terms()
    assert term.name == "average_pool2d_1[1] at 0,0"


@pytest.mark.parametrize("node", ["max_pool2d_1", "average_pool2d_1", "dropout_1", "flatten_1"])
def test_of_a_layer_without_weights_no_weight_and_no_bias_are_told(pooled: Glass, node: str) -> None:
    told = pooled.neuron(node, 1).words()[0]
    assert "weight" not in told
    assert "bias" not in told
    assert "rest" not in told


def test_a_pooling_over_all_steps_leaves_padding_out() -> None:
    glass = models.glass(models.patterns, models.texts)
    (source,) = glass.neuron("global_max_pool1d_1", 2).sources
    np.testing.assert_array_equal(source.values[:, 0], glass.values["conv1d_1.relu"][0, :7, 2])  # of eight


def in_the_kernel(glass: Glass, neuron: Neuron) -> None:
    """Each weight stands where its name says."""
    kernel = glass.weights[neuron.node]["kernel"]
    names = neuron.weight_names
    for term in neuron.terms():
        place = re.fullmatch(r"kernel\[([\d,]+)\]", names[term.name])
        assert place is not None
        assert term.weight == pytest.approx(kernel[tuple(map(int, place[1].split(",")))], rel=1e-5)
    assert len(set(names.values())) == len(neuron.terms())


@pytest.mark.parametrize("at", [(0, 0), (1, 2), (2, 1)])
def test_a_weight_of_a_convolution_has_its_place_in_the_kernel(squares: Data, at: tuple[int, int]) -> None:
    model = made(on(squares, ng.Conv2D(3, (3, 4), strides=2, padding="same"), ng.Flatten()), squares)
    glass = ng.look(model, squares.train.first(1))
    in_the_kernel(glass, glass.neuron("conv2d_1", 2, at=at))
    in_the_kernel(glass, glass.neuron("output", 1))


def test_a_weight_of_a_member_has_its_place_in_the_kernel() -> None:
    glass = models.glass(models.ensemble, models.cars)
    in_the_kernel(glass, glass.neuron("member_dense_1", 3, at=(1,)))


def test_where_the_kernel_has_another_form_the_weight_is_called_by_its_input(squares: Data) -> None:
    model = made(on(squares, ng.DepthwiseConv2D(2), ng.Flatten()), squares)
    names = ng.look(model, squares.train.first(1)).neuron("depthwise_conv2d_1", 1, at=(0, 0)).weight_names
    (read,) = model.network.inputs
    assert set(names) == {f"{read}[1] at {row},{column}" for row in (0, 1) for column in (0, 1)}
    assert all(weight == f"weight of {name}" for name, weight in names.items())
