"""Files are whole or not there; what was not written here, or was changed since, is refused with one sentence."""

from __future__ import annotations

import json
import os
import re
import stat
import struct
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save

from neuroglass.errors import FileError
from neuroglass.files import KEY, LARGEST_HEADER, pack, unpack, write_whole

ARRAYS: dict[str, Any] = {
    "params/dense_1/kernel": np.arange(6, dtype=np.float32).reshape(2, 3),
    "step": np.int32(7),
    "empty": np.zeros((0, 3), np.float32),
}
FACTS = {"words": {"Größe": [1, 2.5, None, "\u0000"]}, "list": []}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_whole(tmp_path / "file", pack(ARRAYS, FACTS))
    return tmp_path / "file"


def test_arrays_and_facts_come_back_as_they_were(path: Path) -> None:
    arrays, facts = unpack(path, "model")
    assert facts == FACTS
    assert {name: (a.dtype, a.shape, a.tobytes()) for name, a in arrays.items()} == {
        name: (a.dtype, a.shape, a.tobytes()) for name, a in ARRAYS.items()
    }


def test_the_same_content_is_the_same_bytes_whatever_the_order() -> None:
    backwards = dict(reversed(FACTS.items()))
    assert pack(ARRAYS, FACTS) == pack(dict(ARRAYS), backwards)
    fortran = ARRAYS | {"params/dense_1/kernel": np.asfortranarray(ARRAYS["params/dense_1/kernel"])}
    assert pack(fortran, FACTS) == pack(ARRAYS, FACTS)


def test_a_written_file_is_readable_by_all_and_nothing_else_is_left(path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert [entry.name for entry in path.parent.iterdir()] == ["file"]


def full(*given: object) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("step", ["fsync", "write", "replace"])
def test_a_failure_in_the_middle_leaves_the_old_file_and_nothing_beside_it(
    step: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path.read_bytes()
    if step == "write":
        monkeypatch.setattr("neuroglass.files.tempfile.NamedTemporaryFile", _on_a_full_disk(path.parent))
    else:
        monkeypatch.setattr(os, step, full)
    with pytest.raises(FileError, match=r"file cannot be written: No space left on device\. Choose another place, or"):
        write_whole(path, b"new")
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == ["file"]


def _on_a_full_disk(folder: Path) -> Callable[..., Any]:
    """A temporary file that takes no more than a few bytes: the write fails, as at a full disk."""

    class Full:
        name = str(folder / ".beside")

        def __enter__(self) -> Any:
            Path(self.name).write_bytes(b"ha")
            return self

        def __exit__(self, *error: object) -> None:
            pass

        write = staticmethod(full)

    return lambda **settings: Full()


def test_ctrl_c_in_the_middle_leaves_nothing_beside_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, b"new")
    assert [entry.name for entry in path.parent.iterdir()] == ["file"]


@pytest.mark.parametrize(
    ("place", "reason"),
    [("missing/file", "No such file or directory"), ("", "Is a directory"), ("file/below", "Not a directory")],
)
def test_a_place_that_cannot_be_written_is_named(place: str, reason: str, path: Path) -> None:
    with pytest.raises(FileError, match=re.escape(f"cannot be written: {reason}.")):
        write_whole(path.parent / place, b"new")


def header(path: Path) -> tuple[dict[str, Any], bytes]:
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    return json.loads(content[8 : 8 + length]), content[8 + length :]


def rewritten(path: Path, head: dict[str, Any], body: bytes) -> None:
    text = json.dumps(head).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)


@pytest.mark.parametrize("length", [0, 1, 7, 8, 9, 10, 50, 200, -1, -8, -24])
def test_a_file_cut_anywhere_is_refused(length: int, path: Path) -> None:
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(FileError, match=r"is damaged|is not the file of a model, or is cut short"):
        unpack(path, "model")


def test_more_than_was_written_is_refused(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"more")
    with pytest.raises(FileError, match="file is damaged"):
        unpack(path, "model")


def test_any_changed_number_is_found_by_its_digest(path: Path) -> None:
    head, body = header(path)
    for place in range(len(body)):
        changed = bytearray(body)
        changed[place] ^= 1
        rewritten(path, head, bytes(changed))
        with pytest.raises(FileError, match=r"file is damaged: the numbers of .* are not those that were saved"):
            unpack(path, "model")


