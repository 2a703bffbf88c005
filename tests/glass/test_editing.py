"""What if. Edited networks are compared with NumPy in float64, with the same network on edited data, and with weights
that do the same.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import jax
import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from neuroglass.data import table
from neuroglass.data.parts import Data
from neuroglass.data.timeseries.series_inputs import SeriesInputs
from neuroglass.errors import NetworkError
from neuroglass.glass import Glass, look, seen as moments
from neuroglass.glass.holding import held_unit
from neuroglass.model import Model, load
from neuroglass.nn.layers import Dense, Output
from tests.glass import made
from tests.glass.made import seen


@pytest.fixture(scope="module")
def cars() -> Glass:
    return seen(made.dense(), made.cars())


def after_dense_1(glass: Glass, z: NDArray[np.float64]) -> NDArray[np.float64]:
    """What follows from the first z of ``made.dense``, by hand."""
    second, last = glass.weights["dense_2"], glass.weights["output"]
    hidden = np.maximum(np.tanh(z) @ second["kernel"] + second["bias"], 0)
    powers = np.exp(hidden @ last["kernel"] + last["bias"])
    return powers / powers.sum(axis=1, keepdims=True)


def test_a_unit_is_held_and_all_that_follows_is_computed_anew(cars: Glass) -> None:
    edited = cars.edit("dense_1", 0.75, unit=2)
    z = cars.values["dense_1"].astype(np.float64)
    z[:, 2] = 0.75
    np.testing.assert_array_equal(edited.values["dense_1"][:, 2], 0.75)
    np.testing.assert_allclose(edited.values["output.softmax"], after_dense_1(cars, z), rtol=2e-6)
    np.testing.assert_array_equal(edited.before.values["dense_1"], cars.values["dense_1"])


def test_a_weight_is_changed_and_all_that_follows_is_computed_anew(cars: Glass) -> None:
    edited = cars.edit("dense_1", 0.5, weight="kernel", index=(3, 2))
    weights = {name: array.astype(np.float64) for name, array in cars.weights["dense_1"].items()}
    weights["kernel"][3, 2] = 0.5
    z = cars.values["features"] @ weights["kernel"] + weights["bias"]
    np.testing.assert_allclose(edited.values["output.softmax"], after_dense_1(cars, z), rtol=2e-6)
    assert edited.weights["dense_1"]["kernel"][3, 2] == 0.5


def test_a_column_is_given_in_its_own_words_and_unit() -> None:
    rows = pl.DataFrame({"size": [1.0, 5.0, 9.0] * 20, "colour": ["red", "blue", "green"] * 20, "y": ["a", "b"] * 30})
    data = table(rows, target="y")
    model = made.model_of(data, [Dense(4, "tanh"), Output()])
    glass = look(model, rows.head(4))
    edited = glass.edit("size", 7).edit("colour", "green")
    asked = rows.head(4).with_columns(pl.lit(7.0).alias("size"), pl.lit("green").alias("colour"))
    probabilities = model.predict(asked).probabilities
    assert edited.answer.probabilities is not None
    assert probabilities is not None
    np.testing.assert_allclose(edited.answer.probabilities, probabilities, rtol=1e-6)
    assert edited.edits == ("size = 7", "colour = green")


def test_a_value_that_training_did_not_know_is_told() -> None:
    glass = seen(made.dense(), made.cars())
    assert "not seen in training ('pink')" in glass.edit("colour", "pink").notes[-1]


def test_edits_add_up_and_before_is_before_all_of_them(cars: Glass) -> None:
    with cars.edit("dense_1", 0, unit=1) as first, first.edit("dense_1", 0.5, unit=4) as both:
        together = both.values["dense_1"]
    np.testing.assert_array_equal(together[:, [1, 4]], [[0, 0.5]] * 3)
    np.testing.assert_array_equal(together[:, [0, 2, 3, 5]], cars.values["dense_1"][:, [0, 2, 3, 5]])
    assert both.before is cars
    assert both.edits == ("dense_1[1] = 0", "dense_1[4] = 0.5")


def test_the_users_model_stays_the_same_to_the_byte(tmp_path: Path) -> None:
    model = made.dense()
    before = model.save(tmp_path / "before").read_bytes()
    glass = seen(model, made.cars())
    with glass.edit("dense_1", 0, unit=1) as edited, edited.edit("dense_2", 9, weight="bias") as twice:
        twice.effect(made.cars().train)
    glass.ablate("dense_1")
    assert model.save(tmp_path / "after").read_bytes() == before


def test_an_edited_weight_is_saved_and_the_card_says_so(cars: Glass, tmp_path: Path) -> None:
    edited = cars.edit("output", -2, weight="bias", index=0)
    again = load(edited.model.save(tmp_path / "edited.safetensors"))
    np.testing.assert_array_equal(look(again, cars.part).values["output"], edited.values["output"])
    assert again.card["edited"] == ["output/bias[0] = -2"]


def test_a_held_unit_is_no_weight_and_cannot_be_saved(cars: Glass, tmp_path: Path) -> None:
    with pytest.raises(NetworkError, match=r"values of dense_1 are held by an edit.*edits of weights alone.*index=7"):
        cars.edit("dense_1", 0, unit=1).model.save(tmp_path / "edited")


@pytest.mark.parametrize(
    ("model", "data", "node"), [(made.dense, made.cars, "dense_1"), (made.convolutional, made.pictures, "conv2d_1")]
)
def test_the_weights_that_the_message_tells_do_the_same(
    model: Callable[[], Model], data: Callable[[], Data], node: str
) -> None:
    glass = seen(model(), data())
    held = glass.edit(node, 0.25, unit=1)
    by_weights = glass.edit(node, 0, weight="kernel", index=(..., 1)).edit(node, 0.25, weight="bias", index=1)
    np.testing.assert_allclose(by_weights.number, held.number, rtol=1e-6)
    assert by_weights.edits[0] == f"{node}/kernel[..., 1] = 0"


KINDS = {
    "ensemble": (made.ensemble, made.cars, "member_dense_1"),
    "pictures": (made.convolutional, made.pictures, "conv2d_1.relu"),
    "series": (made.forecasting, made.sales, "gru_1"),
}


@pytest.mark.parametrize(("model", "data", "node"), KINDS.values(), ids=KINDS)
def test_nothing_before_an_edit_changes_and_what_differs_first_is_the_node(
    model: Callable[[], Model], data: Callable[[], Data], node: str
) -> None:
    edited = seen(model(), data()).edit(node, 3, unit=0)
    names = [change.node for change in edited.changes]
    assert names == [entry.name for entry in edited.model.network.nodes]
    assert edited.first_change is not None
    assert edited.first_change.node == node
    assert all(change.norm == 0 for change in edited.changes[: names.index(node)])
    assert edited.changes[-1].norm > 0
    np.testing.assert_array_equal(edited.values[node][..., 0], 3)


def test_the_norm_of_a_change_is_that_of_numpy(cars: Glass) -> None:
    edited = cars.edit("dense_1", 0, unit=2)
    change = next(change for change in edited.changes if change.node == "output")
    moved = edited.values["output"].astype(np.float64) - cars.values["output"]
    np.testing.assert_allclose(change.norm, np.linalg.norm(moved), rtol=1e-12)
    np.testing.assert_allclose(change.share, np.linalg.norm(moved) / np.linalg.norm(cars.values["output"]), rtol=1e-6)


def test_one_place_alone_is_held() -> None:
    glass = seen(made.convolutional(), made.pictures())
    edited = glass.edit("conv2d_1", 9, unit=2, at=(3, 1))
    differs = np.argwhere(edited.values["conv2d_1"][0] != glass.values["conv2d_1"][0])
    assert differs.tolist() == [[3, 1, 2]]
    assert edited.edits == ("conv2d_1[2] at 3,1 = 9",)


def test_pixels_and_ids_are_held_at_whole_numbers() -> None:
    pixels, ids = held_unit(made.convolutional(), "image", 0, None, 255), held_unit(made.reading(), "text", 1, None, 2)
    assert (pixels.at.dtype.name, pixels.at.tolist()) == ("uint8", [255, 0, 0])
    assert (ids.at.dtype.name, ids.at.tolist()[:3]) == ("int32", [0, 2, 0])
    with pytest.raises(NetworkError, match=r"image held at 256\. Expected a whole number that uint8 has"):
        held_unit(made.convolutional(), "image", 0, None, 256)


def test_the_effect_is_what_evaluating_the_edited_model_says(cars: Glass, tmp_path: Path) -> None:
    part = made.cars().train
    edited = cars.edit("output", 4, weight="bias", index=1)
    again = load(edited.model.save(tmp_path / "edited.safetensors"))
    effect = edited.effect(part, ["accuracy"])
    assert effect.after == again.measured({"": part}, ["accuracy"])[""]
    assert effect.before == cars.model.measured({"": part}, ["accuracy"])[""]
    assert effect.change["accuracy"] == effect.after["accuracy"] - effect.before["accuracy"]
    assert effect.after["accuracy"] != effect.before["accuracy"]


def test_a_held_unit_hands_no_gradient_back_to_what_it_was_computed_from() -> None:
    glass = seen(made.dense(), made.cars())
    edited = glass.edit("dense_1.tanh", 0.5, unit=3)
    assert (edited.weight_gradients["dense_1"]["kernel"][:, 3] == 0).all()
    assert (edited.gradients["dense_1.tanh"][:, 3] != 0).any()


def _compiled() -> int:
    return moments._both_ways._cache_size()  # type: ignore[attr-defined]


def test_another_edit_of_the_same_node_compiles_nothing(cars: Glass) -> None:
    cars.edit("dense_2", 0, unit=1)
    compiled = _compiled()
    cars.edit("dense_2", 7.5, unit=3)
    assert _compiled() == compiled


def test_an_edit_that_changes_nothing_says_so(cars: Glass) -> None:
    edited = cars.edit("dense_1", float(cars.weights["dense_1"]["kernel"][0, 0]), weight="kernel", index=(0, 0))
    assert edited.first_change is None
    assert "nothing changes" in edited.words()


def test_the_words_name_the_edit_the_number_and_the_first_node_that_differs(cars: Glass) -> None:
    edited = cars.edit("dense_1", 0, unit=2)
    told = edited.words()
    assert told.startswith(f"With dense_1[2] = 0 the cost is {edited.number:.4g} instead of {cars.number:.4g}.")
    assert "first node that differs is dense_1" in told
    assert edited.to_json()["before"]["answers"] == cars.answer.to_frame().to_dicts()
    assert jax.tree.leaves(edited.to_json()["changes"])


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"name": "dens_1", "unit": 1}, "there is no node 'dens_1'"),
        ({"name": "lenght"}, "no node or column 'lenght'. Did you mean length?"),
        ({"name": "dense_1", "unit": 6}, r"unit 6 of dense_1. Expected a number from 0 to 5"),
        ({"name": "dense_1", "unit": 1, "at": (2,)}, r"the place \(2,\) of dense_1. Expected no place"),
        ({"name": "dense_1", "weight": "kernal"}, "no weight dense_1/kernal. Did you mean dense_1/kernel?"),
        ({"name": "dense_1", "weight": "kernel", "index": (1, 9)}, r"dense_1/kernel\[1, 9\] = 0: index 9 .*place in"),
    ],
    ids=lambda asked: asked.get("name") if isinstance(asked, dict) else None,
)
def test_what_is_not_there_is_told(cars: Glass, asked: dict, message: str) -> None:
    with pytest.raises(NetworkError, match=message):
        cars.edit(value=0, **asked)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, r"dense_1\[3\] = None. Expected a finite number"),
        (np.nan, r"dense_1\[3\] = nan. Expected a finite number"),
        (-np.inf, r"dense_1\[3\] = -inf. Expected a finite number"),
        ("x", r"dense_1\[3\] = 'x'. Expected a finite number"),
        (np.zeros(3), r"dense_1 held at an array of \(3,\). Expected one number"),
    ],
    ids=str,
)
def test_only_a_finite_number_is_held(cars: Glass, value: object, message: str) -> None:
    with pytest.raises(NetworkError, match=message):
        cars.edit("dense_1", value, unit=3)


def test_a_weight_is_set_to_finite_numbers_alone(cars: Glass) -> None:
    for value in (None, np.nan, "x"):
        with pytest.raises(NetworkError, match=r"dense_1/bias\[1\] = .*. Expected a finite number"):
            cars.edit("dense_1", value, weight="bias", index=1)


def test_a_column_of_a_series_is_set_to_a_number() -> None:
    glass = seen(made.forecasting(), made.sales())
    source = glass.model.spec.source
    assert isinstance(source, SeriesInputs)
    column = source.columns[0]
    with pytest.raises(NetworkError, match=f"{column} = 'many'. Expected a number"):
        glass.edit(column, "many")


def test_the_picture_names_the_edits_and_each_node_that_moved(cars: Glass) -> None:
    edited = cars.edit("dense_1", 0, unit=2)
    figure = edited.plot()
    assert figure.get_suptitle() == "With dense_1[2] = 0"
    figure.canvas.draw()
    named = [label.get_text() for label in figure.axes[1].get_yticklabels()]
    assert named == [change.node for change in edited.changes if change.norm]
