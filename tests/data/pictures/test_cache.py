from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from neuroglass.data.folders.decoding import Decoded
from neuroglass.data.folders.items import File, Slice
from neuroglass.data.pictures import cache
from neuroglass.data.pictures.cache import Make, key, remembered
from neuroglass.data.pictures.frame import Frame, Pixels
from neuroglass.errors import DataError
from tests.data.pictures.drawn import noise

SHAPE = (4, 5, 6, 3)
FRAME = Frame(5, 6, 3, "crop")
PIXELS, DIGESTS = noise(*SHAPE), noise(4, 16, seed=1)
REASONS = {2: "it is cut short", 3: "кошка"}


class Room(NamedTuple):
    """What shutil.disk_usage answers."""

    total: int
    used: int
    free: int


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NEUROGLASS_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept" / "pictures"


def make(into: Pixels) -> Decoded:
    into[...] = PIXELS
    return Decoded(dict(REASONS), DIGESTS)


def never(into: Pixels) -> Decoded:
    raise AssertionError("they were made anew")


def check(found: tuple[Pixels, Decoded]) -> None:
    pixels, decoded = found
    np.testing.assert_array_equal(pixels, PIXELS)
    np.testing.assert_array_equal(decoded.digests, DIGESTS)
    assert decoded.reasons == REASONS


def test_what_was_made_is_found_again_read_only() -> None:
    check(remembered("a", SHAPE, make))
    found = remembered("a", SHAPE, never)
    check(found)
    with pytest.raises(ValueError, match="read-only"):
        found[0][0] = 0


def test_another_key_is_made_on_its_own() -> None:
    check(remembered("a", SHAPE, make))
    with pytest.raises(AssertionError, match="made anew"):
        remembered("b", SHAPE, never)


def _cut(name: str) -> Callable[[Path], object]:
    return lambda entry: (entry / name).write_bytes((entry / name).read_bytes()[:-1])


@pytest.mark.parametrize(
    "damage",
    [
        _cut("pixels"),
        _cut("digests"),
        _cut("facts.json"),
        lambda entry: (entry / "pixels").unlink(),
        lambda entry: (entry / "facts.json").write_text("[]"),
        lambda entry: (entry / "facts.json").write_text('{"shape": [4, 5, 6, 3], "reasons": {"x": ""}}'),
        lambda entry: (entry / "facts.json").write_text('{"shape": [4, 6, 5, 3], "reasons": {}}'),
    ],
)
def test_a_damaged_entry_is_made_anew(root: Path, damage: Callable[[Path], object]) -> None:
    check(remembered("a", SHAPE, make))
    damage(root / "a")
    check(remembered("a", SHAPE, make))
    check(remembered("a", SHAPE, never))


def test_an_interrupted_making_leaves_nothing(root: Path) -> None:
    def interrupted(into: Pixels) -> Decoded:
        into[0] = 1
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        remembered("a", SHAPE, interrupted)
    assert list(root.iterdir()) == []


KILLED = """
import os
from neuroglass.data.pictures.cache import remembered
remembered("a", (4, 5, 6, 3), lambda into: os._exit(9))
"""


def test_what_a_killed_process_left_is_never_read_and_is_removed_in_time(root: Path) -> None:
    assert subprocess.run([sys.executable, "-c", KILLED]).returncode == 9
    (left,) = root.iterdir()
    check(remembered("a", SHAPE, make))
    assert left.is_dir()
    os.utime(left / "pixels", (1, 1))
    check(remembered("b", SHAPE, make))
    assert sorted(path.name for path in root.iterdir()) == ["a", "b"]


def test_two_that_make_the_same_at_once_both_have_it(root: Path) -> None:
    def meanwhile(into: Pixels) -> Decoded:
        check(remembered("a", SHAPE, make))
        return make(into)

    check(remembered("a", SHAPE, meanwhile))
    check(remembered("a", SHAPE, never))
    assert [path.name for path in root.iterdir()] == ["a"]


