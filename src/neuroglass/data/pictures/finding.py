"""Any source of pictures as a listing: what kind it is decides who reads it."""

from __future__ import annotations

import dataclasses
import glob
import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from neuroglass.data.folders.archives import is_archive, open_archive
from neuroglass.data.folders.class_folders import by_class, unlabelled
from neuroglass.data.folders.items import File
from neuroglass.data.folders.listing import Listing, Tree, as_skipped, naturally
from neuroglass.data.folders.places import located
from neuroglass.data.folders.sought import PICTURES
from neuroglass.data.folders.walking import walk
from neuroglass.data.kinds import may_be_table
from neuroglass.data.pictures import idx
from neuroglass.data.pictures.path_tables import read_path_table, read_paths
from neuroglass.data.pictures.picture_arrays import read_arrays
from neuroglass.errors import DataError

KNOWN = "a folder with one folder of pictures for each class, an archive of it, idx files, a table of paths, or (x, y)"


@contextmanager
def labelled(
    source: Any, target: str | int | None = None, path: str | None = None, task: str = "auto", to_learn: bool = True
) -> Iterator[Listing]:
    """The pictures of a source with their targets, for as long as the ``with`` lasts.

    What is only measured on (not ``to_learn``) may hold one class.

    Raises:
        DataError: what cannot be read, or holds no labels.
    """
    if isinstance(source, tuple) and len(source) == 2:
        yield read_arrays(*source)
        return
    if not isinstance(source, str | os.PathLike) or may_be_table(source):
        yield read_path_table(source, target, path, task)
        return
    place = located(source)
    if target is not None:
        raise DataError(
            f"{place} is no table, so it has no column {target!r}", "", "Leave target out: folders are classes"
        )
    with TemporaryDirectory(prefix="neuroglass-") as space:
        yield _labelled_at(place, Path(space), to_learn)


@contextmanager
def pictures(source: Any, path: str | None = None) -> Iterator[Listing]:
    """The pictures at a path, or of a list of paths, a glob text or a table, for as long as the ``with`` lasts.

    Raises:
        DataError: nothing is there, or no picture.
    """
    if isinstance(source, list | tuple) and all(isinstance(one, str | os.PathLike) for one in source):
        yield _of_several([os.fspath(one) for one in source])
        return
    if not isinstance(source, str | os.PathLike):
        yield read_paths(source, path)
        return
    if isinstance(source, str) and glob.has_magic(source) and not os.path.lexists(source):
        yield _of_files(_matching(source), source)
        return
    if may_be_table(source) and path is not None:
        yield read_paths(source, path)
        return
    with TemporaryDirectory(prefix="neuroglass-") as space:
        yield _pictures_at(located(source), Path(space))


def _labelled_at(path: Path, space: Path, to_learn: bool) -> Listing:
    if (folder := _idx_folder(path)) is not None:
        return idx.read_idx(folder)
    return by_class(_tree(path, space), to_learn)


def _pictures_at(path: Path, space: Path) -> Listing:
    if (folder := _idx_folder(path)) is not None:
        return idx.read_idx(folder)
    if path.is_dir() or is_archive(path):
        return unlabelled(_tree(path, space))
    return _of_files([str(path)], str(path))


def _tree(path: Path, space: Path) -> Tree:
    if path.is_dir():
        return walk(path, PICTURES)
    if is_archive(path) and path.is_file():
        return open_archive(path, space, PICTURES)
    raise DataError(f"{path} is {'one file' if path.is_file() else 'no ordinary file'}", KNOWN)


def _idx_folder(path: Path) -> Path | None:
    folder = path if path.is_dir() else path.parent
    is_one = path.is_dir() or idx.NAME.fullmatch(path.name)
    return folder if is_one and idx.idx_files(folder) else None


def _of_files(paths: list[str], source: str) -> Listing:
    if not paths:
        raise DataError("The list of pictures is empty", "at least one path")
    return Listing(source, "files", tuple(File(path) for path in paths), tuple(paths))


def _of_several(paths: list[str]) -> Listing:
    """Files as they are named, and the pictures below folders among them."""
    files: list[str] = []
    skipped: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        tree = walk(Path(path), PICTURES) if os.path.isdir(path) else None  # noqa: PTH112 - False for what no path can be
        files += [path] if tree is None else [entry.item.path for entry in tree.entries]
        for reason, places in tree.skipped.items() if tree else ():
            skipped[reason] += [f"{path}/{place}" for place in places]
    return dataclasses.replace(_of_files(files, "files"), skipped=as_skipped(skipped))


def _matching(pattern: str) -> list[str]:
    found = [path for path in glob.glob(pattern, recursive=True) if os.path.isfile(path)]  # noqa: PTH113, PTH207 - texts
    if not found:
        raise DataError(f"No file matches {pattern}", "", "Check the path and the ending")
    return sorted(found, key=lambda path: naturally(path.split("/")))