@pytest.mark.parametrize("length", [LARGEST_HEADER + 1, 2**40, 2**63, 2**64 - 1])
def test_a_huge_header_is_refused_before_it_is_read(length: int, path: Path) -> None:
    with path.open("wb") as file:
        file.write(struct.pack("<Q", length))
        file.truncate(LARGEST_HEADER + 100)  # a hole: takes no room on the disk
    tracemalloc.start()
    with pytest.raises(FileError, match=r"has a header of|cut short"):
        unpack(path, "model")
    assert tracemalloc.get_traced_memory()[1] < 10**6
    tracemalloc.stop()


def of_text(text: str) -> bytes:
    return bytes(save({"a": np.zeros(2, np.float32)}, {KEY: text}))


def signed(**facts: Any) -> bytes:
    return pack({"a": np.zeros(2, np.float32)}, facts)


NESTED = "[" * 900 + "]" * 900
CONTENTS: dict[str, tuple[bytes, str]] = {
    "no file of ours": (
        bytes(save({"a": np.zeros(2)}, None)),
        "was not written by neuroglass. Expected the file of a model.",
    ),
    "text": (b"sepal,petal\n1,2\n3,4\n", "is not the file of a model, or is cut short (20 bytes)."),
    "nothing": (b"", "is not the file of a model, or is cut short (0 bytes)."),
    "no JSON": (of_text("{"), "is damaged: its description cannot be read."),
    "no table": (of_text("[]"), "is damaged: its description is no table, or too deep a one."),
    "very deep": (of_text("[" * 100_000), "is damaged: its description cannot be read."),
    "deep": (of_text('{"a":' + NESTED + "}"), "is damaged: its description is no table, or too deep a one."),
    "no format": (of_text("{}"), "is damaged: its description is not the one that was saved."),
    "no digest": (of_text('{"format":1}'), "is damaged: its description is not the one that was saved."),
    "a long number": (of_text('{"a":' + "9" * 10_000 + "}"), "is damaged: its description cannot be read."),
    "newer": (of_text('{"format":2}'), "has format 2. Expected 1 or older. Install a newer neuroglass."),
    "format in words": (of_text('{"format":"1"}'), "is damaged: its description is not the one that was saved."),
}


@pytest.mark.parametrize(("content", "text"), CONTENTS.values(), ids=CONTENTS)
def test_a_file_that_is_none_of_ours_is_refused_with_one_sentence(content: bytes, text: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(FileError, match="^" + re.escape(f"{path} {text}")):
        unpack(path, "model")


@pytest.mark.parametrize(
    ("dtype", "size"), [("BF16", 2), ("F8_E4M3", 1), ("F8_E5M2", 1), ("F16", 2), ("C64", 8), ("I8", 1), ("U64", 8)]
)
def test_numbers_of_a_type_that_is_never_written_are_refused(dtype: str, size: int, path: Path) -> None:
    head, _ = header(path)
    head = {"__metadata__": head["__metadata__"], "a": {"dtype": dtype, "shape": [1], "data_offsets": [0, size]}}
    rewritten(path, head, b"\0" * size)
    with pytest.raises(FileError, match="file is damaged: "):
        unpack(path, "model")


SHAPES = [[2**62, 2**62], [-1], [1.5], ["a"], [2**70], None]


@pytest.mark.parametrize("shape", SHAPES, ids=repr)
def test_absurd_shapes_are_refused(shape: Any, path: Path) -> None:
    head, body = header(path)
    head["params/dense_1/kernel"]["shape"] = shape
    rewritten(path, head, body)
    with pytest.raises(FileError, match="file is damaged: "):
        unpack(path, "model")


def test_arrays_other_than_those_listed_are_refused(path: Path) -> None:
    content = pack(ARRAYS, FACTS)
    path.write_bytes(content.replace(b'"step":{"dtype"', b'"stop":{"dtype"'))
    with pytest.raises(FileError, match="file is damaged: its arrays are not those it lists"):
        unpack(path, "model")


def test_a_folder_a_pipe_and_nothing_are_told_apart(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for place, found in (("", "a folder"), ("pipe", "no file"), ("nothing", "not there")):
        with pytest.raises(FileError, match=rf"is {found}\. Expected the file of a model\."):
            unpack(tmp_path / place, "model")