def test_what_was_not_used_for_longest_makes_room(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LARGEST", 3 * PIXELS.nbytes)
    mapped = {name: remembered(name, SHAPE, make) for name in "abc"}
    for age, name in enumerate("abc"):
        os.utime(root / name, (age + 1, age + 1))
    remembered("a", SHAPE, never)
    remembered("d", SHAPE, make)
    assert sorted(path.name for path in root.iterdir()) == ["a", "c", "d"]
    check(mapped["b"])


def test_a_set_beyond_the_bound_is_kept_alone(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LARGEST", 10)
    for name in "ab":
        check(remembered(name, SHAPE, make))
    assert [path.name for path in root.iterdir()] == ["b"]


def test_half_of_the_disk_stays_free(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(remembered("a", SHAPE, make))
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Room(0, 0, 2 * PIXELS.nbytes - 1))
    check(remembered("b", SHAPE, make))
    assert [path.name for path in root.iterdir()] == ["b"]
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Room(0, 0, PIXELS.nbytes - 1))
    text = (
        r"The decoded pictures take 0.0 GB, and .*kept/pictures has 0.0 GB for them. Expected twice as much room as "
        r"they take. Choose smaller pictures, set the variable NEUROGLASS_CACHE to a folder on a larger disk, or to "
        r"off to keep them in memory."
    )
    with pytest.raises(DataError, match=text):
        remembered("c", SHAPE, make)
    check(remembered("b", SHAPE, never))


def test_a_disk_that_is_full_is_told_before_anything_is_decoded(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int, start: int, size: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    with pytest.raises(
        DataError, match=r"cannot be kept in .*pictures: No space left on device. Set the variable NEURO"
    ):
        remembered("a", SHAPE, never)
    assert list(root.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("NEUROGLASS_CACHE", str(tmp_path / "file"))
    with pytest.raises(DataError, match=r"Decoded pictures cannot be kept in .*file/pictures: Not a directory"):
        remembered("a", SHAPE, never)


@pytest.mark.parametrize("shape", [SHAPE, (0, 5, 6, 3)])
def test_turned_off_or_of_no_pictures_they_are_made_in_memory(
    root: Path, shape: cache.Shape, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shape[0]:
        monkeypatch.setenv("NEUROGLASS_CACHE", "off")
    make_some: Make = make if shape[0] else lambda into: Decoded({}, np.empty((0, 16), np.uint8))
    pixels, _ = remembered("a", shape, make_some)
    assert type(pixels) is np.ndarray
    assert pixels.shape == shape
    assert not root.exists()


def test_its_place_is_the_users_cache_unless_another_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEUROGLASS_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "/caches")
    assert cache.place() == Path("/caches/neuroglass/pictures")
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache.place() == Path.home() / ".cache/neuroglass/pictures"
    monkeypatch.setenv("NEUROGLASS_CACHE", "/else")
    assert cache.place() == Path("/else/pictures")


def test_a_key_stands_for_the_files_as_they_are_their_order_and_the_frame(tmp_path: Path) -> None:
    first, second = File(str(tmp_path / "a")), File(str(tmp_path / "b"))
    for path in ("a", "b"):
        (tmp_path / path).write_bytes(b"12")
        os.utime(tmp_path / path, ns=(5, 5))
    keys = [
        key([first, second], FRAME),
        key([second, first], FRAME),
        key([first], FRAME),
        key([Slice(first.path, 0, 1), second], FRAME),
        key([first, second], Frame(5, 6, 3, "pad")),
        key([first, second], Frame(6, 5, 3, "crop")),
    ]
    assert key([first, second], FRAME) == keys[0]
    os.utime(tmp_path / "a", ns=(5, 6))
    keys.append(key([first, second], FRAME))
    (tmp_path / "a").write_bytes(b"123")
    os.utime(tmp_path / "a", ns=(5, 5))
    keys.append(key([first, second], FRAME))
    (tmp_path / "b").unlink()
    keys.append(key([first, second], FRAME))
    assert len(set(keys)) == len(keys)


def test_a_key_changes_with_the_decoder(monkeypatch: pytest.MonkeyPatch) -> None:
    before = key([], FRAME)
    monkeypatch.setattr(cache, "DECODER", cache.DECODER + 1)
    assert key([], FRAME) != before
