"""The landscape, compared with the same weights evaluated one by one, and with NumPy's singular values."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from neuroglass.data.parts import Data, Part
from neuroglass.errors import ConfigurationError, NetworkError
from neuroglass.glass import Glass, landscape, planes
from neuroglass.glass.directions import Params, filter_normalised, flat
from neuroglass.glass.projection import principal
from neuroglass.model import Model
from neuroglass.nn.layers import BatchNorm, Dense, Output
from neuroglass.nn.network import Variables
from tests.glass import made
from tests.glass.made import seen

KINDS = {
    "dense": (made.dense, made.cars),
    "ensemble": (made.ensemble, made.cars),
    "pictures": (made.convolutional, made.pictures),
    "series": (made.forecasting, made.sales),
}


def loss_of(model: Model, params: Params, part: Part) -> float:
    moved: Variables = {"params": params, "state": model.variables["state"]}
    return dataclasses.replace(model, variables=moved).measured({"": part})[""]["loss"]


def away(model: Model, directions: list[Params], x: float, y: float) -> Params:
    return jax.tree.map(
        lambda w, a, b: w + np.float32(x) * a + np.float32(y) * b, model.variables["params"], *directions
    )


@pytest.mark.parametrize(("made_model", "data"), KINDS.values(), ids=KINDS)
def test_the_grid_is_what_evaluating_each_network_gives(
    made_model: Callable[[], Model], data: Callable[[], Data]
) -> None:
    model, part = made_model(), data().train
    found = landscape(model, part, points=3, reach=0.5, seed=4)
    generator = np.random.default_rng(4)
    directions = [filter_normalised(model.network, model.variables["params"], generator) for _ in range(2)]
    assert found.losses[1, 1] == pytest.approx(model.measured({"": part})[""]["loss"], rel=2e-6)
    assert found.loss == pytest.approx(found.losses[1, 1], rel=1e-6)
    for row, column in [(0, 0), (0, 2), (2, 1)]:
        direct = loss_of(model, away(model, directions, found.x[column], found.y[row]), part)
        assert found.losses[row, column] == pytest.approx(direct, rel=5e-6)


def test_where_memory_is_short_the_grid_is_measured_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    model, part = made.dense(), made.cars().train
    at_once = landscape(model, part, points=3).losses
    monkeypatch.setattr(planes, "MOST_NUMBERS", 1)
    np.testing.assert_allclose(landscape(model, part, points=3).losses, at_once, rtol=1e-6)


def test_rows_that_count_more_count_more_in_the_landscape() -> None:
    model, part = made.dense(), made.cars().train
    weight = np.linspace(0.1, 3, len(part)).astype(np.float32)
    weighted = dataclasses.replace(part, weight=weight)
    assert landscape(model, weighted, points=3).loss == pytest.approx(
        model.measured({"": weighted})[""]["loss"], rel=1e-6
    )


def test_each_filter_of_a_direction_is_as_long_as_that_of_the_weights() -> None:
    """A kernel's columns, a convolution's kernels, each member's own columns, the rows of an Embedding."""
    for model, node, name, axes in [
        (made.dense(), "dense_1", "kernel", (0,)),
        (made.ensemble(), "member_dense_1", "kernel", (1,)),
        (made.convolutional(), "conv2d_1", "kernel", (0, 1, 2)),
        (made.reading(), "lstm_1", "recurrent_kernel", (0,)),
        (made.reading(), "embedding_1", "embeddings", (1,)),
    ]:
        direction = filter_normalised(model.network, model.variables["params"], np.random.default_rng(0))
        own, drawn = (np.asarray(held[node][name], np.float64) for held in (model.variables["params"], direction))
        np.testing.assert_allclose(
            np.sqrt((drawn**2).sum(axis=axes)), np.sqrt((own**2).sum(axis=axes)), rtol=1e-5, err_msg=node
        )
        assert np.abs(np.corrcoef(own.ravel(), drawn.ravel())[0, 1]) < 0.6


def test_biases_and_the_weights_of_normalisation_stay_as_they_are() -> None:
    model = made.model_of(made.cars(), [Dense(4, "relu"), BatchNorm(), Output()])
    direction = filter_normalised(model.network, model.variables["params"], np.random.default_rng(0))
    still = {f"{node}/{name}" for node, owned in direction.items() for name, array in owned.items() if not array.any()}
    assert still == {"dense_1/bias", "batch_norm_1/gamma", "batch_norm_1/beta", "output/bias"}


@pytest.fixture(scope="module")
def path() -> list[Variables]:
    """Weights that come nearer and nearer to those of the model, not quite in a straight line."""
    start = made.dense().variables
    bent = np.random.default_rng(5)
    drawn = [bent.normal(size=flat(start["params"]).shape) for _ in range(3)]
    moments = []
    for left in (1.0, 0.6, 0.3, 0.0):
        moved = left * drawn[0] + left * (1 - left) * drawn[1] + 0.02 * left**3 * drawn[2]
        pieces = iter(np.split(moved, np.cumsum([leaf.size for leaf in jax.tree.leaves(start["params"])])[:-1]))
        params = jax.tree.map(
            lambda leaf, pieces=pieces: leaf + jnp.float32(next(pieces).reshape(leaf.shape)), start["params"]
        )
        moments.append({"params": params, "state": start["state"]})
    return moments


