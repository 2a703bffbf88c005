"""What a folder or an archive holds, by the names of the first files in it."""

from __future__ import annotations

import itertools
import os
import tarfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from neuroglass.data.folders.archives import DAMAGE, is_archive
from neuroglass.data.folders.listing import is_litter
from neuroglass.data.folders.sought import Sought

LOOKED_AT = 200  # files; a packed tar is unpacked only so far


def most_inside(path: Path, kinds: Sequence[Sought]) -> Sought | None:
    """The kind that most of the first files are of, of several the first; None where there is none, or nothing can be
    opened."""
    try:
        names = list(itertools.islice(_names(path), LOOKED_AT))
    except DAMAGE:
        return None
    found = Counter(kind for name in names for kind in kinds if kind.fits(name) and not is_litter(Path(name).name))
    return max(kinds, key=lambda kind: found[kind]) if found else None


def _names(path: Path) -> Iterator[str]:
    if path.is_dir():
        yield from (name for _, _, files in os.walk(path) for name in files)
    elif is_archive(path) and path.is_file():
        yield from _of_zip(path) if path.name.lower().endswith(".zip") else _of_tar(path)


def _of_zip(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()


def _of_tar(path: Path) -> Iterator[str]:
    with tarfile.open(path, "r|*") as archive:
        for member in archive:
            if member.isfile():
                yield member.name
