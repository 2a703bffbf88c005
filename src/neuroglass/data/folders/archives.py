"""The files in an archive, zip or tar. Nothing is ever written to a place that an archive names."""

from __future__ import annotations

import bz2
import errno
import gzip
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any

from neuroglass.data.folders.items import Item, Slice, ZipMember
from neuroglass.data.folders.listing import Entry, Tree, is_litter, naturally, shown
from neuroglass.data.folders.sought import Sought
from neuroglass.errors import DataError

ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
LARGEST = 256 * 1024**3  # bytes unpacked; beyond it an archive is a trap, or should be a folder
CHUNK = 1 << 22
PACKED: dict[bytes, Callable[[Path], Any]] = {
    b"\x1f\x8b": gzip.GzipFile,
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\x00": lzma.LZMAFile,
}
DAMAGE = (EOFError, OSError, tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # Python unpacks the others whole, however large they become
OUTSIDE = "its name leads out of the archive"
AGAIN = "a name that comes again later in the archive"


def is_archive(path: Path) -> bool:
    """Whether a file is an archive by its ending."""
    return path.name.lower().endswith(ARCHIVES)


def open_archive(path: Path, space: Path, sought: Sought) -> Tree:
    """The files of an archive; a compressed tar is unpacked into one file in ``space``, where its files stay.

    Raises:
        DataError: it is damaged, encrypted, too large, or no archive.
    """
    try:
        if path.name.lower().endswith(".zip"):
            return _zip(path, sought)
        return _tar(path, _unpacked(path, space), sought)
    except DAMAGE as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error) or "it ends too early"
        is_full = isinstance(error, OSError) and error.errno == errno.ENOSPC
        mend = f"Make room in {space.parent}" if is_full else "It may be damaged or cut short: fetch it again"
        raise DataError(f"{path} cannot be read as an archive: {reason}", "", mend) from error


def _zip(path: Path, sought: Sought) -> Tree:
    with zipfile.ZipFile(path) as archive:
        members = [member for member in archive.infolist() if not _is_hidden(member.filename)]
    _check_size(path, sum(member.file_size for member in members))
    locked = [member.filename for member in members if member.flag_bits & 1]
    if locked:
        raise DataError(
            f"{path} is encrypted: {len(locked)} of its files, the first is {locked[0]}",
            "an archive without a password",
            "Unpack it and give the folder",
        )
    found = [
        (member.filename, member.is_dir(), _against_zip(member), ZipMember(str(path), member.filename))
        for member in members
    ]
    return _tree(path, "a zip archive", found, sought)


def _against_zip(member: zipfile.ZipInfo) -> str:
    if stat.S_ISLNK(member.external_attr >> 16):
        return "a link in an archive"
    return "" if member.compress_type in METHODS else "packed in a way that is not read: only deflate is"


def _tar(path: Path, plain: Path, sought: Sought) -> Tree:
    with tarfile.open(plain, "r:") as archive:
        members = [member for member in archive if not _is_hidden(member.name)]
    found = [
        (
            member.name,
            member.isdir(),
            _against_tar(member),
            Slice(str(plain), member.offset_data, member.size, str(path)),
        )
        for member in members
    ]
    return _tree(path, "a tar archive", found, sought)


def _against_tar(member: tarfile.TarInfo) -> str:
    if member.issym() or member.islnk():
        return "a link in an archive"
    return "" if member.isdir() or (member.isreg() and not member.issparse()) else "no ordinary file in an archive"


def _tree(path: Path, kind: str, found: Sequence[tuple[str, bool, str, Item]], sought: Sought) -> Tree:
    entries: dict[tuple[str, ...], Item] = {}
    folders: set[tuple[str, ...]] = set()
    skipped: dict[str, list[str]] = defaultdict(list)
    for name, is_folder, against, item in found:
        place = tuple(shown(part) for part in name.replace("\\", "/").split("/") if part not in ("", "."))
        is_other = not (is_folder or sought.fits(name))
        reason = OUTSIDE if _is_outside(name) else against or (sought.against(name) if is_other else "")
        if reason:
            skipped[reason].append(shown(name))
        elif is_folder:
            folders.add(place)
        else:
            if place in entries:  # the later one counts, as when unpacking
                skipped[AGAIN].append(shown(name))
            entries[place] = item
            folders.update(place[:depth] for depth in range(len(place)))
    ordered = sorted(entries, key=naturally)
    kept = tuple(Entry(place, entries[place]) for place in ordered)
    return Tree(str(path), kind, sought, kept, tuple(sorted(folders, key=naturally)), skipped)


def _is_hidden(name: str) -> bool:
    return any(is_litter(part) for part in name.replace("\\", "/").split("/") if part not in ("", ".", ".."))


def _is_outside(name: str) -> bool:
    plain = name.replace("\\", "/")
    return plain.startswith("/") or plain[1:3] == ":/" or ".." in plain.split("/")


def _unpacked(path: Path, space: Path) -> Path:
    """The uncompressed tar of a file: itself, or a new file in ``space``."""
    with path.open("rb") as file:
        start = file.read(6)
    for magic, opener in PACKED.items():
        if start.startswith(magic):
            target = space / "unpacked.tar"
            with opener(path) as source, target.open("wb") as file:
                _copy(source, file, path)
            return target
    return path


def _copy(source: Any, target: IO[bytes], path: Path) -> None:
    size = 0
    while chunk := source.read(CHUNK):
        size += len(chunk)
        _check_size(path, size)
        target.write(chunk)


def _check_size(path: Path, size: int) -> None:
    if size > LARGEST:
        raise DataError(
            f"{path} unpacks to more than {LARGEST // 1024**3} GiB",
            "a smaller archive",
            "Unpack it and give the folder",
        )
