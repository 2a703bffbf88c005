"""Which part and which class each picture of a tree belongs to, from the folders that it lies in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

import numpy as np
import polars as pl

from neuroglass.data import splits
from neuroglass.data.pictures.listing import Entry, Listing, Tree, as_skipped, folded, some
from neuroglass.errors import DataError

TARGET = "class"
ARRANGED = "one folder for each class, folder/CLASS/picture.jpg, or folder/train/CLASS/picture.jpg"
Place = tuple[str, ...]


def by_class(tree: Tree, to_learn: bool = True) -> Listing:
    """The pictures of a tree with the folders as their labels; those of one class are enough where nothing is learnt.

    Raises:
        DataError: no pictures, no class folders, one class, or classes that differ by case only.
    """
    if not tree.entries:
        left_out = "; ".join(f"{len(places)} {reason}" for reason, places in tree.skipped.items())
        raise DataError(f"{tree.source} holds no pictures{f' ({left_out})' if left_out else ''}", ARRANGED)
    skipped = {reason: list(places) for reason, places in tree.skipped.items()}
    depth = _common(tree.entries)
    has_parts = _has_parts(tree, depth, to_learn)
    kept = _in_classes(tree.entries, depth, has_parts, skipped)
    class_depth = depth + has_parts
    labels = [entry.path[class_depth] for entry in kept]
    parts = np.array([splits.SPELLINGS[entry.path[depth].lower()] for entry in kept], np.int8) if has_parts else None
    _check_classes(tree.source, labels, parts, to_learn)
    return Listing(
        tree.source,
        tree.format,
        tuple(entry.item for entry in kept),
        tuple("/".join(entry.path) for entry in kept),
        pl.Series(TARGET, labels),
        parts,
        as_skipped(skipped),
        _empty(tree.folders, kept, class_depth),
        target_reason="the folders that the pictures lie in",
        classes_because="each folder is a class",
    )


def unlabelled(tree: Tree) -> Listing:
    """All the pictures of a tree, whatever folders they lie in.

    Raises:
        DataError: there are none.
    """
    if not tree.entries:
        raise DataError(f"{tree.source} holds no pictures", "JPEG, PNG, WebP, BMP, TIFF or GIF files in it")
    items = tuple(entry.item for entry in tree.entries)
    names = tuple("/".join(entry.path) for entry in tree.entries)
    return Listing(tree.source, tree.format, items, names, skipped=as_skipped(tree.skipped))


def _common(entries: Collection[Entry]) -> int:
    """How many leading folders all pictures share and that say nothing: one, if it holds folders and is no part."""
    first = {entry.path[0] for entry in entries}
    depths = {len(entry.path) for entry in entries}
    says_nothing = len(first) == 1 and min(depths) > 1 and max(depths) > 2
    return int(says_nothing and first.pop().lower() not in splits.SPELLINGS)


def _has_parts(tree: Tree, depth: int, to_learn: bool) -> bool:
    """Whether the folders at this depth are parts: all are called so, or one is called train."""
    tops = {entry.path[depth] for entry in tree.entries if len(entry.path) > depth + 1}
    named = {top: splits.SPELLINGS.get(top.lower()) for top in tops}
    only_parts = bool(tops) and None not in named.values()
    if to_learn and only_parts and splits.TRAIN not in named.values():
        raise DataError(f"{tree.source} has the folders {some(sorted(tops))} and none to train on", "a folder train")
    return only_parts or splits.TRAIN in named.values()


def _in_classes(entries: Iterable[Entry], depth: int, has_parts: bool, skipped: dict[str, list[str]]) -> list[Entry]:
    """The pictures that lie in a class folder; why the others are left out is added to ``skipped``."""
    left_out: dict[str, list[str]] = defaultdict(list)
    kept = []
    for entry in entries:
        reason = _misplaced(entry.path[depth:], has_parts)
        if reason:
            left_out[reason].append("/".join(entry.path))
        else:
            kept.append(entry)
    skipped.update(left_out)
    return kept


def _misplaced(path: Place, has_parts: bool) -> str:
    if has_parts and path[0].lower() not in splits.SPELLINGS:
        return "a picture beside the folder train, in no part"
    if has_parts and len(path) == 2:
        return f"a picture in {path[0]}, which lies in no class folder there"
    return "" if len(path) > 1 else "a picture that lies in no class folder"


def _check_classes(source: str, labels: list[str], parts: splits.Parts | None, to_learn: bool) -> None:
    where = "" if parts is None else "/train"
    trained = [name for at, name in enumerate(labels) if parts is None or not to_learn or parts[at] == splits.TRAIN]
    classes = set(trained)
    if not classes:
        received = f"{source}{where} holds pictures and no class folders"
        raise DataError(received, ARRANGED, "Move the pictures of each class into a folder of its name")
    if to_learn and len(classes) == 1:
        received = f"{source}{where} has one class folder with pictures, {trained[0]!r} ({len(trained)})"
        raise DataError(received, f"two or more: {ARRANGED}")
    alike: dict[str, list[str]] = defaultdict(list)
    for name in dict.fromkeys(labels):
        alike[folded(name)].append(name)
    twins = [" and ".join(map(repr, names)) for names in alike.values() if len(names) > 1]
    if twins:
        raise DataError(
            f"{source} has class folders that differ only by case or by how letters are encoded: {some(twins)}",
            "names that differ for every eye and every file system",
            "Rename or merge these folders",
        )


def _empty(folders: Iterable[Place], kept: list[Entry], depth: int) -> tuple[str, ...]:
    """A note on class folders without pictures."""
    places = [folder for folder in folders if len(folder) == depth + 1]
    full = {entry.path[: depth + 1] for entry in kept}
    empty = ["/".join(place) for place in places if place not in full]
    return (f"{len(empty)} class folder(s) without pictures: {some(empty)}",) if empty else ()
