"""Where one file lies: a file, or a member of an archive. Plain values that another process can read from."""

from __future__ import annotations

import functools
import os
import stat
import zipfile
import zlib
from dataclasses import dataclass

from neuroglass.data.folders.unreadable import Unreadable

LARGEST = 256 * 1024**2  # bytes of one file; a photograph of 100 megapixels takes a fifth of it


@dataclass(frozen=True)
class File:
    """A file of its own."""

    path: str

    def read(self) -> bytes:
        """The bytes of the file.

        Raises:
            Unreadable: gone, forbidden, too large, or no ordinary file, which is not even opened: a pipe would wait.
        """
        try:
            state = os.stat(self.path)  # noqa: PTH116 - one of very many: Path takes longer than the call itself
            _require_readable(state.st_mode, state.st_size)
            with open(self.path, "rb", buffering=0) as file:  # noqa: PTH123 - likewise
                return file.read()
        except (OSError, ValueError) as error:
            raise _unopened(error) from error

    def mark(self) -> str:
        """What changes when the file does."""
        return _mark(self.path)


@dataclass(frozen=True)
class Slice:
    """A file that lies as it is within a larger file, such as a tar that is not compressed.

    Args:
        path: of that file.
        offset, size: in bytes.
        origin: the archive from which that file was unpacked for a while, if it was.
    """

    path: str
    offset: int
    size: int
    origin: str = ""

    def read(self) -> bytes:
        """These bytes of the file.

        Raises:
            Unreadable: the file is gone, forbidden or shorter than it was, or this one is too large.
        """
        try:
            _require_readable(os.stat(self.path).st_mode, self.size)  # noqa: PTH116 - as above
            with open(self.path, "rb") as file:  # noqa: PTH123 - as above
                file.seek(self.offset)
                content = file.read(self.size)
        except (OSError, ValueError) as error:
            raise _unopened(error) from error
        if len(content) < self.size:
            raise Unreadable("its archive is cut short")
        return content

    def mark(self) -> str:
        """What changes when the file does."""
        return f"{_mark(self.origin or self.path)}\n{self.offset}\n{self.size}"


@dataclass(frozen=True)
class ZipMember:
    """A file in a zip archive."""

    path: str
    name: str

    def read(self) -> bytes:
        """The bytes of the member, unpacked.

        Raises:
            Unreadable: the archive or its member is gone, damaged, encrypted or too large.
        """
        try:
            state = os.stat(self.path)  # noqa: PTH116 - as above
            archive = _archive(self.path, state.st_mtime_ns, state.st_size)
            size = archive.getinfo(self.name).file_size
            _require_readable(state.st_mode, size)
            with archive.open(self.name) as member:
                return member.read(size)  # read() alone unpacks all there is before it finds that the size is a lie
        except KeyError as error:
            raise Unreadable("it is no longer in its archive") from error
        except OSError as error:
            raise _unopened(error) from error
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise Unreadable("it is damaged in its archive") from error
        except (NotImplementedError, RuntimeError) as error:
            raise Unreadable("it is encrypted, or packed in a way that Python does not know") from error

    def mark(self) -> str:
        """What changes when the file does."""
        return f"{_mark(self.path)}\n{self.name}"


Item = File | Slice | ZipMember


@functools.lru_cache(maxsize=2)  # the index of an archive is read once in each process, not once for each file
def _archive(path: str, changed: int, size: int) -> zipfile.ZipFile:
    return zipfile.ZipFile(path)


def _require_readable(mode: int, size: int) -> None:
    if not stat.S_ISREG(mode):
        kinds = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}
        raise Unreadable(f"it is {kinds.get(stat.S_IFMT(mode), 'a device')}")
    if size > LARGEST:
        raise Unreadable(f"it has {size / 1024**2:,.0f} MiB, more than the {LARGEST // 1024**2} that one file may have")


def _unopened(error: OSError | ValueError) -> Unreadable:
    reason = error.strerror if isinstance(error, OSError) else str(error)  # ValueError: a path that holds a zero byte
    return Unreadable(f"it cannot be opened: {reason}")


def _mark(path: str) -> str:
    place = os.path.abspath(path)  # noqa: PTH100 - as above
    try:
        state = os.stat(place)  # noqa: PTH116 - as above
    except (OSError, ValueError):
        return f"{place}\ngone"
    return f"{place}\n{state.st_size}\n{state.st_mtime_ns}"
