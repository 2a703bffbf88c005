"""Any source of sounds as a listing of files."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from neuroglass.data.folders.archives import is_archive, open_archive
from neuroglass.data.folders.class_folders import by_class, unlabelled
from neuroglass.data.folders.items import File
from neuroglass.data.folders.listing import Listing, Tree, naturally
from neuroglass.data.folders.places import located
from neuroglass.data.folders.sought import SOUNDS
from neuroglass.data.folders.walking import walk
from neuroglass.errors import DataError

KNOWN = "a folder with one folder of clips for each class, or an archive of it"


@contextmanager
def labelled(source: Any, to_learn: bool = True) -> Iterator[Listing]:
    """The clips of a folder or an archive with their classes, for as long as the ``with`` lasts.

    What is only measured on (not ``to_learn``) may hold one class.

    Raises:
        DataError: what cannot be read, or holds no labels.
    """
    place = _place(source)
    with TemporaryDirectory(prefix="neuroglass-") as space:
        tree = _tree(place, Path(space))
        if tree is None:
            raise DataError(f"{place} is {'one file' if place.is_file() else 'no ordinary file'}", KNOWN)
        yield by_class(tree, to_learn)


@contextmanager
def clips(source: Any) -> Iterator[Listing]:
    """The clips at a path, of a list of paths or of a glob text, for as long as the ``with`` lasts.

    Raises:
        DataError: nothing is there, or no clip.
    """
    if isinstance(source, list | tuple) and source and all(isinstance(one, str | os.PathLike) for one in source):
        yield _of_files([os.fspath(one) for one in source], "files")
        return
    if isinstance(source, str) and glob.has_magic(source) and not os.path.lexists(source):
        yield _of_files(_matching(source), source)
        return
    place = _place(source)
    with TemporaryDirectory(prefix="neuroglass-") as space:
        tree = _tree(place, Path(space))
        yield _of_files([str(place)], str(place)) if tree is None else unlabelled(tree)


def _place(source: Any) -> Path:
    if not isinstance(source, str | os.PathLike):
        raise DataError(f"A {type(source).__name__} is no sound", "a path of a clip, a folder or an archive")
    return located(source)


def _tree(path: Path, space: Path) -> Tree | None:
    """A folder or an archive; None for anything else."""
    if path.is_dir():
        return walk(path, SOUNDS)
    return open_archive(path, space, SOUNDS) if is_archive(path) and path.is_file() else None


def _of_files(paths: list[str], source: str) -> Listing:
    return Listing(source, "files", tuple(File(path) for path in paths), tuple(paths))


def _matching(pattern: str) -> list[str]:
    found = [path for path in glob.glob(pattern, recursive=True) if os.path.isfile(path)]  # noqa: PTH113, PTH207 - texts
    if not found:
        raise DataError(f"No file matches {pattern}", "", "Check the path and the ending")
    return sorted(found, key=lambda path: naturally(path.split("/")))
