"""Any source of texts: one file, many in folders or an archive, or texts that are in memory already."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import polars as pl

from neuroglass.data.folders.archives import is_archive, open_archive
from neuroglass.data.folders.class_folders import by_class, unlabelled
from neuroglass.data.folders.items import File
from neuroglass.data.folders.listing import Listing, Tree
from neuroglass.data.folders.places import located
from neuroglass.data.folders.sought import TEXTS
from neuroglass.data.folders.walking import walk
from neuroglass.data.texts.taking import Taken, take
from neuroglass.errors import DataError

LABELLED = ("classes", "binary", "multiclass", "regression")  # tasks in which a text has a label
MEMORY = "texts in memory"


def taken(source: Any, task: str, encoding: str | None, to_learn: bool = True) -> Taken:
    """The texts of a source, with labels where the task asks for them and the source has them.

    Args:
        source: a path of a text, a folder or an archive; a text; a list of texts or paths; a pair (texts, labels).
        task: "auto" takes labels where texts lie in folders; "next" takes none.

    Raises:
        DataError: nothing is there, or no text.
    """
    if isinstance(source, tuple) and len(source) == 2 and not isinstance(source[1], str | os.PathLike):
        return _pairs(*source)
    if isinstance(source, list | tuple | np.ndarray | pl.Series):
        return many(list(source), encoding)
    if isinstance(source, str) and is_text(source):
        return in_memory([source])
    with _tree(source) as tree:
        if tree is None:
            return take(Listing(str(source), "a text", (File(str(source)),), (str(source),)), encoding)
        has_labels = task in LABELLED or (task == "auto" and _lie_in_classes(tree))
        return take(by_class(tree, to_learn) if has_labels else unlabelled(tree), encoding)


def many(sources: Sequence[Any], encoding: str | None = None) -> Taken:
    """The texts of a list, each a text or the path of one.

    Raises:
        DataError: something else in it, or nothing.
    """
    strange = [type(one).__name__ for one in sources if not isinstance(one, str | os.PathLike)]
    if strange or not sources:
        raise DataError(f"The list holds {strange[0] if strange else 'nothing'}", "texts, or paths of texts")
    if all(isinstance(one, str) and is_text(one) for one in sources):
        return in_memory(sources)
    paths = tuple(str(located(one)) for one in sources)
    return take(Listing("files", "files", tuple(File(path) for path in paths), paths), encoding)


def in_memory(texts: Sequence[str], labels: pl.Series | None = None) -> Taken:
    """Texts as they are."""
    names = tuple(f"text {number}" for number in range(len(texts)))
    told = "labels that were given" if labels is not None else ""
    listing = Listing("the texts", MEMORY, (), names, labels, target_reason=told)
    return Taken.of(listing, texts)


def is_text(source: str) -> bool:
    """Whether a text is meant, and no path: nothing lies there, and it is not written as the way to a file is.

    >>> is_text("To be, or not to be"), is_text("hamlet.txt"), is_text("plays/hamlet")
    (True, False, False)
    """
    is_one_line = "\n" not in source and len(source) < 1000
    is_way = os.sep in source and len(source.split()) == 1
    if is_one_line and (is_way or TEXTS.fits(source) or is_archive(Path(source))):
        return False
    return not (is_one_line and "\0" not in source and os.path.lexists(source))


def _pairs(texts: Any, labels: Any) -> Taken:
    listed, told = list(texts), list(labels)
    if len(listed) != len(told):
        raise DataError(f"There are {len(listed)} texts and {len(told)} labels", "as many of both")
    if strange := [type(text).__name__ for text in listed if not isinstance(text, str)]:
        raise DataError(f"The texts hold {strange[0]}", "texts")
    return in_memory(listed, pl.Series("label", told, strict=False))


@contextmanager
def _tree(source: Any) -> Iterator[Tree | None]:
    """A folder or an archive, for as long as the ``with`` lasts; None for one file."""
    if not isinstance(source, str | os.PathLike):
        raise DataError(f"A {type(source).__name__} is no text", "a path, a text, a list of texts, or (texts, labels)")
    path = located(source)
    if path.is_dir():
        yield walk(path, TEXTS)
        return
    if not is_archive(path):
        yield None
        return
    with TemporaryDirectory(prefix="neuroglass-") as space:
        yield open_archive(path, Path(space), TEXTS)


def _lie_in_classes(tree: Tree) -> bool:
    """Whether some texts lie in a folder of their own below."""
    return any(len(entry.path) > 1 for entry in tree.entries)
