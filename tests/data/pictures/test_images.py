"""Every kind of source gives the same pictures, the parts and classes it says, and the facts about it. Pixels are
compared with Pillow's, means and variances with NumPy's in float64.
"""

from __future__ import annotations

import gzip
import io
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from neuroglass.data import Data, images
from neuroglass.data.pictures import stored
from neuroglass.data.pictures.image_choices import ImageChoices
from neuroglass.data.pictures.stored import Stored
from neuroglass.errors import ConfigurationError
from tests.data.pictures.drawn import noise
from tests.data.pictures.made import classes, idx, picture, write, write_tar, write_zip

FILES = classes(prefix="train/") | classes(4, prefix="test/", first=50)


def by_name(data: Data) -> dict[str, tuple[str, str, bytes]]:
    """Part, class and pixels of every picture."""
    parts = {"train": data.train, "validation": data.validation, "test": data.test}
    return {
        name: (kind, data.spec.classes[y], x.tobytes())
        for kind, part in parts.items()
        if part
        for name, y, x in zip(part.names, part.y, part.x["image"], strict=True)
    }


EXPECTED = {
    name: (name.split("/")[0], name.split("/")[1], np.asarray(Image.open(io.BytesIO(content))).tobytes())
    for name, content in FILES.items()
}


def test_a_folder_with_parts_keeps_them(tmp_path: Path) -> None:
    assert by_name(images(write(tmp_path, FILES), validation=0)) == EXPECTED


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.tgz", "a.tar.xz", "a.tar.bz2"])
@pytest.mark.parametrize("leading", ["", "pictures/", "./"])
def test_an_archive_holds_what_the_folder_does(name: str, leading: str, tmp_path: Path) -> None:
    path = (write_zip if name == "a.zip" else write_tar)(tmp_path / name, {leading + at: FILES[at] for at in FILES})
    found = by_name(images(path, validation=0))
    prefix = leading.removeprefix("./")
    assert found == {prefix + at: expected for at, expected in EXPECTED.items()}


@pytest.mark.parametrize("packed", [False, True])
def test_idx_files_are_read_as_they_are(packed: bool, tmp_path: Path) -> None:
    x = np.random.default_rng(0).integers(0, 256, (30, 5, 4), np.uint8)
    y = np.arange(30) % 3
    files = {
        "train-images-idx3": x[:20],
        "train-labels-idx1": y[:20],
        "t10k-images-idx3": x[20:],
        "t10k-labels-idx1": y[20:],
    }
    pack, ending = (gzip.compress, ".gz") if packed else (bytes, "")
    write(tmp_path, {f"{name}-ubyte{ending}": pack(idx(array)) for name, array in files.items()})
    data = images(tmp_path, validation=0)
    assert data.test is not None
    np.testing.assert_array_equal(data.train.x["image"], x[:20, ..., None])
    np.testing.assert_array_equal(data.test.x["image"], x[20:, ..., None])
    np.testing.assert_array_equal(data.train.y, y[:20])
    assert data.spec.classes == ("0", "1", "2")
    assert data.reading.split == "train and test as the source divides them"


def labels(folder: Path, kind: str) -> Path:
    """A table of the pictures in a folder: their class, and their brightness as a number."""
    write(folder / "files", classes())
    rows = "".join(f"files/{name},{name[:3]},{len(name) + at * 0.37}\n" for at, name in enumerate(classes()))
    path = folder / f"labels.{kind}"
    path.write_text(f"file,kind,bright\n{rows}")
    return path


def test_a_table_names_files_relative_to_its_folder(tmp_path: Path) -> None:
    data = images(labels(tmp_path, "csv"), "kind", test=0)
    assert {name: kind for name, (_, kind, _) in by_name(data).items()} == {f"files/{at}": at[:3] for at in classes()}
    assert data.spec.source.path_column == "file"  # type: ignore[union-attr]


