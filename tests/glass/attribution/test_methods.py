"""Each method, against sums by hand and the sanity checks of the literature."""

from __future__ import annotations

import dataclasses
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest
from scipy.stats import spearmanr

import neuroglass as ng
from neuroglass.errors import ConfigurationError, NetworkError
from neuroglass.glass import Glass, look
from neuroglass.glass.attribution import Attribution
from neuroglass.glass.attribution.asking import METHODS
from tests.glass import made

KINDS = [
    (made.dense, made.cars, "answer"),
    (made.dense, made.cars, "loss"),
    (made.ensemble, made.cars, "answer"),
    (made.convolutional, made.pictures, "answer"),
    (made.reading, made.texts, "answer"),
    (made.forecasting, made.sales, "answer"),
]


def total(attribution: Attribution) -> np.ndarray:
    """Of each sample, over all inputs."""
    rows = len(attribution.scores)
    return sum((values.reshape(rows, -1).sum(axis=1) for values in attribution.values.values()), np.zeros(rows))


@pytest.fixture(scope="module")
def linear() -> Glass:
    """A table that one layer alone answers."""
    return made.seen(made.model_of(made.cars(), [ng.Output()]), made.cars(), of="answer")


@pytest.fixture(scope="module")
def dense() -> Glass:
    return made.glass(made.dense, made.cars, "answer")


@pytest.fixture(scope="module")
def convolutional() -> Glass:
    return made.glass(made.convolutional, made.pictures, "answer")


@pytest.mark.parametrize(("make", "data", "of"), KINDS)
def test_integrated_gradients_are_complete(make: Any, data: Any, of: str) -> None:
    """Their sum is what the number is more than at 0, which is computed apart from them."""
    found = made.glass(make, data, of).attribution("integrated_gradients", steps=200)
    assert found.completeness is not None
    size = np.abs(total(found)).max()
    assert np.abs(found.completeness).max() < 2e-3 * max(size, 0.1)
    assert found.steps == 200


def test_completeness_is_held_against_the_answers_themselves(dense: Glass) -> None:
    found = dense.attribution("integrated_gradients", steps=300)
    chosen = dense.values["output"].argmax(axis=1)
    nothing = {"features": np.zeros_like(dense.part.x["features"])}
    start = look(dense.model, dataclasses.replace(dense.part, x=nothing)).values["output"]
    rows = np.arange(3)
    np.testing.assert_allclose(found.scores, dense.values["output"][rows, chosen], rtol=1e-5)
    expected = dense.values["output"][rows, chosen] - start[rows, chosen]
    np.testing.assert_allclose(total(found), expected, atol=2e-3)


def test_few_steps_tell_their_error(dense: Glass) -> None:
    few, many = (dense.attribution("integrated_gradients", steps=steps) for steps in (1, 300))
    assert few.completeness is not None
    assert many.completeness is not None
    assert np.abs(few.completeness).max() > 10 * np.abs(many.completeness).max()
    assert "an error of" in few.words()[1]


def test_what_is_linear_is_told_exactly(linear: Glass) -> None:
    kernel, x = linear.weights["output"]["kernel"].astype(np.float64), linear.part.x["features"].astype(np.float64)
    chosen = linear.values["output"].argmax(axis=1)
    by_hand = x * kernel[:, chosen].T
    for method in ("gradient_x_input", "integrated_gradients", "occlusion"):
        found = linear.attribution(method)
        np.testing.assert_allclose(found.values["features"], by_hand, rtol=1e-4, atol=1e-6)
        np.testing.assert_allclose(total(found), found.scores - linear.weights["output"]["bias"][chosen], atol=1e-5)
    for method in ("gradient", "smoothgrad"):
        np.testing.assert_allclose(linear.attribution(method).values["features"], kernel[:, chosen].T, rtol=1e-4)


