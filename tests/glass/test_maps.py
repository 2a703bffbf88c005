"""Feature maps and filters, compared with the arrays they are made of."""

from __future__ import annotations

import numpy as np
import pytest

from neuroglass.errors import NetworkError
from neuroglass.glass import Glass
from neuroglass.nn.layers import Dense, Flatten, Output
from tests.glass import made
from tests.glass.made import seen


@pytest.fixture(scope="module")
def pictures() -> Glass:
    return seen(made.convolutional(), made.pictures())


def test_maps_are_the_values_of_one_sample_beside_its_pixels(pictures: Glass) -> None:
    found = pictures.maps("conv2d_1.relu", sample=2)
    np.testing.assert_array_equal(found.values, pictures.values["conv2d_1.relu"][2])
    np.testing.assert_array_equal(found.picture, made.pictures().train.x["image"][2])


def test_the_liveliest_channels_are_those_that_differ_most(pictures: Glass) -> None:
    found = pictures.maps("conv2d_1")
    spread = found.values.std(axis=(0, 1))
    assert found.liveliest(2).tolist() == sorted(np.argsort(spread)[-2:].tolist())


def test_maps_of_a_sequence_are_one_high() -> None:
    glass = seen(made.patterns(), made.texts())
    found = glass.maps("conv1d_1", sample=1)
    np.testing.assert_array_equal(found.values[0], glass.values["conv1d_1"][1])
    assert found.picture is None


def test_a_filter_is_the_kernel_of_one_unit(pictures: Glass) -> None:
    found = pictures.filters("conv2d_1")
    np.testing.assert_array_equal(found.values[2], pictures.weights["conv2d_1"]["kernel"][..., 2])
    assert found.in_colour
    deeper = pictures.filters("conv2d_2")
    np.testing.assert_array_equal(deeper.values[1], pictures.weights["conv2d_2"]["kernel"][..., 1])
    assert not deeper.in_colour


def test_a_dense_layer_on_pixels_has_filters_in_the_form_of_the_picture() -> None:
    glass = seen(made.model_of(made.pictures(), [Flatten(), Dense(4, "relu"), Output()]), made.pictures())
    found = glass.filters("dense_1").values
    assert found.shape == (4, 8, 6, 3)
    picture = np.random.default_rng(0).normal(size=(8, 6, 3))
    by_filter = (found * picture).sum(axis=(1, 2, 3))
    np.testing.assert_allclose(by_filter, picture.ravel() @ glass.weights["dense_1"]["kernel"], rtol=1e-5)


def test_filters_of_one_dimension_are_one_high() -> None:
    glass = seen(made.patterns(), made.texts())
    np.testing.assert_array_equal(glass.filters("conv1d_1").values[3, 0], glass.weights["conv1d_1"]["kernel"][..., 3])


@pytest.mark.parametrize("node", ["conv2d_1.relu", "max_pool2d_1", "output"])
def test_what_has_no_filters_says_which_nodes_have_kernels(pictures: Glass, node: str) -> None:
    with pytest.raises(NetworkError, match=f"{node} has no filters to look at.*conv2d_1, conv2d_2, output"):
        pictures.filters(node)


def test_what_has_no_places_has_no_maps(pictures: Glass) -> None:
    with pytest.raises(NetworkError, match=r"output gives \(1,\) for a sample, and no maps"):
        pictures.maps("output")
    with pytest.raises(NetworkError, match=r"member_dense_1 gives \(3, 4\) for a sample, and no maps"):
        seen(made.ensemble(), made.cars()).maps("member_dense_1")
    with pytest.raises(NetworkError, match="sample 3 of the samples"):
        pictures.maps("conv2d_1", sample=3)


def test_the_pictures_show_the_sample_and_every_channel(pictures: Glass) -> None:
    figure = pictures.maps("conv2d_1").plot()
    titles = [axes.get_title() for axes in figure.axes if axes.get_images()]
    assert titles[:5] == ["the sample", "0", "1", "2", "3"]
    shown = [axes.get_images()[0].get_array() for axes in pictures.filters("conv2d_1").plot().axes]
    np.testing.assert_allclose(np.asarray(shown[0]).min(), 0.5 + 0.5 * _scaled(pictures).min(), atol=1e-6)
    pictures.filters("conv2d_2").plot()
    seen(made.patterns(), made.texts()).maps("conv1d_1").plot()


def _scaled(glass: Glass) -> np.ndarray:
    first = glass.weights["conv2d_1"]["kernel"][..., 0]
    return np.asarray(first / np.abs(first).max())
