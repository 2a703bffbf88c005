"""What a report on pictures shows, against the arrays of the story and numpy."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import jax.numpy as jnp
import numpy as np
import pytest

from neuroglass.data.inputs import PICTURE
from neuroglass.data.parts import Part
from neuroglass.data.pictures.stored import Stored
from neuroglass.glass.filters import as_pictures, scaled
from neuroglass.glass.maps import liveliest
from neuroglass.learn.augmentation import Augmentation, Flip, Mixup, augmented, sample_keys
from neuroglass.nn.layers import Conv2D, Flatten, Input, Output
from neuroglass.nn.network import Network
from neuroglass.report.filters import filters
from neuroglass.report.groups import groups, name_of, spread
from neuroglass.report.judged import judge
from neuroglass.report.maps import CHANNELS, MOST_NODES, maps, spatial
from neuroglass.report.mistaken import mistaken
from neuroglass.report.page import page
from neuroglass.report.samples import samples
from neuroglass.report.worst import worst
from tests.report import stories
from tests.report.test_pictures import decoded


def titles(pictures: tuple[str, ...]) -> list[str]:
    return [found[1] for picture in pictures if (found := re.search(r'title="([^"]*)"', picture))]


def test_each_class_shows_its_own_pictures_as_they_are() -> None:
    story = stories.pictures()
    part, shown = story.data.train, samples(story.data, Augmentation(), 0)
    assert [group.name for group in shown.groups] == list(story.data.spec.classes)
    for number, group in enumerate(shown.groups):
        rows = np.flatnonzero(part.y == number)
        assert group.count == len(rows)
        for title, picture in zip(titles(group.plain), group.plain, strict=True):
            place = part.rows.tolist().index(int(title.split("/")[-1].removesuffix(".png")))
            assert place in rows
            np.testing.assert_array_equal(np.asarray(decoded(picture)), part.x[PICTURE][place])


def test_without_augmentation_nothing_is_shown_as_changed() -> None:
    story = stories.grey()
    shown = samples(story.data, story.program.augmentation, 0)
    assert (shown.augmentation, [group.augmented for group in shown.groups]) == ("off", [(), ()])
    assert "They are not changed while it learns." in page(story)


def test_what_is_shown_as_changed_is_what_the_first_epoch_learns_from() -> None:
    story = stories.pictures()
    part, chance = story.data.train, Augmentation((Flip(),))
    for group in samples(story.data, chance, 3).groups:
        for title, picture in zip(titles(group.augmented), group.augmented, strict=True):
            place = part.rows.tolist().index(int(title.split("/")[-1].removesuffix(".png")))
            keys = sample_keys(jnp.uint32(3), jnp.uint32(0), jnp.array([place], jnp.int32))
            expected, _ = augmented(chance, jnp.asarray(part.x[PICTURE][[place]]), keys)
            np.testing.assert_array_equal(np.asarray(decoded(picture)), np.rint(expected[0]))


def test_pictures_are_mixed_with_those_of_other_classes() -> None:
    story = stories.pictures()
    train = story.data.train
    flat = np.full(train.x[PICTURE].shape, 100, np.uint8) * train.y.astype(np.uint8)[:, None, None, None]
    data = dataclasses.replace(story.data, train=dataclasses.replace(train, x={PICTURE: flat}))
    mixed = [
        np.asarray(decoded(picture)) for picture in samples(data, Augmentation((Mixup(1.0),)), 0).groups[0].augmented
    ]
    assert sum(bool((picture > 0).all()) for picture in mixed) > len(mixed) // 2


def test_the_reason_is_told_where_the_augmentation_is_the_one_that_suits() -> None:
    story = stories.pictures()
    assert samples(story.data, story.program.augmentation, 0).why
    assert not samples(story.data, Augmentation((Flip(),)), 0).why


def test_numbers_are_shown_from_the_lowest_to_the_highest() -> None:
    story = stories.measured()
    part, spec = story.data.train, story.data.spec
    values = (part.y.astype(np.float64) * spec.target_scale + spec.target_offset)[:, 0]
    found = groups(part, spec)
    assert sorted(np.concatenate([rows for _, rows in found]).tolist()) == list(range(len(part)))
    highest = [values[rows].max() for _, rows in found]
    lowest = [values[rows].min() for _, rows in found]
    assert highest[0] <= lowest[1]
    assert highest[1] <= lowest[2]
    assert found[0][0] == f"{lowest[0]:.4g} to {highest[0]:.4g}"


def test_rows_are_spread_from_the_first_to_the_last_and_none_stands_twice() -> None:
    assert spread(np.arange(100, 200), 4).tolist() == [100, 133, 166, 199]
    assert spread(np.arange(3), 9).tolist() == [0, 1, 2]


def test_rows_go_by_their_file_else_by_their_number() -> None:
    part = Part({}, np.zeros(2), None, np.array([4, 7]))
    assert name_of(part, 1) == "row 8"
    assert name_of(dataclasses.replace(part, names=("a.png", "b.png")), 1) == "b.png"


def test_filters_of_a_convolution_are_its_kernel() -> None:
    story = stories.pictures()
    kernel = np.asarray(story.model.variables["params"]["conv2d_1"]["kernel"])
    found = as_pictures(kernel, (12, 10, 3))
    assert found is not None
    np.testing.assert_array_equal(found[4], kernel[..., 4])
    drawing = filters(story.model)
    assert drawing is not None
    assert (drawing.node, drawing.told, drawing.colored) == ("conv2d_1", "6 filters of 3 × 3", True)


def test_units_on_all_pixels_are_filters_of_the_size_of_the_picture() -> None:
    story = stories.grey()
    kernel = np.asarray(story.model.variables["params"]["dense_1"]["kernel"])
    found = as_pictures(kernel, (9, 9, 1))
    assert found is not None
    np.testing.assert_array_equal(found[2, :, :, 0], kernel[:, 2].reshape(9, 9))
    drawing = filters(story.model)
    assert drawing is not None
    assert not drawing.colored


def test_a_kernel_on_something_else_is_no_picture() -> None:
    assert as_pictures(np.ones((3, 3, 8, 4)), (12, 10, 3)) is None
    assert as_pictures(np.ones((20, 4)), (12, 10, 3)) is None


def test_each_filter_is_scaled_by_its_largest_weight() -> None:
    weights = np.array([[2.0, -4.0], [0.0, 0.0]]).reshape(2, 1, 2, 1)
    np.testing.assert_array_equal(scaled(weights).ravel(), [0.5, -1, 0, 0])


def test_the_channels_that_differ_most_from_place_to_place_are_shown() -> None:
    values = np.random.default_rng(1).normal(size=(2, 5, 5, 7)) * np.array([1, 9, 2, 8, 0, 7, 6])
    assert liveliest(values + np.array([0, 0, 0, 0, 999, 0, 0]), CHANNELS).tolist() == [1, 3, 5, 6]


def test_maps_are_shown_of_what_learns_bends_or_shrinks() -> None:
    story = stories.pictures()
    shown = maps(story.model, judge(story).part)
    assert shown is not None
    assert [name for name, _ in shown.pictures] == list(story.data.spec.classes)
    assert [depth.node for depth in shown.depths] == [
        *("conv2d_1", "conv2d_1.relu", "max_pool2d_1", "conv2d_2", "conv2d_2.relu")
    ]
    assert {len(depth.strips) for depth in shown.depths} == {3}


def test_a_deep_network_is_shown_from_its_first_to_its_last_node() -> None:
    network = Network([Input((8, 8, 1)), *(Conv2D(2, 1, activation="relu") for _ in range(20)), Flatten(), Output()])
    nodes = spatial(network.completed({}, {}, 2, None))
    assert (len(nodes), nodes[0], nodes[-1]) == (MOST_NODES, "conv2d_1", "conv2d_20.relu")


def test_a_network_without_pictures_inside_has_no_maps() -> None:
    story = stories.grey()
    assert maps(story.model, story.data.train) is None


def test_pairs_show_the_pictures_that_were_mistaken() -> None:
    judged, spec = judge(stories.pictures()), stories.pictures().data.spec
    given, names = judged.answers.argmax(axis=1), spec.classes
    pairs = mistaken(judged, spec)
    assert pairs
    for pair in pairs:
        wrong = np.flatnonzero(
            (judged.truth == names.index(pair.confusion.true)) & (given == names.index(pair.confusion.given))
        )
        assert pair.confusion.count == len(wrong)
        surest = wrong[np.argmax(judged.answers[wrong, names.index(pair.confusion.given)])]
        np.testing.assert_array_equal(np.asarray(decoded(pair.pictures[0])), judged.part.x[PICTURE][surest])


def test_the_worst_predictions_are_shown_as_they_look() -> None:
    story = stories.measured()
    judged = judge(story)
    first = worst(judged, story.data.spec)[0]
    assert first.picture is not None
    place = int(np.abs(judged.answers - judged.truth.astype(np.float64)).argmax())
    assert first.name == judged.part.names[place]
    np.testing.assert_array_equal(np.asarray(decoded(first.picture)), judged.part.x[PICTURE][place, :, :, 0])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("pictures", {"samples", "told", "mistaken", "filters", "maps"}),
        ("grey", {"samples", "told", "mistaken", "filters"}),
        ("measured", {"samples", "filters", "maps"}),
        ("multiclass", set()),
    ],
)
def test_sections_that_do_not_apply_are_absent(name: str, expected: set[str]) -> None:
    html = page(stories.STORIES[name]())
    parts = ("samples", "told", "mistaken", "filters", "maps")
    assert {part for part in parts if f'<section id="{part}">' in html} == expected


def test_weights_that_are_not_finite_leave_a_page_of_samples() -> None:
    story = stories.pictures()
    spoilt = dataclasses.replace(story.model, variables=stories.spoilt(story.model.variables))
    html = page(dataclasses.replace(story, model=spoilt, kept_epoch=0))
    assert '<section id="samples">' in html
    assert not re.search(r'<section id="(filters|maps|mistaken|told)">', html)


def test_many_large_pictures_stay_one_small_file() -> None:
    story = stories.many()
    assert len(page(story)) < 2_000_000


def test_pictures_on_disk_give_the_same_page(tmp_path: Path) -> None:
    story = stories.pictures()
    train, test = (_stored(part, tmp_path / name) for name, part in (("a", story.data.train), ("b", story.data.test)))
    on_disk = dataclasses.replace(story.data, train=train, test=test)
    assert page(dataclasses.replace(story, data=on_disk)) == page(story)


def _stored(part: Part | None, path: Path) -> Part:
    assert part is not None
    part.x[PICTURE].tofile(path)
    pixels = Stored(np.memmap(path, np.uint8, "r", shape=part.x[PICTURE].shape), np.arange(len(part)))
    return dataclasses.replace(part, x={PICTURE: pixels})  # type: ignore[dict-item]
