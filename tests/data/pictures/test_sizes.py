"""The frame that is chosen for pictures of given sizes, worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from neuroglass.data.folders.items import File
from neuroglass.data.pictures.frame import Frame
from neuroglass.data.pictures.image_choices import ImageChoices
from neuroglass.data.pictures.sizes import choose_frame
from tests.data.pictures.made import picture

# The sizes (width, height) of the pictures, and the frame they come into.
CHOSEN: dict[str, tuple[list[tuple[int, int]], Frame]] = {
    "small and alike stay": ([(28, 31)] * 3, Frame(31, 28, 3, "stretch")),
    "large and alike shrink": ([(300, 300)] * 3, Frame(128, 128, 3, "stretch")),
    "wide stay wide": ([(400, 200)] * 3, Frame(64, 128, 3, "stretch")),
    "high stay high": ([(300, 400)] * 3, Frame(128, 96, 3, "stretch")),
    "most are small": ([(40, 40), (42, 40), (41, 42), (900, 900)], Frame(40, 40, 3, "stretch")),
    "nearly square is square": ([(200, 180), (180, 200), (190, 190)], Frame(128, 128, 3, "crop")),
    "some differ a little": ([(400, 300)] * 19 + [(300, 400)], Frame(96, 128, 3, "crop")),
    "many differ much": ([(400, 200)] * 2 + [(200, 400)] * 2 + [(300, 300)], Frame(128, 128, 3, "pad")),
}


def files(folder: Path, sizes: list[tuple[int, int]], mode: str = "RGB") -> list[File]:
    for number, size in enumerate(sizes):
        (folder / f"{mode}{number}.png").write_bytes(picture(number, size, mode))
    return [File(str(folder / f"{mode}{number}.png")) for number in range(len(sizes))]


@pytest.mark.parametrize("name", CHOSEN)
def test_the_frame_suits_most_pictures(name: str, tmp_path: Path) -> None:
    sizes, frame = CHOSEN[name]
    assert choose_frame(files(tmp_path, sizes), ImageChoices())[0] == frame


def test_what_is_told_is_done(tmp_path: Path) -> None:
    chosen, told = choose_frame(files(tmp_path, [(30, 20)] * 3), ImageChoices(size=(10, 12), fit="pad", color="grey"))
    assert chosen == Frame(10, 12, 1, "pad")
    assert told == [
        "pictures are 10 x 12 pixels (height x width) in grey, found 20 x 30; size= changes it",
        "pictures are padded: as told",
    ]


def test_pictures_are_grey_only_where_all_are(tmp_path: Path) -> None:
    grey = files(tmp_path, [(8, 8)] * 3, "L")
    colour = files(tmp_path, [(8, 8)])
    assert choose_frame(grey, ImageChoices())[0].channels == 1
    assert choose_frame([*grey, *colour], ImageChoices())[0].channels == 3


def test_unreadable_pictures_have_no_say(tmp_path: Path) -> None:
    items = [*files(tmp_path, [(8, 8)] * 2, "L"), File(str(tmp_path / "gone.png"))]
    assert choose_frame(items, ImageChoices())[0] == Frame(8, 8, 1, "stretch")
