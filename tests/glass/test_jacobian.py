"""The Jacobian, against matrices by hand and against central differences in float64."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import neuroglass as ng
from neuroglass.errors import NetworkError
from neuroglass.glass import Glass, jacobian as module
from neuroglass.glass.between import between
from tests.glass import made


def differences(glass: Glass, of: str, by: str, step: float = 1e-6) -> np.ndarray:
    """(outputs, inputs), by moving each input a little to both sides, in float64."""
    with jax.enable_x64(True):
        variables = jax.tree.map(lambda array: jnp.asarray(array, jnp.float64), glass.model.variables)
        x = {name: jnp.asarray(array[:1]) for name, array in glass.part.x.items()}
        at = np.asarray(glass.values[by][:1], np.float64)
        through = jax.jit(between(glass.model.network, variables, x, by, of))
        columns = []
        for place in np.ndindex(at.shape):
            moved = np.zeros_like(at)
            moved[place] = step
            ends = (np.asarray(through(jnp.asarray(at + sign * moved))) for sign in (1, -1))
            columns.append((next(ends) - next(ends)).ravel() / (2 * step))
        return np.stack(columns, axis=1)


@pytest.fixture(scope="module")
def dense() -> Glass:
    return made.glass(made.dense, made.cars)


def test_a_chain_of_layers_is_the_product_of_its_matrices(dense: Glass) -> None:
    first, second = (dense.weights[name]["kernel"].astype(np.float64).T for name in ("dense_1", "dense_2"))
    for sample in range(3):
        slopes = 1 - dense.values["dense_1.tanh"][sample].astype(np.float64) ** 2
        open_units = dense.values["dense_2"][sample] > 0
        by_hand = (open_units[:, None] * second) @ (slopes[:, None] * first)
        found = dense.jacobian("dense_2.relu", "features", sample=sample)
        np.testing.assert_allclose(found.matrix, by_hand, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize(
    ("make", "data", "of", "by"),
    [
        (made.patterns, made.texts, "conv1d_1.relu", "embedding_1"),
        (made.reading, made.texts, "lstm_1", "embedding_1"),
    ],
)
def test_it_is_what_central_differences_say(make: Any, data: Any, of: str, by: str) -> None:
    glass = made.glass(make, data)
    found = glass.jacobian(of, by)
    np.testing.assert_allclose(found.matrix, differences(glass, of, by), rtol=2e-3, atol=2e-5)
    assert found.shapes == (glass.model.network.shapes[of], glass.model.network.shapes[by])


def test_forward_and_backward_are_the_same_and_so_are_small_pieces(
    dense: Glass, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = dense.jacobian("dense_1", "features").matrix
    x = {name: array[:1] for name, array in dense.samples.x.items()}
    given = ("features", "dense_1", dense.model.variables, x, x["features"])
    monkeypatch.setattr(module, "AT_ONCE", 24)  # four at a time of six
    for ahead in (True, False):
        sent = module.sent(dense.model.network, *given, np.arange(6), ahead=ahead)
        np.testing.assert_allclose(sent.T if ahead else sent, whole, rtol=1e-6)


def test_it_goes_forward_where_the_inputs_are_fewer() -> None:
    glass = made.seen(made.model_of(made.cars(), [ng.Dense(9, "tanh"), ng.Output()]), made.cars(), rows=1)
    slopes = 1 - glass.values["dense_1.tanh"][0].astype(np.float64) ** 2
    by_hand = slopes[:, None] * glass.weights["dense_1"]["kernel"].T
    np.testing.assert_allclose(glass.jacobian("dense_1.tanh", "features").matrix, by_hand, rtol=1e-5)


def test_pixels_count_in_their_own_unit() -> None:
    glass = made.glass(made.convolutional, made.pictures)
    pixels = glass.jacobian("output", "image").values
    standardised = glass.jacobian("output", "image.normalization").values
    deviation = np.sqrt(np.array(glass.model.spec.source.variance))  # type: ignore[union-attr]
    np.testing.assert_allclose(pixels * deviation, standardised, rtol=1e-4, atol=1e-8)


def test_a_bottleneck_of_two_units_lets_two_directions_through() -> None:
    model = made.model_of(made.cars(), [ng.Dense(2), ng.Dense(5, "tanh"), ng.Output()])
    found = made.seen(model, made.cars(), rows=1).jacobian("dense_2.tanh", "features")
    of_squares = np.linalg.eigvalsh(found.matrix.astype(np.float64) @ found.matrix.T.astype(np.float64))[::-1]
    assert found.rank == 2
    np.testing.assert_allclose(found.singular_values[:2], np.sqrt(of_squares[:2]), rtol=1e-5)
    assert found.spectral_norm == pytest.approx(found.singular_values[0])
    assert found.frobenius_norm == pytest.approx(np.sqrt((found.singular_values**2).sum()))


@pytest.mark.parametrize(
    ("of", "by", "sample", "sentence"),
    [
        ("dense_1", "dense_2", 0, "dense_1 does not follow from dense_2. Expected a node that dense_1 is computed"),
        ("dense_9", "features", 0, "there is no node 'dense_9'. Did you mean dense_2"),
        ("dense_1", "featurs", 0, "there is no node 'featurs'. Did you mean features?"),
        ("dense_1", "features", 3, "sample 3 of the samples. Expected a number from 0 to 2."),
    ],
)
def test_what_has_no_jacobian_is_told(dense: Glass, of: str, by: str, sample: int, sentence: str) -> None:
    with pytest.raises(NetworkError) as told:
        dense.jacobian(of, by, sample=sample)
    assert sentence.removesuffix("2") in str(told.value)


def test_ids_are_no_numbers() -> None:
    with pytest.raises(NetworkError, match=r"by text, which holds ids. Expected numbers. Take it by embedding_1"):
        made.glass(made.reading, made.texts).jacobian("lstm_1", "text")


def test_one_that_is_too_large_is_refused_before_it_is_computed(dense: Glass, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST", 35)
    with pytest.raises(NetworkError, match=r"6 numbers of dense_1 by 6 of features is 36 numbers. Expected at most 35"):
        dense.jacobian("dense_1", "features")


def test_the_picture_shows_the_matrix_and_its_singular_values(dense: Glass) -> None:
    found = dense.jacobian("output", "features")
    left, right, *_ = found.plot().axes
    np.testing.assert_array_equal(np.asarray(left.images[0].get_array()), found.matrix)
    np.testing.assert_array_equal(np.asarray(right.lines[0].get_ydata()), found.singular_values)
    assert [label.get_text() for label in left.get_xticklabels()] == list(found.by_names)
