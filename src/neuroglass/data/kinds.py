"""What a path leads to, before anything of it is read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from neuroglass.data.folders.archives import is_archive
from neuroglass.data.folders.inside import most_inside
from neuroglass.data.folders.sought import PICTURES, SOUNDS, TEXTS, Sought

Kind = Literal["images", "sounds", "text", "series", "table"]
KINDS: dict[Sought, Kind] = {PICTURES: "images", SOUNDS: "sounds", TEXTS: "text"}


def kind_of(source: str | os.PathLike[str]) -> Kind:
    """What a path leads to: files by their endings, folders and archives by the files in them, pictures where none is
    known; idx files are images; everything else is a table.

    >>> kind_of("cars_and_buses.zip"), kind_of("iris"), kind_of("*.JPG"), kind_of("seven.wav")
    ('images', 'table', 'images', 'sounds')
    >>> kind_of("hamlet.txt"), kind_of("README.md")
    ('text', 'text')
    """
    name = os.fspath(source)
    for sought, kind in KINDS.items():
        if sought.fits(name):
            return kind
    if "-ubyte" in Path(name).name:
        return "images"
    if os.path.isdir(name) or is_archive(Path(name)):  # noqa: PTH112 - False for what no path can be
        found = most_inside(Path(name), tuple(KINDS))
        return "images" if found is None else KINDS[found]
    return "table"


def may_be_table(source: str | os.PathLike[str]) -> bool:
    """Whether a path may lead to a table: one file of text may be one too.

    >>> may_be_table("paths.txt"), may_be_table("cat.jpg")
    (True, False)
    """
    name = os.fspath(source)
    return kind_of(name) == "table" or (TEXTS.fits(name) and not os.path.isdir(name))  # noqa: PTH112 - as above
