"""What an attribution is drawn as, and told as."""

from __future__ import annotations

import json

import numpy as np

from neuroglass.cli.screen import plain
from tests.glass import made


def test_a_table_is_bars_the_largest_on_top() -> None:
    found = made.glass(made.dense, made.cars, "answer").attribution("gradient_x_input")
    (axes,) = found.plot(1).axes
    assert [label.get_text() for label in axes.get_yticklabels()] == [share.name for share in found.top(sample=1)]
    assert [patch.get_width() for patch in axes.patches] == [share.value for share in found.top(sample=1)]  # type: ignore[attr-defined]


def test_a_picture_is_shown_beside_its_map_summed_over_channels() -> None:
    found = made.glass(made.convolutional, made.pictures, "answer").attribution("integrated_gradients")
    picture, heat, both, *_ = found.plot().axes
    np.testing.assert_allclose(np.asarray(heat.images[0].get_array()), found.values["image"][0].sum(axis=-1))
    np.testing.assert_allclose(np.asarray(picture.images[0].get_array()), found.x["image"][0] / 255)
    assert len(both.images) == 2
    low, high = heat.images[0].get_clim()
    assert low == -high


def test_a_text_is_its_tokens_without_padding() -> None:
    found = made.glass(made.patterns, made.texts, "answer").attribution("occlusion")
    (axes,) = found.plot().axes
    names = [name for name, token in zip(found.names["text"][0], found.x["text"][0], strict=True) if token]
    assert [text.get_text() for text in axes.texts] == names
    assert found.top(1)[0].name in names


def test_a_series_names_its_columns_and_times() -> None:
    found = made.glass(made.flat_forecasting, made.sales, "answer").attribution("gradient_x_input")
    axes, *_ = found.plot().axes
    np.testing.assert_allclose(np.asarray(axes.images[0].get_array()), found.values["series"][0].T)
    assert [label.get_text() for label in axes.get_yticklabels()] == list(found.features["series"])
    best = np.unravel_index(np.abs(found.values["series"][0]).argmax(), found.values["series"][0].shape)
    column, time = found.features["series"][best[1]], found.names["series"][0][best[0]]
    assert found.top(1)[0].name == f"{column} at {time}"


def test_a_sound_is_drawn_with_its_lowest_band_at_the_bottom() -> None:
    found = made.glass(made.hearing, made.clips, "answer").attribution("gradient_x_input")
    axes, *_ = found.plot().axes
    np.testing.assert_allclose(np.asarray(axes.images[0].get_array()), found.values["sound"][0].T)
    bottom, top = axes.get_ylim()
    assert bottom < 0 < top
    assert axes.get_ylabel() == "band, from low to high"
    assert found.features["sound"][-1] == "band 39"


def test_of_a_caption_the_text_before_is_told_beside_the_picture() -> None:
    found = made.glass(made.captioning, made.captions, "answer").attribution("gradient_x_input")
    share = found.values["written"][0].sum()
    assert f"the text before of each token: {share:+.3g} all together" in found.plot().get_suptitle()


def test_all_of_it_is_json() -> None:
    glass = made.glass(made.convolutional, made.pictures, "answer")
    told = json.loads(json.dumps(plain(glass.attribution("grad_cam").to_json()), allow_nan=False))
    assert told["method"] == "grad_cam"
    assert np.array(told["values"]["image"]).shape == (3, 8, 6, 1)
    assert len(told["top"]) == len(told["words"]) == 3