def test_a_number_beside_the_path_is_a_regression(tmp_path: Path) -> None:
    data = images(labels(tmp_path, "csv"))
    values = np.array([len(name) + at * 0.37 for at, name in enumerate(classes())])
    assert (data.spec.target.name, data.spec.task.kind) == ("bright", "regression")
    rebuilt = data.train.y[:, 0] * data.spec.target_scale[0] + data.spec.target_offset[0]
    np.testing.assert_allclose(rebuilt, values[data.train.rows], rtol=1e-6)
    assert data.spec.target_offset[0] == pytest.approx(values[data.train.rows].mean())


@pytest.mark.parametrize(
    "convert",
    [
        lambda x: x,
        lambda x: x[..., None],
        lambda x: x.astype(np.int64),
        lambda x: x.astype(np.float32),
        lambda x: x / 255,
        lambda x: (x / 255).astype(np.float32),
    ],
    ids=["bytes", "one channel", "integers", "floats", "shares", "float32 shares"],
)
def test_arrays_in_every_usual_unit_are_the_same_pixels(convert: Any) -> None:
    x = np.random.default_rng(0).integers(0, 256, (20, 9, 8), np.uint8)
    data = images((convert(x), np.arange(20) % 2), test=0)
    np.testing.assert_array_equal(data.train.x["image"], x[..., None])


def test_the_mean_and_variance_are_those_of_the_training_part(tmp_path: Path) -> None:
    data = images(write(tmp_path, FILES))
    pixels = data.train.x["image"].astype(np.float64)
    spec = data.spec.inputs["image"]
    np.testing.assert_allclose(spec.mean, pixels.mean(axis=(0, 1, 2)), rtol=1e-12)
    np.testing.assert_allclose(spec.variance, pixels.var(axis=(0, 1, 2)), rtol=1e-12)


def test_a_channel_that_is_the_same_everywhere_can_be_divided_by() -> None:
    x = np.random.default_rng(0).integers(0, 256, (20, 8, 8, 3), np.uint8)
    x[..., 1] = 7
    assert images((x, np.arange(20) % 2)).spec.inputs["image"].variance[1] == 1


def test_without_parts_a_stratified_share_is_the_test_and_read_is_used_plus_skipped(tmp_path: Path) -> None:
    data = images(write(tmp_path, classes(20) | {"notes.txt": b"x"}))
    assert data.reading.parts == {"train": 34, "validation": 0, "test": 6}
    assert data.test is not None
    assert np.bincount(data.test.y).tolist() == [3, 3]
    assert data.reading.read == data.reading.used + sum(part.count for part in data.reading.skipped) == 41
    assert data.reading.classes == {"bus": 20, "car": 20}
    assert data.reading.split == "stratified by class: 15% of the pictures for the test"


@pytest.mark.parametrize(
    ("pictures", "validation"), [(100, 0.0), (4999, 0.0), (5000, 0.15), (20_000, 0.15), (100_000, 5000 / 85_000)]
)
def test_large_sets_validate_on_a_share_of_at_most_5000(pictures: int, validation: float) -> None:
    assert ImageChoices().shares(pictures, False, False).validation == pytest.approx(validation)


def test_a_part_may_be_a_source_of_its_own(tmp_path: Path) -> None:
    write(tmp_path / "a", classes())
    write_zip(tmp_path / "b.zip", classes(3, first=50))
    data = images(tmp_path / "a", test=tmp_path / "b.zip", validation=0.2)
    assert data.reading.parts == {"train": 16, "validation": 4, "test": 6}
    assert data.reading.split.startswith("test is a source of its own; stratified by class: 20% of the pictures for ")
    assert data.test is not None
    assert data.test.names[0] == "bus/0.png"


def test_classes_and_files_stand_in_natural_order(tmp_path: Path) -> None:
    data = images(write(tmp_path, classes(11, ["class10", "Class2", "class1"])), test=0)
    assert data.spec.classes == ("class1", "Class2", "class10")
    assert [name.split("/")[1] for name in data.train.names[:3]] == ["0.png", "1.png", "2.png"]
    assert data.train.names[10] == "class1/10.png"


