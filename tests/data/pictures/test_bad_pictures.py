"""Two tables: sources that are refused, each with the sentence it must meet; what is left out, and counted."""

from __future__ import annotations

import errno
import os
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from neuroglass.data import images
from neuroglass.data.folders import archives
from neuroglass.errors import DataError
from tests.data.pictures.made import classes, idx, picture, write, write_tar, write_zip

HTML = b"<!DOCTYPE html><html><body>404 Not Found</body></html>"


def bomb(width: int, height: int) -> bytes:
    """A PNG whose header promises many pixels and whose body holds next to none."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    written = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


def encrypted(path: Path) -> Path:
    """A zip whose headers say that its files need a password."""
    content = bytearray(write_zip(path, classes()).read_bytes())
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(sign)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(sign, at + 4)
    path.write_bytes(content)
    return path


def mnist(folder: Path, pixels: bytes, labels: bytes) -> Path:
    return write(folder, {"train-images-idx3-ubyte": pixels, "train-labels-idx1-ubyte": labels})


def table(folder: Path, rows: str) -> Path:
    write(folder, classes())
    return write(folder, {"labels.csv": f"file,label\n{rows}".encode()}) / "labels.csv"


def pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


PIXELS = np.arange(20 * 16).reshape(20, 4, 4) % 256
LABELS = np.arange(20) % 2
X = PIXELS.astype(np.uint8)

Make = Callable[[Path], object]

REFUSED: dict[str, tuple[Make, str]] = {
    "missing": (
        lambda at: write(at / "cars", classes()).parent / "car",
        r"There is no file .*car\. Did you mean .*cars\?",
    ),
    "empty folder": (
        lambda at: at,
        r"holds no pictures\. Expected one folder for each class, folder/CLASS/picture\.jpg",
    ),
    "no pictures": (
        lambda at: write(at, {"a/x.txt": b"1"}),
        r"holds no pictures \(1 no picture by its ending, \.txt\)",
    ),
    "flat": (
        lambda at: write(at, {f"{n}.png": picture(n) for n in range(4)}),
        "holds pictures and no class folders.*Move",
    ),
    "one class": (lambda at: write(at, classes(names=["car"])), r"has one class folder with pictures, 'car' \(10\)"),
    "one trained class": (
        lambda at: write(at, classes(names=["car"], prefix="train/") | classes(prefix="test/", first=50)),
        r"/train has one class folder with pictures, 'car' \(10\)",
    ),
    "flat train": (
        lambda at: write(at, {"train/1.png": picture(1)} | classes(prefix="test/", first=50)),
        "/train holds pictures and no class folders",
    ),
    "no train": (
        lambda at: write(at, classes(prefix="val/") | classes(prefix="test/")),
        "folders test, val and none to train",
    ),
    "by case": (
        lambda at: write(at, classes(names=["Cat", "cat", "dog"])),
        "class folders that differ only by case .*'Cat' and 'cat'.*Rename or merge",
    ),
    "by Unicode form": (
        lambda at: write(at, classes(names=["caf\u00e9", "cafe\u0301"])),
        "or by how letters are encoded",
    ),
    "unknown class": (
        lambda at: write(at, classes(prefix="train/") | classes(names=["bike"], prefix="test/", first=50)),
        r"10 row\(s\), the first in test/bike/0\.png, have labels that training did not know: 'bike'",
    ),
    "all broken": (
        lambda at: write(at, dict.fromkeys(classes(), HTML)),
        r"none of 20 picture\(s\) can be read \(bus/0\.png: .*\)\. Expected pictures",
    ),
    "too many broken": (
        lambda at: write(at, classes() | {"bus/0.png": b""}),
        r"1 of 20 pictures \(5\.0%\) cannot be read, first bus/0\.png: .*at most 1%.*allow it with broken=0\.05",
    ),
    "one picture": (lambda at: write(at, {"a.png": picture(1)}) / "a.png", r"a\.png is one file\. Expected a folder"),
    "pipe": (lambda at: pipe(at / "a.zip"), "is no ordinary file"),
    "zero byte": (lambda at: "a\0b.jpg", "cannot be read: .*embedded null"),
    "encrypted zip": (lambda at: encrypted(at / "a.zip"), r"is encrypted: 20 of its files, the first is bus/0\.png"),
    "no zip": (lambda at: write(at, {"a.zip": HTML}) / "a.zip", "cannot be read as an archive: File is not a zip file"),
    "empty tar": (lambda at: write(at, {"a.tar": b""}) / "a.tar", "cannot be read as an archive: empty file"),
    "cut tar.gz": (
        lambda at: write(at, {"b.tar.gz": write_tar(at / "a.tar.gz", classes()).read_bytes()[:2000]}) / "b.tar.gz",
        "cannot be read as an archive: .*damaged or cut short",
    ),
    "folder and target": (lambda at: (write(at, classes()), "label"), r"is no table, so it has no column 'label'"),
    "lying idx": (
        lambda at: mnist(at, idx(PIXELS)[:-1], idx(LABELS)),
        "promises 20 pictures x 4 rows x 4 columns in its header and holds 319 bytes after it. Expected 320 bytes",
    ),
    "long idx": (lambda at: mnist(at, idx(PIXELS) + b"1", idx(LABELS)), "holds more bytes after it"),
    "huge idx": (
        lambda at: mnist(at, idx(PIXELS)[:4] + b"\xff" * 12, idx(LABELS)),
        r"says in its header that its shape is \(4294967295, 4294967295, 4294967295\)",
    ),
    "no idx": (lambda at: mnist(at, HTML, idx(LABELS)), "begins with 0x3c21444f. Expected 0x00000803"),
    "empty idx": (lambda at: mnist(at, b"", idx(LABELS)), "begins with nothing"),
    "idx counts": (
        lambda at: mnist(at, idx(PIXELS), idx(LABELS[:-1])),
        "holds 20 pictures and 19 labels belong to them",
    ),
    "idx alone": (
        lambda at: write(at, {"train-images-idx3-ubyte": idx(PIXELS)}),
        "holds train-images-idx3-ubyte and no labels for it",
    ),
    "idx test only": (
        lambda at: write(at, {"t10k-images-idx3-ubyte": idx(PIXELS), "t10k-labels-idx1-ubyte": idx(LABELS)}),
        "holds no idx file of training pictures",
    ),
    "two idx sets": (
        lambda at: write(at, {f"{name}-train-images-idx3-ubyte": idx(PIXELS) for name in "ab"}),
        "holds idx files of several sets",
    ),
    "no paths": (
        lambda at: table(at, "".join(f"{n}.png,{n % 2}\n" for n in range(20))),
        'no column in which most cells name existing pictures.*Name it: path="file"',
    ),
    "nameless": (
        lambda at: table(at, "".join(f"bus/{n}.png,{n % 2}\n" for n in range(10)) + ",1\n"),
        r"column 'file': 1 row\(s\), the first in line 12, name no file",
    ),
    "paths as target": (
        lambda at: (table(at, "".join(f"bus/{n}.png,{n % 2}\n" for n in range(10))), "file"),
        "'file' holds the paths of the pictures",
    ),
    "channels first": (lambda at: (np.zeros((20, 3, 8, 8)), LABELS), r"x\.transpose\(0, 2, 3, 1\)"),
    "flat arrays": (lambda at: (np.zeros((20, 64)), LABELS), r"shape \(20, 64\)\. Expected \(rows, height, width\)"),
    "alpha arrays": (lambda at: (np.zeros((20, 8, 8, 4)), LABELS), r"shape \(20, 8, 8, 4\)"),
    "NaN pixels": (lambda at: (np.full((20, 8, 8), np.nan), LABELS), "hold values from nan to nan"),
    "negative pixels": (lambda at: (X.astype(float) - 128, LABELS), "values from -128 .*Expected 0 to 255"),
    "text pixels": (lambda at: (X.astype(str), LABELS), "hold <U"),
    "NaN labels": (lambda at: (X, np.where(LABELS == 1, np.nan, 0.0)), r"y holds 10 missing or NaN label\(s\)"),
    "few labels": (lambda at: (X, LABELS[:-1]), "x holds 20 pictures and y 19 targets"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_source_meets_one_plain_sentence(name: str, tmp_path: Path) -> None:
    make, message = REFUSED[name]
    made = make(tmp_path)
    asked: tuple[object, ...] = made if isinstance(made, tuple) and isinstance(made[1], str) else (made,)
    with pytest.raises(DataError, match=message) as error:
        images(*asked)  # type: ignore[arg-type]
    assert "\n" not in str(error.value)


LEFT_OUT: dict[str, tuple[dict[str, bytes], str]] = {
    "zero bytes": ({"bus/x.png": b""}, "it is empty"),
    "truncated": ({"bus/x.png": picture(99)[:90]}, "it is cut short"),
    "HTML": ({"bus/x.jpg": HTML}, "it is an HTML page"),
    "bomb": ({"bus/x.png": bomb(20_000, 20_000)}, "20000 x 20000 pixels, 400 million"),
    "1 x 20000": ({"bus/x.png": picture(99, (1, 20_000))}, "too high for a frame"),
    "text": ({"bus/x.txt": b"about"}, r"no picture by its ending, \.txt"),
    "no ending": ({"bus/README": b"about"}, "no picture by its name, which has no ending"),
    "beside the classes": ({"cover.png": picture(99)}, "a picture that lies in no class folder"),
}


@pytest.mark.parametrize("name", LEFT_OUT)
def test_what_cannot_be_learnt_from_is_left_out_and_counted(name: str, tmp_path: Path) -> None:
    files, reason = LEFT_OUT[name]
    data = images(write(tmp_path, classes() | files), broken=0.1)
    (skipped,) = data.reading.skipped
    assert (skipped.count, skipped.places) == (1, tuple(files))
    assert re.search(reason, skipped.reason)
    assert (data.reading.read, data.reading.used) == (21, 20)


def test_pipes_and_links_that_lead_nowhere_are_left_out_without_being_opened(tmp_path: Path) -> None:
    write(tmp_path, classes())
    os.mkfifo(tmp_path / "bus" / "pipe.png")
    (tmp_path / "bus" / "lost.png").symlink_to("nothing.png")
    (tmp_path / "bus" / "itself.png").symlink_to("itself.png")
    reasons = {skipped.reason: skipped.places for skipped in images(tmp_path).reading.skipped}
    assert reasons == {
        "no ordinary file (a pipe, a socket or a device)": ("bus/pipe.png",),
        "a link that leads nowhere": reasons["a link that leads nowhere"],
    }
    assert set(reasons["a link that leads nowhere"]) == {"bus/lost.png", "bus/itself.png"}


def test_links_that_loop_do_not_hang_and_no_folder_is_read_twice(tmp_path: Path) -> None:
    write(tmp_path, classes())
    (tmp_path / "bus" / "up").symlink_to(tmp_path)
    (tmp_path / "a_car").symlink_to(tmp_path / "car")
    data = images(tmp_path)
    assert data.reading.classes == {"bus": 10, "car": 10}
    assert [skipped.reason for skipped in data.reading.skipped] == ["a link to a folder that was read already"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_files_and_folders_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, classes() | {"locked/1.png": picture(98)})
    (tmp_path / "bus" / "0.png").chmod(0)
    (tmp_path / "locked").chmod(0)
    reasons = [skipped.reason for skipped in images(tmp_path, broken=0.1).reading.skipped]
    (tmp_path / "locked").chmod(0o700)
    assert reasons == ["a folder that may not be read", "it cannot be opened: Permission denied"]


def test_names_that_lead_out_of_an_archive_and_links_in_it_are_left_out(tmp_path: Path) -> None:
    outside = {"../x.png": picture(90), "/etc/x.png": picture(91), "car/../../y.png": picture(92)}
    path = write_tar(tmp_path / "a.tar", classes() | outside, {"car/link.png": "/etc/passwd"})
    data = images(path)
    assert {skipped.reason: skipped.count for skipped in data.reading.skipped} == {
        "its name leads out of the archive": 3,
        "a link in an archive": 1,
    }
    assert [file.name for file in tmp_path.iterdir()] == ["a.tar"]


def test_of_two_members_with_one_name_the_later_counts_and_the_other_is_told(tmp_path: Path) -> None:
    with (
        zipfile.ZipFile(write_zip(tmp_path / "a.zip", classes()), "a") as archive,
        pytest.warns(match="Duplicate name"),
    ):
        archive.writestr("bus/3.png", picture(99))
    with tarfile.open(write_tar(tmp_path / "a.tar", classes()), "a") as tar:
        write(tmp_path, {"3.png": picture(99)})
        tar.add(tmp_path / "3.png", "./bus/3.png")
    for name in ("a.zip", "a.tar"):
        data = images(tmp_path / name, test=0)
        (skipped,) = data.reading.skipped
        assert (skipped.reason, skipped.count) == ("a name that comes again later in the archive", 1)
        assert (data.reading.read, data.reading.used) == (21, 20)
        later = data.train.x["image"][data.train.names.index("bus/3.png")]
        np.testing.assert_array_equal(later, np.asarray(Image.open(tmp_path / "3.png")))


@pytest.mark.parametrize("name", ["a.zip", "a.tar.xz"])
def test_an_archive_that_unpacks_to_too_much_is_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "LARGEST", 1000)
    path = (write_zip if name == "a.zip" else write_tar)(tmp_path / name, classes())
    with pytest.raises(DataError, match=r"unpacks to more than 0 GiB.*Unpack it and give the folder"):
        images(path)


def test_a_full_disk_is_no_damage_of_an_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*given: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(archives, "_copy", full)
    with pytest.raises(DataError, match=r"as an archive: No space left on device\. Make room in "):
        images(write_tar(tmp_path / "a.tar.xz", classes()))


def test_missing_files_of_a_table_are_broken_pictures(tmp_path: Path) -> None:
    path = table(tmp_path, "".join(f"bus/{n}.png,{n % 2}\n" for n in range(12)))
    with pytest.raises(
        DataError, match=r"2 of 12 pictures \(16\.7%\) cannot be read, first bus/10\.png: it cannot be opened"
    ):
        images(path)
    data = images(path, broken=0.2)
    assert [(part.count, part.places) for part in data.reading.skipped] == [(2, ("bus/10.png", "bus/11.png"))]


def test_rows_of_a_table_without_a_label_are_left_out(tmp_path: Path) -> None:
    path = table(tmp_path, "".join(f"bus/{n}.png,{n % 2 if n > 2 else 'NaN'}\n" for n in range(10)))
    data = images(path, test=0)
    assert [(part.reason, part.count) for part in data.reading.skipped] == [("the target is missing", 3)]
    assert data.train.rows.tolist() == [3, 4, 5, 6, 7, 8, 9]


def test_a_class_with_one_picture_is_told(tmp_path: Path) -> None:
    data = images(write(tmp_path, classes() | {"tram/1.png": picture(99)}))
    assert "fewer than two pictures to learn from: tram" in data.reading.notes
    assert "too few pictures to be in every part, training comes first: tram (1)" in data.reading.notes


def test_class_folders_without_pictures_are_told(tmp_path: Path) -> None:
    (tmp_path / "tram").mkdir()
    assert "1 class folder(s) without pictures: tram" in images(write(tmp_path, classes())).reading.notes


def test_a_test_folder_without_classes_is_left_out_and_told(tmp_path: Path) -> None:
    data = images(write(tmp_path, classes(prefix="train/") | {"test/1.png": picture(99)}))
    assert [(part.reason, part.count) for part in data.reading.skipped] == [
        ("a picture in test, which lies in no class folder there", 1)
    ]
    assert data.reading.parts == {"train": 16, "validation": 0, "test": 4}


def test_hidden_files_and_what_systems_leave_are_not_even_counted(tmp_path: Path) -> None:
    litter = ("bus/.x.png", ".git/a/b.png", "bus/Thumbs.db", "bus/desktop.ini", "__MACOSX/bus/._1.png", "bus/.DS_Store")
    data = images(write(tmp_path / "f", classes() | dict.fromkeys(litter, b"1")))
    packed = images(write_zip(tmp_path / "a.zip", classes() | dict.fromkeys(litter, b"1")))
    assert (data.reading.read, packed.reading.read) == (20, 20)