def test_the_plane_of_a_path_is_that_of_its_largest_singular_values(path: list[Variables]) -> None:
    model, part = made.dense(), made.cars().train
    found = landscape(model, part, path, points=5)
    moved = np.stack([flat(moment["params"]) - flat(model.variables["params"]) for moment in path])
    left, values, _ = np.linalg.svd(moved, full_matrices=False)
    assert found.path is not None
    assert found.explained is not None
    np.testing.assert_allclose(found.explained, values[:2] ** 2 / (values**2).sum(), rtol=1e-6)
    np.testing.assert_allclose(np.abs(found.path), np.abs(left[:, :2] * values[:2]), atol=1e-5)
    np.testing.assert_allclose(found.path[-1], 0, atol=1e-12)


def test_the_plane_of_a_path_holds_the_path_and_its_losses(path: list[Variables]) -> None:
    """A moment lies on the plane but for what the plane does not explain, so its loss is found there again."""
    model, part = made.dense(), made.cars().train
    flattened = [path[0], path[0], path[-1]]  # on one line: the first direction holds it whole
    found = landscape(model, part, [*flattened, path[1]], points=5)
    assert found.path is not None
    low, high = found.path.min(axis=0), found.path.max(axis=0)
    first, last = np.array([found.x[0], found.y[0]]), np.array([found.x[-1], found.y[-1]])
    assert (first <= low).all()
    assert (last >= high).all()
    moved = np.stack([flat(moment["params"]) - flat(model.variables["params"]) for moment in [*flattened, path[1]]])
    components, _ = principal(moved)
    there = found.path[0] @ components
    np.testing.assert_allclose(there, moved[0], atol=1e-4)
    centre = np.unravel_index(np.abs(found.x[None] + 1j * found.y[:, None]).argmin(), found.losses.shape)
    assert found.losses[centre] == pytest.approx(found.loss, rel=1e-6)


def test_impossible_settings_are_told(path: list[Variables]) -> None:
    model, part = made.dense(), made.cars().train
    with pytest.raises(ConfigurationError, match=r"points=4\. Expected an odd number, 3 or more"):
        landscape(model, part, points=4)
    with pytest.raises(ConfigurationError, match=r"reach=0\. Expected a number above 0"):
        landscape(model, part, reach=0)
    with pytest.raises(ConfigurationError, match=r"a path of 1 moment\(s\). Expected 2 or more"):
        landscape(model, part, path[:1])
    with pytest.raises(ConfigurationError, match="does not leave the network's weights in two directions"):
        landscape(model, part, [path[-1], path[-1]])


def test_the_picture_has_the_path_on_it(path: list[Variables]) -> None:
    found = landscape(made.dense(), made.cars().train, path, points=3)
    assert found.path is not None
    figure = found.plot()
    drawn = figure.axes[0].lines[0].get_xydata()
    np.testing.assert_allclose(np.asarray(drawn), found.path)
    assert "of the path" in figure.axes[0].get_xlabel()
    assert "The plane holds" in found.words()


def stepped(glass: Glass, step: float) -> Params:
    return jax.tree.map(
        lambda w, g: w - np.float32(step) * g, glass.model.variables["params"], glass.seen.weight_gradients
    )


def test_the_cost_along_the_gradient_is_what_a_step_leads_to() -> None:
    model, part = made.dense(), made.cars().train.first(8)
    glass = seen(model, made.cars(), 8)
    found = glass.along_gradient(5, learning_rate=0.125)
    for place in range(5):
        moved = stepped(glass, found.steps[place])
        assert found.costs[place] == pytest.approx(loss_of(model, moved, part), rel=5e-6)
    assert found.costs[0] == pytest.approx(glass.number, rel=1e-6)
    assert found.cost_there == pytest.approx(loss_of(model, stepped(glass, 0.125), part), rel=5e-6)
    assert "learning rate 0.125" in found.words()


def test_the_slope_along_the_gradient_is_its_square() -> None:
    glass = seen(made.dense(), made.cars(), 8)
    found = glass.along_gradient(3, reach=1e-3)
    fallen = (found.costs[0] - found.costs[1]) / found.steps[1]
    assert fallen == pytest.approx(found.slope, rel=2e-2)


def test_penalties_are_part_of_the_cost_along_the_gradient() -> None:
    layers = [Dense(4, "tanh", kernel_regularizer="l2"), Output()]
    glass = seen(made.model_of(made.cars(), layers), made.cars(), 8)
    found = glass.along_gradient(3)
    assert found.costs[0] == pytest.approx(glass.number, rel=1e-6)
    moved = stepped(glass, found.steps[2])
    penalty = float(glass.model.network.penalty(moved))
    assert penalty > 1e-3
    assert found.costs[2] == pytest.approx(loss_of(glass.model, moved, glass.part) + penalty, rel=5e-6)


def test_a_score_has_no_cost_along_its_gradient() -> None:
    with pytest.raises(NetworkError, match=r"the gradient of a score.*Use of=\"loss\""):
        seen(made.dense(), made.cars(), of="answer").along_gradient()