def test_the_places_of_a_category_are_one_column(linear: Glass) -> None:
    found = linear.attribution("gradient_x_input")
    features = linear.model.spec.source.feature_names  # type: ignore[union-attr]
    of_colour = [place for place, name in enumerate(features) if name.startswith("colour = ")]
    assert len(of_colour) == 3
    np.testing.assert_allclose(found.columns["colour"], found.values["features"][:, of_colour].sum(axis=1))
    assert set(found.columns) == {"length", "weight", "nothing", "colour"}
    np.testing.assert_allclose(linear.attribution("occlusion").columns["colour"], found.columns["colour"], atol=1e-5)
    assert [share.name for share in found.top(2)] == sorted(
        found.columns, key=lambda name: -abs(found.columns[name][0])
    )[:2]


def test_covering_a_category_covers_all_its_places(dense: Glass) -> None:
    x = dense.part.x["features"].copy()
    x[:, 3:] = 0
    names = dense.model.spec.source.feature_names  # type: ignore[union-attr]
    assert all(name.startswith("colour") == (place >= 3) for place, name in enumerate(names))
    after = look(dense.model, dataclasses.replace(dense.part, x={"features": x})).values["output"]
    rows, chosen = np.arange(3), dense.values["output"].argmax(axis=1)
    lost = dense.values["output"][rows, chosen] - after[rows, chosen]
    np.testing.assert_allclose(dense.attribution("occlusion").columns["colour"], lost, atol=1e-6)


def test_a_column_that_nothing_reads_has_no_share() -> None:
    model = made.dense()
    blind = model.variables["params"]["dense_1"]["kernel"].at[2].set(0)
    params = {**model.variables["params"], "dense_1": {**model.variables["params"]["dense_1"], "kernel": blind}}
    changed = dataclasses.replace(model, variables={**model.variables, "params": params})
    glass = made.seen(changed, made.cars(), of="answer")
    for method in METHODS[:-1]:
        found = glass.attribution(method)
        assert not found.columns["nothing"].any()
        assert found.columns["length"].all()


@pytest.mark.parametrize("method", METHODS)
def test_other_weights_give_another_map(method: str) -> None:
    """Adebayo et al. 2018, Sanity Checks for Saliency Maps: a map that outlives its weights says nothing of them."""
    one, two = (
        np.abs(made.glass(made.mapped, made.pictures, "car", seed).attribution(method).values["image"]).ravel()
        for seed in (3, 11)
    )
    assert one.any()
    assert two.any()
    assert abs(spearmanr(one, two).statistic) < 0.6


@pytest.mark.parametrize("method", ["gradient", "integrated_gradients", "smoothgrad", "occlusion"])
@pytest.mark.parametrize(
    ("make", "data", "name"), [(made.dense, made.cars, "features"), (made.reading, made.texts, "text")]
)
def test_other_weights_tell_tables_and_texts_otherwise(make: Any, data: Any, name: str, method: str) -> None:
    maps = [made.glass(make, data, "answer", seed).attribution(method).values[name] for seed in (3, 11)]
    size = np.abs(maps[0]).max()
    assert np.abs(maps[0] - maps[1]).max() > 0.2 * size


def test_a_smooth_gradient_is_the_mean_around_the_sample(dense: Glass) -> None:
    found = dense.attribution("smoothgrad", steps=3, seed=4).values["features"]
    chance, x = np.random.default_rng(4), dense.part.x["features"]
    spread = 0.15 * np.ptp(x, axis=1, keepdims=True)
    rows, chosen = np.arange(3), dense.values["output"].argmax(axis=1)
    so_far = np.zeros(x.shape)
    for _ in range(3):
        around = (x + (spread * chance.normal(size=x.shape)).astype(np.float32)).astype(np.float32)
        glass = look(dense.model, dataclasses.replace(dense.part, x={"features": around}))
        jacobians = np.stack([glass.jacobian("output", "features", sample=row).matrix for row in range(3)])
        so_far += jacobians[rows, chosen] / 3
    np.testing.assert_allclose(found, so_far, rtol=1e-4, atol=1e-6)


def test_the_loss_is_that_of_each_sample_alone() -> None:
    glass = made.seen(made.dense(), made.cars(), rows=5, of="loss")
    found = glass.attribution("gradient")
    np.testing.assert_allclose(found.values["features"], 5 * glass.gradients["features"], rtol=1e-4, atol=1e-7)
    assert found.scores.mean() == pytest.approx(glass.number, rel=1e-5)


