"""Principal components, compared with scikit-learn's up to their sign."""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np
import pytest
from sklearn.decomposition import PCA

from neuroglass.data.parts import Data
from neuroglass.errors import NetworkError
from neuroglass.glass import look, projection
from neuroglass.model import Model
from tests.glass import made

KINDS = {
    "more samples than numbers": (made.dense, made.cars, "dense_1"),
    "more numbers than samples": (made.convolutional, made.pictures, "conv2d_1.relu"),
    "numbers to tell": (made.forecasting, made.sales, "gru_1"),
}


@pytest.mark.parametrize(("model", "data", "node"), KINDS.values(), ids=KINDS)
def test_the_points_are_those_of_scikit_learn(model: Callable[[], Model], data: Callable[[], Data], node: str) -> None:
    network, part = model(), data().train
    values = look(network, part).values[node].reshape(len(part), -1).astype(np.float64)
    found, known = projection(network, part, node), PCA(2, svd_solver="full").fit(values)
    signs = np.sign((found.components * known.components_).sum(axis=1))
    np.testing.assert_allclose(found.components * signs[:, None], known.components_, atol=1e-6)
    np.testing.assert_allclose(found.points * signs, known.transform(values), atol=1e-5)
    np.testing.assert_allclose(found.explained, known.explained_variance_ratio_, rtol=1e-5)


def test_the_truth_of_each_sample_stands_beside_its_point() -> None:
    part = made.cars().train
    found = projection(made.dense(), part, "dense_1")
    np.testing.assert_array_equal(found.truth, part.y)
    assert found.classes == made.cars().spec.classes


def test_padded_steps_do_not_count() -> None:
    """A bias moves what is computed where there is nothing; the points stay."""
    part = made.texts().train
    glass = look(made.patterns(), part)
    spoilt = glass.edit("embedding_1", 50, weight="embeddings", index=0)
    first, second = (projection(model, part, "embedding_1").points for model in (glass.model, spoilt.model))
    np.testing.assert_allclose(second, first, atol=1e-5)


def test_samples_that_do_not_fit_into_memory_are_left_out_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[projection.__module__], "MOST_NUMBERS", 6 * 20)
    part = made.cars().train
    found = projection(made.dense(), part, "dense_1")
    assert len(found.points) == 20
    assert found.left_out == len(part) - 20
    assert f"{found.left_out} samples more were left out" in found.words()


def test_a_node_of_one_number_lies_on_a_line() -> None:
    part = made.pictures().train
    found = projection(made.convolutional(), part, "output")
    np.testing.assert_array_equal(found.points[:, 1], 0)
    np.testing.assert_allclose(found.explained, [1, 0])


def test_too_few_samples_are_told() -> None:
    with pytest.raises(NetworkError, match=r"2 sample\(s\) to project\. Expected 3 or more"):
        projection(made.dense(), made.cars().train.first(2), "dense_1")


def test_ids_have_no_directions() -> None:
    with pytest.raises(NetworkError, match=r"text holds ids, .*\. Expected numbers\. Ask for embedding_1"):
        projection(made.reading(), made.texts().train, "text")


def test_the_picture_has_a_colour_for_each_class() -> None:
    figure = projection(made.dense(), made.cars().train, "dense_1").plot()
    legend = figure.axes[0].get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["bus", "car", "van"]
    assert "% of the variance" in figure.axes[0].get_xlabel()
    projection(made.forecasting(), made.sales().train, "gru_1").plot()
