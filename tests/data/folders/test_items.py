from __future__ import annotations

import os
import pickle
import re
import tarfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from neuroglass.data.folders import items
from neuroglass.data.folders.items import File, Item, Slice, ZipMember
from neuroglass.data.folders.unreadable import Unreadable


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """a.bin alone, and in an archive of each kind."""
    (tmp_path / "a.bin").write_bytes(b"twelve bytes")
    with tarfile.open(tmp_path / "a.tar", "w") as tar:
        tar.add(tmp_path / "a.bin", "a.bin")
    for name, method in (("stored.zip", zipfile.ZIP_STORED), ("packed.zip", zipfile.ZIP_DEFLATED)):
        with zipfile.ZipFile(tmp_path / name, "w", method) as archive:
            archive.writestr("in/a.bin", b"twelve bytes")
    return tmp_path


def every(folder: Path) -> list[Item]:
    with tarfile.open(folder / "a.tar") as tar:
        member = tar.getmember("a.bin")
    return [
        File(str(folder / "a.bin")),
        Slice(str(folder / "a.tar"), member.offset_data, member.size),
        ZipMember(str(folder / "stored.zip"), "in/a.bin"),
        ZipMember(str(folder / "packed.zip"), "in/a.bin"),
    ]


def refused(item: Item, reason: str) -> None:
    with pytest.raises(Unreadable, match=f"^{re.escape(reason)}"):
        item.read()


def test_each_is_read_and_can_be_sent_to_another_process(folder: Path) -> None:
    assert [pickle.loads(pickle.dumps(item)).read() for item in every(folder)] == [b"twelve bytes"] * 4  # noqa: S301


def test_what_is_gone_is_told(folder: Path) -> None:
    found = every(folder)
    for path in folder.iterdir():
        path.unlink()
    for item in found:
        refused(item, "it cannot be opened: No such file or directory")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_is_forbidden_is_told(folder: Path) -> None:
    (folder / "a.bin").chmod(0)
    refused(File(str(folder / "a.bin")), "it cannot be opened: Permission denied")


def test_a_path_that_no_file_can_have_is_told() -> None:
    with pytest.raises(Unreadable, match=r"^it cannot be opened: .*embedded null"):
        File("a\0b.jpg").read()


def test_a_link_that_leads_to_itself_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").symlink_to(tmp_path / "a.jpg")
    refused(File(str(tmp_path / "a.jpg")), "it cannot be opened: Too many levels of symbolic links")


def test_what_is_no_ordinary_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.jpg")
    refused(File(str(tmp_path / "a.jpg")), "it is a pipe")
    refused(Slice(str(tmp_path / "a.jpg"), 0, 4), "it is a pipe")
    refused(File(str(tmp_path)), "it is a folder")
    refused(File("/dev/zero"), "it is a device")


def test_what_is_too_large_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (folder / "large.jpg").open("wb") as file:
        file.truncate(300 * 1024**2)
    refused(File(str(folder / "large.jpg")), "it has 300 MiB, more than the 256 that one file may have")
    monkeypatch.setattr(items, "LARGEST", 11)
    for item in every(folder):
        refused(item, "it has 0 MiB, more than the 0 that one file may have")


def test_an_archive_that_was_cut_short_meanwhile_is_told(folder: Path) -> None:
    _, member, *_ = every(folder)
    with (folder / "a.tar").open("r+b") as file:
        file.truncate(516)
    refused(member, "its archive is cut short")


def test_a_member_that_is_gone_or_damaged_is_told(folder: Path) -> None:
    refused(ZipMember(str(folder / "packed.zip"), "in/b.bin"), "it is no longer in its archive")
    whole = (folder / "stored.zip").read_bytes()
    (folder / "stored.zip").write_bytes(whole.replace(b"twelve", b"eleven", 1))
    refused(ZipMember(str(folder / "stored.zip"), "in/a.bin"), "it is damaged in its archive")
    (folder / "stored.zip").write_bytes(b"no archive")
    refused(ZipMember(str(folder / "stored.zip"), "in/a.bin"), "it is damaged in its archive")


def test_a_member_that_lies_about_its_size_is_not_unpacked_beyond_it(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.bin", bytes(1 << 24))
    whole = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(whole.replace((1 << 24).to_bytes(4, "little"), (100).to_bytes(4, "little")))
    tracemalloc.start()
    refused(ZipMember(str(tmp_path / "a.zip"), "a.bin"), "it is damaged in its archive")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1 << 20


def test_an_encrypted_member_is_told(folder: Path) -> None:
    whole = bytearray((folder / "packed.zip").read_bytes())
    whole[6] |= 1
    whole[whole.index(b"PK\1\2") + 8] |= 1
    (folder / "locked.zip").write_bytes(whole)
    refused(ZipMember(str(folder / "locked.zip"), "in/a.bin"), "it is encrypted, or packed in a way")


def test_a_mark_changes_when_the_file_does(folder: Path) -> None:
    before = [item.mark() for item in every(folder)]
    assert [item.mark() for item in every(folder)] == before
    assert len(set(before)) == 4
    for path in folder.iterdir():
        os.utime(path, ns=(1, 1))
    assert not set(before) & {item.mark() for item in every(folder)}


def test_the_mark_of_what_was_unpacked_for_a_while_is_that_of_its_archive(folder: Path) -> None:
    origin = str(folder / "packed.zip")
    assert Slice("/gone/1.tar", 0, 9, origin).mark() == Slice("/gone/2.tar", 0, 9, origin).mark()
    assert Slice("/gone/1.tar", 0, 9, origin).mark() != Slice("/gone/1.tar", 9, 9, origin).mark()
