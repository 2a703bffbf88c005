"""Whether a path leads to pictures or to a table, before anything of it is read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from neuroglass.data.folders.archives import ARCHIVES
from neuroglass.data.folders.sought import PICTURES


def kind_of(source: str | os.PathLike[str]) -> Literal["images", "table"]:
    """What a path leads to: folders, archives, idx files and pictures are images; everything else is a table.

    >>> kind_of("cars_and_buses.zip"), kind_of("iris"), kind_of("*.JPG")
    ('images', 'table', 'images')
    """
    name = os.fspath(source)
    looks = name.lower().endswith((*PICTURES.endings, *ARCHIVES)) or "-ubyte" in Path(name).name
    return "images" if looks or os.path.isdir(name) else "table"  # noqa: PTH112 - False for what no path can be
