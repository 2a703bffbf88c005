"""Whether a path leads to pictures or to a table, before anything of it is read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

PICTURES = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".bmp", ".dib", ".tif", ".tiff", ".gif")
ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")


def kind_of(source: str | os.PathLike[str]) -> Literal["images", "table"]:
    """What a path leads to: folders, archives, idx files and pictures are images; everything else is a table.

    >>> kind_of("cars_and_buses.zip"), kind_of("iris"), kind_of("*.JPG")
    ('images', 'table', 'images')
    """
    name = os.fspath(source)
    looks = name.lower().endswith((*PICTURES, *ARCHIVES)) or "-ubyte" in Path(name).name
    return "images" if looks or os.path.isdir(name) else "table"  # noqa: PTH112 - False for what no path can be