def test_tokens_have_the_sum_over_their_vectors() -> None:
    glass = made.glass(made.reading, made.texts, "answer")
    found = glass.attribution("gradient_x_input").values["text"]
    products = glass.gradients["embedding_1"] * glass.values["embedding_1"] * len(glass.part)
    np.testing.assert_allclose(found, products.sum(axis=-1), rtol=1e-4, atol=1e-8)
    assert not found[glass.part.x["text"] == 0].any()


def test_covering_a_token_takes_its_vector_away() -> None:
    glass = made.glass(made.reading, made.texts, "answer")
    found = glass.attribution("occlusion").values["text"]
    table = glass.weights["embedding_1"]["embeddings"]
    token = int(glass.part.x["text"][0, 2])
    assert (glass.part.x["text"][0] == token).sum() == 1
    without = jnp.asarray(table).at[token].set(0)
    params = {**glass.model.variables["params"], "embedding_1": {"embeddings": without}}
    blind = look(dataclasses.replace(glass.model, variables={**glass.model.variables, "params": params}), glass.part)
    change = glass.values["output"][0, 0] - blind.values["output"][0, 0]
    assert abs(found[0, 2]) == pytest.approx(abs(change), rel=1e-3)


def test_a_patch_of_a_picture_is_covered_by_the_mean_colour(convolutional: Glass) -> None:
    found = convolutional.attribution("occlusion").values["image"]
    place = (3, 2)
    pixels = convolutional.values["image.normalization"].copy()
    pixels[(slice(None), *place)] = 0
    x = {"image": jnp.asarray(convolutional.part.x["image"])}
    after = convolutional.model.network.apply(
        convolutional.model.variables,
        x,
        tap=lambda name, value: jnp.asarray(pixels) if name == "image.normalization" else value,
        until="output",
    ).value
    sign = np.where(convolutional.values["output"][:, 0] > 0, 1, -1)
    lost = sign * (convolutional.values["output"][:, 0] - np.asarray(after)[:, 0])
    np.testing.assert_allclose(found[(slice(None), *place, 0)], lost, atol=1e-5)


def test_grad_cam_is_the_sum_by_hand(convolutional: Glass) -> None:
    """Behind a global mean and one neuron, the derivative by a channel is its weight over the number of places."""
    channels = convolutional.values["conv2d_2.relu"].astype(np.float64)
    places = channels.shape[1] * channels.shape[2]
    sign = np.where(convolutional.values["output"][:, 0] > 0, 1.0, -1.0)
    shares = sign[:, None] * convolutional.weights["output"]["kernel"][:, 0].astype(np.float64) / places
    by_hand = np.maximum((channels * shares[:, None, None]).sum(axis=-1), 0)
    found = convolutional.attribution("grad_cam")
    assert found.node == "conv2d_2.relu"
    np.testing.assert_allclose(np.asarray(found.coarse), by_hand, rtol=1e-4, atol=1e-7)
    assert found.values["image"].shape == (3, 8, 6, 1)
    assert by_hand.any()


def test_grad_cam_of_tokens_by_hand() -> None:
    glass = made.glass(made.patterns, made.texts, "answer")
    channels = glass.values["conv1d_1.relu"].astype(np.float64)
    shares = len(glass.part) * glass.gradients["conv1d_1.relu"].astype(np.float64).mean(axis=1, keepdims=True)
    by_hand = np.maximum((channels * shares).sum(axis=-1), 0)
    found = glass.attribution("grad_cam", node="conv1d_1.relu")
    np.testing.assert_allclose(np.asarray(found.coarse), by_hand, rtol=1e-4, atol=1e-7)
    real = glass.part.x["text"] != 0
    np.testing.assert_allclose(found.values["text"], np.where(real, by_hand, 0), rtol=1e-4, atol=1e-7)


def test_inputs_of_several_kinds_are_told_side_by_side() -> None:
    glass = made.glass(made.judging, made.opinions, "answer")
    whole, lost = (glass.attribution(method) for method in ("integrated_gradients", "occlusion"))
    assert list(whole.columns) == list(lost.columns) == ["number", "city", "said"]
    np.testing.assert_allclose(sum(whole.columns.values()), total(whole), rtol=1e-5, atol=1e-8)
    assert np.abs(np.asarray(whole.completeness)).max() < 1e-4
    assert whole.names["said"][0][:4] == ("what", "a", "dreadful", "bore")
    assert lost.columns["city"].all()


