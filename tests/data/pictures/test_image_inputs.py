"""Prediction sees the pixels that training saw, whatever it is given."""

from __future__ import annotations

import copy
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from PIL import Image, ImageOps

from neuroglass.data import Spec, images
from neuroglass.data.kinds import kind_of
from neuroglass.data.parts import labelled
from neuroglass.data.pictures import stored
from neuroglass.errors import DataError, FileError
from tests.data.pictures.drawn import noise, turned
from tests.data.pictures.made import classes, picture, write, write_zip

FILES = classes()
NAMES = tuple(FILES)
PIXELS = np.stack([np.asarray(Image.open(io.BytesIO(content))) for content in FILES.values()])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "set", FILES)


def spec_of(folder: Path, **choices: Any) -> Spec:
    return images(folder, **choices).spec


ASKED: dict[str, Callable[[Path], Any]] = {
    "folder": lambda at: at,
    "text": str,
    "archive": lambda at: write_zip(at.parent / "a.zip", FILES),
    "glob": lambda at: f"{at}/*/*.png",
    "paths": lambda at: [at / name for name in NAMES],
    "arrays": lambda at: PIXELS,
    "floats": lambda at: PIXELS / 255,
    "list of arrays": lambda at: list(PIXELS),
    "Pillow": lambda at: [Image.open(at / name) for name in NAMES],
}


@pytest.mark.parametrize("name", ASKED)
def test_every_way_to_ask_gives_the_same_pixels(name: str, folder: Path) -> None:
    encoded = spec_of(folder).encode(ASKED[name](folder))
    np.testing.assert_array_equal(encoded.x["image"], PIXELS)
    assert (len(encoded.names), encoded.rows.tolist()) == (20, list(range(20)))


def test_folders_may_stand_among_files(folder: Path) -> None:
    write(folder, {"bus/x.txt": b"about"})
    encoded = spec_of(folder).encode([folder / "bus", *(folder / name for name in NAMES[10:])])
    np.testing.assert_array_equal(encoded.x["image"], PIXELS)
    assert encoded.names == tuple(str(folder / name) for name in NAMES)
    assert encoded.notes == (f"1 left out: no picture by its ending, .txt ({folder}/bus/x.txt)",)


@pytest.mark.parametrize(
    "ask",
    [lambda at: at / NAMES[3], lambda at: PIXELS[3], lambda at: Image.open(at / NAMES[3])],
    ids=["path", "array", "Pillow"],
)
def test_one_picture_is_a_row_of_its_own(ask: Callable[[Path], Any], folder: Path) -> None:
    np.testing.assert_array_equal(spec_of(folder).encode(ask(folder)).x["image"], PIXELS[3:4])


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("orientation", [3, 6])
def test_a_picture_of_pillow_is_turned_as_its_file_is(kind: str, orientation: int, folder: Path) -> None:
    spec, path = spec_of(folder, size=(8, 12)), folder / f"turned.{kind.lower()}"
    path.write_bytes(turned(noise(6, 4, 3), kind, orientation))
    by_file = spec.encode(path).x["image"]
    np.testing.assert_array_equal(spec.encode(Image.open(path)).x["image"], by_file)
    np.testing.assert_array_equal(spec.encode([ImageOps.exif_transpose(Image.open(path))]).x["image"], by_file)


def test_a_picture_of_pillow_that_is_cut_short_is_named(folder: Path) -> None:
    spec, path = spec_of(folder), folder / "cut.png"
    path.write_bytes(picture(1)[:120])
    with (
        Image.open(path) as cut,
        pytest.raises(DataError, match=r"cut\.png cannot be read: it is cut short\. Expected a whole picture"),
    ):
        spec.encode(cut)
    with pytest.raises(DataError, match="picture 1 cannot be read: its colours are kept as LAB"):
        spec.encode([Image.new("L", (8, 8)), Image.new("LAB", (8, 8))])


def test_arrays_of_another_size_and_colour_come_into_the_frame_as_files_do(folder: Path, tmp_path: Path) -> None:
    spec = spec_of(folder, size=(6, 10), fit="pad", color="grey")
    large = picture(77, (30, 20))
    (tmp_path / "large.png").write_bytes(large)
    from_file = spec.encode(tmp_path / "large.png").x["image"]
    from_array = spec.encode(np.asarray(Image.open(io.BytesIO(large)))).x["image"]
    assert from_file.shape == (1, 6, 10, 1)
    np.testing.assert_array_equal(from_array, from_file)


def test_what_cannot_be_read_is_left_out_and_told(folder: Path) -> None:
    write(folder, {"bus/3.png": b"<html>", "bus/x.txt": b"about"})
    encoded = spec_of(folder, broken=0.1).encode(folder)
    assert encoded.rows.tolist() == [0, 1, 2, *range(4, 20)]
    assert (len(encoded.x["image"]), encoded.skipped, encoded.read) == (19, 1, 20)
    assert encoded.names == tuple(name for name in NAMES if name != "bus/3.png")
    assert encoded.notes == (
        "1 left out: no picture by its ending, .txt (bus/x.txt)",
        "1 left out: it is an HTML page (bus/3.png)",
    )


