"""What is chosen for a set of pictures, and what is told of it."""

from __future__ import annotations

import pytest

from neuroglass.learn.augmentation import Flip, for_pictures

DIGITS = tuple("0123456789")
THINGS = ("airplane", "automobile", "bird")


@pytest.mark.parametrize(
    ("shape", "rows", "chosen"),
    [
        ((32, 32, 3), 50_000, "flip, crop 4"),
        ((64, 48, 3), 50_000, "flip, crop 6"),
        ((28, 28, 1), 60_000, "flip, crop 4"),
        ((32, 32, 3), 500, "flip, crop 4, rotate 10, zoom 0.2"),
        ((128, 128, 3), 9_000, "flip, crop 16, zoom 0.2, brightness 0.2, contrast 0.2, saturation 0.2"),
        ((128, 128, 3), 900, "flip, crop 16, rotate 10, zoom 0.2, brightness 0.2, contrast 0.2, saturation 0.2"),
    ],
)
def test_things_are_mirrored_and_moved_as_their_size_and_number_allow(
    shape: tuple[int, ...], rows: int, chosen: str
) -> None:
    augmentation, why = for_pictures(shape, THINGS, rows)
    assert str(augmentation) == chosen
    assert why.startswith("pictures are mirrored one time in two")
    assert "which leaves them in their class" in why
    assert ("pictures are few" in why) == (rows < 2_000)


@pytest.mark.parametrize(
    ("classes", "reason"),
    [
        (DIGITS, "no mirror images: the classes are digits"),
        (("8", "3"), "no mirror images: the classes are digits"),
        (("10", "20", "-5.5"), "no mirror images: the classes are numbers"),
        (("One", "two"), "no mirror images: the classes are numbers"),
        (("b", "d", "9"), "no mirror images: the classes are single characters"),
        (("大", "木"), "no mirror images: the classes are single characters"),
        (("turn_left", "stop"), "no mirror images: some classes tell left from right"),
        (("Right hand", "foot"), "no mirror images: some classes tell left from right"),
        (("向左转", "停"), "no mirror images: some classes tell left from right"),
        (("pfeil-links", "halt"), "no mirror images: some classes tell left from right"),
    ],
)
def test_where_mirror_images_are_other_classes_there_are_none(classes: tuple[str, ...], reason: str) -> None:
    augmentation, why = for_pictures((28, 28, 1), classes, 60_000)
    assert str(augmentation) == "crop 2, rotate 10, zoom 0.1"
    assert reason in why


@pytest.mark.parametrize("classes", [("bright", "dark"), ("leftover", "fresh"), ("one cat", "two cats"), ("a", "bb")])
def test_words_that_only_look_so_are_things(classes: tuple[str, ...]) -> None:
    augmentation, _ = for_pictures((32, 32, 3), classes, 60_000)
    assert augmentation.transforms[0] == Flip()


def test_digits_on_small_pictures_are_told_whole() -> None:
    _, why = for_pictures((8, 8, 1), DIGITS, 1_500)
    assert why == (
        "pictures are moved by up to 1 pixel, turned by up to 10 degrees and zoomed by up to 10%; "
        "no mirror images: the classes are digits"
    )


def test_numbers_of_colour_pictures_may_be_codes() -> None:
    _, why = for_pictures((32, 32, 3), DIGITS, 50_000)
    assert why.endswith('the classes are digits; if these only stand for things, choose augment="flip, crop 4"')


def test_pictures_of_a_number_are_moved_only() -> None:
    augmentation, why = for_pictures((32, 32, 3), (), 50_000)
    assert str(augmentation) == "crop 2"
    assert why == (
        "pictures are moved by up to 2 pixels, not mirrored or turned: the target is a number, which that may change"
    )


def test_the_smallest_pictures_are_left_alone() -> None:
    augmentation, why = for_pictures((5, 50, 1), THINGS, 100)
    assert str(augmentation) == "off"
    assert why == "pictures of 5 by 50 pixels are learnt from as they are"