@pytest.mark.parametrize("method", ["integrated_gradients", "occlusion"])
def test_of_a_text_that_is_written_what_stands_before_has_its_share(method: str) -> None:
    found = made.glass(made.writing, made.phrases, "answer").attribution(method)
    assert list(found.columns) == ["colour", "count", "the text before"]
    assert found.names["written"][0][:2] == ("<end>", found.names["written"][0][1])
    assert "a vector of zeros in the place of each token" in str(found.baseline)
    if method == "occlusion":
        assert found.columns["the text before"].all()
    else:
        np.testing.assert_allclose(sum(found.columns.values()), total(found), rtol=1e-5)


def test_grad_cam_lies_over_what_the_convolution_reads_alone() -> None:
    found = made.glass(made.judging, made.opinions, "answer").attribution("grad_cam")
    assert list(found.values) == ["said"]
    assert {share.name for share in found.top()} <= set(found.names["said"][0])


def test_a_node_can_stand_in_the_place_of_the_inputs(dense: Glass) -> None:
    found = dense.attribution("integrated_gradients", node="dense_2.relu")
    kernel, a = dense.weights["output"]["kernel"], dense.values["dense_2.relu"]
    chosen = dense.values["output"].argmax(axis=1)
    np.testing.assert_allclose(found.values["dense_2.relu"], a * kernel[:, chosen].T, rtol=1e-4, atol=1e-7)
    assert (found.columns, found.baseline) == ({}, "dense_2.relu at 0")


@pytest.mark.parametrize(
    ("method", "asked", "error", "sentence"),
    [
        ("gradients", {}, ConfigurationError, "the method 'gradients'. Did you mean gradient?"),
        ("gradient", {"steps": 5}, ConfigurationError, "5 steps of gradient. Expected 1 or more, of integrated_gr"),
        ("smoothgrad", {"steps": 0}, ConfigurationError, "0 steps of smoothgrad. Expected 1 or more"),
        ("grad_cam", {}, NetworkError, "Grad-CAM of a network without convolutions. Expected one with Conv1D"),
        ("gradient", {"node": "output.softmax"}, NetworkError, "nothing can be attributed to output.softmax"),
        ("gradient", {"node": "dense_9"}, NetworkError, "there is no node 'dense_9'"),
    ],
)
def test_what_cannot_be_asked_is_told(
    dense: Glass, method: str, asked: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error) as told:
        dense.attribution(method, **asked)
    assert sentence in str(told.value)


def test_an_empty_map_says_so() -> None:
    """All weights of the answer speak for the second class, so nothing that is seen speaks for the first."""
    model = made.convolutional()
    params = model.variables["params"]
    output = {**params["output"], "kernel": jnp.ones_like(params["output"]["kernel"])}
    speaking = dataclasses.replace(model, variables={**model.variables, "params": {**params, "output": output}})
    found = made.seen(speaking, made.pictures(), of="bus").attribution("grad_cam")
    assert found.is_empty()
    assert "nothing speaks for it at conv2d_2.relu; try an earlier convolution" in found.words()[0]
    whole = found.plot()
    assert "nothing speaks for it at conv2d_2.relu" in whole.get_suptitle()
    assert len(whole.axes) == 3  # no scale of colours beside the pictures


def test_grad_cam_wants_a_convolution(convolutional: Glass) -> None:
    with pytest.raises(NetworkError, match=r"Grad-CAM of output. Expected a convolution, one of: conv2d_1, conv2d_1.r"):
        convolutional.attribution("grad_cam", node="output")


def test_too_many_parts_to_cover_are_told(dense: Glass, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("neuroglass.glass.attribution.occlusion.MOST", 5)
    with pytest.raises(NetworkError, match=r"6 parts to cover in turn. Expected at most 5. Use integrated_gradients"):
        dense.attribution("occlusion")