def test_what_is_too_large_for_memory_stays_where_it_lies(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, {"bus/3.png": b"<html>"})
    spec = spec_of(folder, broken=0.1)
    monkeypatch.setattr(stored, "IN_MEMORY", 1)
    encoded = spec.encode(folder)
    assert isinstance(encoded.x["image"], stored.Stored)
    np.testing.assert_array_equal(encoded.x["image"][:], PIXELS[encoded.rows])


def test_a_labelled_folder_is_a_part_without_what_cannot_be_read(folder: Path) -> None:
    spec = spec_of(folder)
    write(folder, {"bus/3.png": b"<html>"})
    part = labelled(spec, folder)
    assert [NAMES[row] for row in part.rows] == list(part.names)
    assert [spec.classes[y] for y in part.y] == [name[:3] for name in part.names]
    np.testing.assert_array_equal(part.x["image"], PIXELS[part.rows])


@pytest.mark.parametrize("place", ["", "new/test/", "test/", "train/"])
def test_one_class_is_enough_to_measure_on(place: str, folder: Path, tmp_path: Path) -> None:
    asked = write(tmp_path / "asked", classes(3, ["car"], prefix=place, first=50))
    assert labelled(spec_of(folder), asked).y.tolist() == [1, 1, 1]


def test_pictures_and_their_labels_may_come_apart(folder: Path) -> None:
    spec = spec_of(folder)
    np.testing.assert_array_equal(labelled(spec, (PIXELS, ["bus"] * 10 + ["car"] * 10)).y, [0] * 10 + [1] * 10)
    np.testing.assert_array_equal(labelled(spec, (folder, ["car"] * 20)).y, [1] * 20)
    with pytest.raises(DataError, match=r"x holds 20 pictures and y 3 targets\. Expected as many in both"):
        labelled(spec, (folder, ["car"] * 3))


def test_a_table_of_paths_is_asked_and_measured_by_its_columns(folder: Path) -> None:
    path = folder / "labels.csv"
    pl.DataFrame({"picture": NAMES, "kind": [name[:3] for name in NAMES]}).write_csv(path)
    spec = images(path).spec
    np.testing.assert_array_equal(spec.encode(path).x["image"], PIXELS)
    np.testing.assert_array_equal(spec.encode_target(path), labelled(spec, path).y)
    np.testing.assert_array_equal(labelled(spec, folder).y, [0] * 10 + [1] * 10)


REFUSED: dict[str, tuple[Callable[[Path], Any], str]] = {
    "nothing there": (lambda at: at / "but", r"There is no file .*but\. Did you mean .*bus\?"),
    "no match": (lambda at: f"{at}/*.gif", r"No file matches .*\*\.gif"),
    "no pictures": (lambda at: write(at / "new", {"x.txt": b"1"}), "holds no pictures"),
    "no list": (lambda at: [], "The list of pictures is empty. Expected at least one path"),
    "all broken": (
        lambda at: write(at / "new", {"x.png": b"<html>"}),
        r"None of 1 picture\(s\) can be read; x\.png: it is an HTML page",
    ),
    "channels first": (lambda at: PIXELS.transpose(0, 3, 1, 2), r"x\.transpose\(0, 2, 3, 1\)"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_holds_no_picture_is_refused(name: str, folder: Path) -> None:
    make, message = REFUSED[name]
    with pytest.raises(DataError, match=message):
        spec_of(folder).encode(make(folder))


def test_the_spec_comes_back_equal_from_a_file(folder: Path) -> None:
    spec = spec_of(folder)
    assert Spec.from_json(json.loads(json.dumps(spec.to_json(), allow_nan=False))) == spec


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (("source", "mean"), [1.0], "a mean and a variance above 0 for each of 3"),
        (("source", "variance"), [1.0, 0.0, 1.0], "a mean and a variance above 0"),
        (("source", "frame", "channels"), 2, "with 2 channels"),
        (("source", "frame", "fit"), "fill", "fit is 'fill'"),
    ],
)
def test_a_forged_spec_is_refused(place: tuple[str, ...], value: Any, message: str, folder: Path) -> None:
    plain = copy.deepcopy(spec_of(folder).to_json())
    inner = plain
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    with pytest.raises(FileError, match=message):
        Spec.from_json(plain)


@pytest.mark.parametrize(
    ("source", "kind"),
    [("x.PNG", "images"), ("a.tar.xz", "images"), ("d/train-images-idx3-ubyte.gz", "images"), ("*.jpg", "images")]
    + [("iris", "table"), ("a.csv", "table"), ("a.parquet", "table"), ("a\0b", "table")],
)
def test_a_path_leads_to_pictures_or_to_a_table(source: str, kind: str) -> None:
    assert kind_of(source) == kind


def test_a_folder_leads_to_pictures(tmp_path: Path) -> None:
    assert kind_of(tmp_path) == "images"