def test_names_in_any_script_and_in_none_work(tmp_path: Path) -> None:
    write(tmp_path, classes(5, ["汽车", "şırınga"]))
    os.makedirs(os.fsencode(tmp_path) + b"/b\xff\xfe")  # noqa: PTH103 - a name that is no text
    for number in range(5):
        with open(os.fsencode(tmp_path) + b"/b\xff\xfe/\xe9%d.png" % number, "wb") as file:  # noqa: PTH123 - likewise
            file.write(picture(90 + number))
    data = images(tmp_path, test=0)
    assert data.reading.classes == {r"b\xff\xfe": 5, "şırınga": 5, "汽车": 5}
    assert type(data.spec).from_json(data.spec.to_json()) == data.spec


def test_pictures_deeper_below_a_class_folder_belong_to_it(tmp_path: Path) -> None:
    data = images(
        write(tmp_path, classes(5) | {"car/old/red/1.png": picture(90), "car/new/1.png": picture(91)}), test=0
    )
    assert data.reading.classes == {"bus": 5, "car": 7}


def test_copies_in_two_classes_and_in_two_parts_are_told(tmp_path: Path) -> None:
    files = FILES | {"train/bus/x.png": FILES["train/car/3.png"], "test/car/y.png": FILES["train/car/5.png"]}
    notes = images(write(tmp_path, files)).reading.notes
    assert (
        "1 picture(s) are there several times with different classes: train/bus/x.png (bus) and train/car/3.png (car)"
        in notes
    )
    assert any(
        note.startswith("1 of the 9 test pictures stand in the training part too") and "test/car/y.png" in note
        for note in notes
    )


def test_the_same_seed_divides_alike_and_another_otherwise(tmp_path: Path) -> None:
    write(tmp_path, classes(20))
    first, again, other = (images(tmp_path, seed=seed).train.names for seed in (1, 1, 2))
    assert first == again != other


def test_what_is_too_large_for_memory_stays_in_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = images(write(tmp_path, FILES))
    monkeypatch.setattr(stored, "IN_MEMORY", 1)
    far = images(tmp_path)
    assert isinstance(far.train.x["image"], Stored)
    np.testing.assert_array_equal(far.train.x["image"][:], whole.train.x["image"])
    assert far.spec == whole.spec


def test_too_few_to_divide_are_told_as_pictures() -> None:
    few = images((noise(4, 8, 8), np.arange(4) % 2)).reading
    assert few.notes[0] == few.split == "4 pictures are too few to keep some of them apart: all are trained on"


def test_how_many_are_done_is_told_while_decoding(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    images(write(tmp_path, classes()), progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (20, 20)


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"sise": 3}, r"Pictures have no setting 'sise'\. Did you mean size\?"),
        ({"size": 0}, r'size = 0\. Expected "auto", a whole number up to 4096, or \(height, width\)'),
        ({"size": (3, 4, 5)}, r"size = \(3, 4, 5\)"),
        ({"fit": "fill"}, "fit = 'fill'. Expected one of auto, crop, pad, stretch"),
        ({"color": "red"}, "color = 'red'. Expected one of auto, grey, rgb"),
        ({"broken": 2}, "broken = 2. Expected a share from 0 to 1"),
        ({"seed": 0.5}, "seed = 0.5. Expected a whole number"),
        ({"path": 3}, "path = 3. Expected the name of a column"),
        ({"progress": 3}, "progress = 3. Expected something to call"),
        ({"test": 1.5}, "test is 1.5"),
        ({"split": "time"}, "The split 'time' is not known"),
    ],
)
def test_an_impossible_choice_is_refused(choice: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        images((np.zeros((20, 8, 8), np.uint8), np.arange(20) % 2), **choice)


def test_a_share_beside_a_part_of_the_source_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"has a test part of its own\. Leave out test="):
        images(write(tmp_path, FILES), test=0.2)
