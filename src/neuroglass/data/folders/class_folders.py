"""Which part and which class each file of a tree belongs to, from the folders that it lies in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import numpy as np
import polars as pl

from neuroglass.data import splits
from neuroglass.data.folders.listing import Entry, Listing, Tree, as_skipped, folded, some
from neuroglass.errors import DataError

TARGET = "class"
Place = tuple[str, ...]


def by_class(tree: Tree, to_learn: bool = True) -> Listing:
    """The files of a tree with the folders as their labels; those of one class are enough where nothing is learnt.

    Raises:
        DataError: no files, no class folders, one class, or classes that differ by case only.
    """
    if not tree.entries:
        left_out = "; ".join(f"{len(places)} {reason}" for reason, places in tree.skipped.items())
        received = f"{tree.source} holds no {tree.sought.thing}s{f' ({left_out})' if left_out else ''}"
        raise DataError(received, tree.sought.arranged)
    skipped = {reason: list(places) for reason, places in tree.skipped.items()}
    depth = _common(tree.entries)
    has_parts = _has_parts(tree, depth, to_learn)
    kept = _in_classes(tree, depth, has_parts, skipped)
    class_depth = depth + has_parts
    labels = [entry.path[class_depth] for entry in kept]
    parts = np.array([splits.SPELLINGS[entry.path[depth].lower()] for entry in kept], np.int8) if has_parts else None
    _check_classes(tree, labels, parts, to_learn)
    return Listing(
        tree.source,
        tree.format,
        tuple(entry.item for entry in kept),
        tuple("/".join(entry.path) for entry in kept),
        pl.Series(TARGET, labels),
        parts,
        as_skipped(skipped),
        _empty(tree, kept, class_depth),
        target_reason=f"the folders that the {tree.sought.thing}s lie in",
        classes_because="each folder is a class",
    )


def unlabelled(tree: Tree) -> Listing:
    """All the files of a tree, whatever folders they lie in.

    Raises:
        DataError: there are none.
    """
    if not tree.entries:
        raise DataError(f"{tree.source} holds no {tree.sought.thing}s", f"{tree.sought.formats} in it")
    items = tuple(entry.item for entry in tree.entries)
    names = tuple("/".join(entry.path) for entry in tree.entries)
    return Listing(tree.source, tree.format, items, names, skipped=as_skipped(tree.skipped))


def _common(entries: Collection[Entry]) -> int:
    """How many leading folders all files share and that say nothing: one, if it holds folders and is no part."""
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


def _in_classes(tree: Tree, depth: int, has_parts: bool, skipped: dict[str, list[str]]) -> list[Entry]:
    """The files that lie in a class folder; why the others are left out is added to ``skipped``."""
    left_out: dict[str, list[str]] = defaultdict(list)
    kept = []
    for entry in tree.entries:
        reason = _misplaced(entry.path[depth:], has_parts, tree.sought.thing)
        if reason:
            left_out[reason].append("/".join(entry.path))
        else:
            kept.append(entry)
    skipped.update(left_out)
    return kept


def _misplaced(path: Place, has_parts: bool, thing: str) -> str:
    if has_parts and path[0].lower() not in splits.SPELLINGS:
        return f"a {thing} beside the folder train, in no part"
    if has_parts and len(path) == 2:
        return f"a {thing} in {path[0]}, which lies in no class folder there"
    return "" if len(path) > 1 else f"a {thing} that lies in no class folder"


def _check_classes(tree: Tree, labels: list[str], parts: splits.Parts | None, to_learn: bool) -> None:
    thing, where = tree.sought.thing, f"{tree.source}{'' if parts is None else '/train'}"
    trained = [name for at, name in enumerate(labels) if parts is None or not to_learn or parts[at] == splits.TRAIN]
    classes = set(trained)
    if not classes:
        mend = f"Move the {thing}s of each class into a folder of its name"
        raise DataError(f"{where} holds {thing}s and no class folders", tree.sought.arranged, mend)
    if to_learn and len(classes) == 1:
        received = f"{where} has one class folder with {thing}s, {trained[0]!r} ({len(trained)})"
        raise DataError(received, f"two or more: {tree.sought.arranged}")
    alike: dict[str, list[str]] = defaultdict(list)
    for name in dict.fromkeys(labels):
        alike[folded(name)].append(name)
    twins = [" and ".join(map(repr, names)) for names in alike.values() if len(names) > 1]
    if twins:
        raise DataError(
            f"{tree.source} has class folders that differ only by case or by how letters are encoded: {some(twins)}",
            "names that differ for every eye and every file system",
            "Rename or merge these folders",
        )


def _empty(tree: Tree, kept: list[Entry], depth: int) -> tuple[str, ...]:
    """A note on class folders without files of this kind."""
    places = [folder for folder in tree.folders if len(folder) == depth + 1]
    full = {entry.path[: depth + 1] for entry in kept}
    empty = ["/".join(place) for place in places if place not in full]
    return (f"{len(empty)} class folder(s) without {tree.sought.thing}s: {some(empty)}",) if empty else ()
