"""The samples a unit answers to most, compared with sorting all of them."""

from __future__ import annotations

import numpy as np
import pytest

import neuroglass as ng
from neuroglass.errors import ConfigurationError, NetworkError
from neuroglass.glass import look, top_samples
from neuroglass.nn import evaluation
from tests.glass import made


def test_they_are_the_rows_of_the_largest_values() -> None:
    model, part = made.dense(), made.cars().train
    values = look(model, part).values["dense_1.tanh"][:, 2]
    found = top_samples(model, part, "dense_1.tanh", 2, count=4)
    best = np.argsort(-values, kind="stable")[:4]
    np.testing.assert_array_equal(found.places, best)
    np.testing.assert_allclose(found.values, values[best], rtol=1e-6)
    np.testing.assert_array_equal(found.part.x["features"], part.x["features"][best])
    assert found.seen == len(part)


def test_a_large_part_goes_through_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    model, part = made.dense(), made.cars().train
    at_once = top_samples(model, part, "dense_1", 0, count=5)
    monkeypatch.setattr(evaluation, "EVALUATION_BATCH", 16)
    in_batches = top_samples(model, part, "dense_1", 0, count=5)
    np.testing.assert_array_equal(in_batches.places, at_once.places)
    np.testing.assert_allclose(in_batches.values, at_once.values, rtol=1e-6)


def test_the_place_is_that_of_the_largest_value() -> None:
    model, part = made.convolutional(), made.pictures().train
    values = look(model, part).values["conv2d_1.relu"][..., 1]
    found = top_samples(model, part, "conv2d_1.relu", 1, count=3)
    best = np.argsort(-values.max(axis=(1, 2)), kind="stable")[:3]
    np.testing.assert_array_equal(found.places, best)
    for row, place in zip(best, found.at, strict=True):
        assert values[row][tuple(place)] == values[row].max()


def test_padded_steps_are_no_places() -> None:
    """With a bias that makes the unit large wherever there is nothing, only real steps are found."""
    glass = look(made.patterns(), made.texts().train)
    model = glass.edit("embedding_1", -5, weight="embeddings", index=slice(1, None)).model
    model = look(model, made.texts().train).edit("conv1d_1", 1, weight="kernel").model
    part = made.texts().train
    found = top_samples(model, part, "conv1d_1", 0, count=len(part))
    padded = part.x["text"][found.places, found.at[:, 0]] == 0
    values = look(model, part).values["conv1d_1"][..., 0]
    assert (values.argmax(axis=1) != found.at[np.argsort(found.places), 0]).any()
    assert not padded.any()


def test_rows_are_shown_in_their_own_units_and_words() -> None:
    rows = ng.data.table("iris")
    model = made.model_of(rows, [ng.Dense(3, "relu"), ng.Output()])
    found = top_samples(model, rows.train, "dense_1", 1, count=2).to_json()["samples"][0]
    source = ng.data.table("iris", scaling="none")
    place = int(top_samples(model, rows.train, "dense_1", 1, count=2).places[0])
    np.testing.assert_allclose(list(found["shows"].values()), source.train.x["features"][place], rtol=1e-5)


def test_an_excerpt_marks_the_step() -> None:
    model, part = made.patterns(), made.texts().train
    found = top_samples(model, part, "conv1d_1", 2, count=3)
    vocabulary = model.spec.source.vocabulary  # type: ignore[union-attr]
    for row, sample in enumerate(found.to_json()["samples"]):
        (step,) = sample["at"]
        token = vocabulary.names[found.part.x["text"][row][step]]
        assert f"«{token if token != '<unknown>' else vocabulary.text([1])}»" in sample["shows"]


def test_what_is_impossible_is_told() -> None:
    model, part = made.dense(), made.cars().train
    with pytest.raises(NetworkError, match=r"unit 6 of dense_1\. Expected a number from 0 to 5"):
        top_samples(model, part, "dense_1", 6)
    with pytest.raises(NetworkError, match="there is no node 'dense'"):
        top_samples(model, part, "dense", 0)
    with pytest.raises(NetworkError, match=r"text holds ids, of which none is larger .* Ask for embedding_1"):
        top_samples(made.reading(), made.texts().train, "text", 0)
    with pytest.raises(ConfigurationError, match=r"count=0\. Expected 1 or more"):
        top_samples(model, part, "dense_1", 0, count=0)


@pytest.mark.parametrize(
    ("model", "data", "node"),
    [
        (made.dense, made.cars, "dense_1"),
        (made.convolutional, made.pictures, "conv2d_1.relu"),
        (made.patterns, made.texts, "conv1d_1"),
        (made.forecasting, made.sales, "gru_1"),
    ],
    ids=["rows", "pictures", "texts", "series"],
)
def test_the_picture_says_of_which_unit_and_of_how_many(model, data, node) -> None:  # type: ignore[no-untyped-def]
    part = data().train
    figure = top_samples(model(), part, node, 0, count=3).plot()
    assert figure.get_suptitle() == f"{node}[0] is largest here, of {len(part):,} samples"
    figure.canvas.draw()
