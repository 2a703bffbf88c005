"""Groups that are told by the names of files, as speakers often are: which part each of them goes to."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import polars as pl

from neuroglass.data import splits
from neuroglass.data.audio.sound_choices import SoundChoices
from neuroglass.data.folders.listing import some
from neuroglass.errors import DataError, nearest


def groups_of(names: Sequence[str], pattern: str) -> list[str]:
    r"""What the pattern finds in each name: its first group in brackets, or all of it.

    >>> groups_of(["7/7_theo_12.wav", "7/7_jackson_0.wav"], r"_(\w+)_")
    ['theo', 'jackson']

    Raises:
        DataError: a name in which it finds nothing.
    """
    found = [re.search(pattern, name) for name in names]
    strange = [name for name, match in zip(names, found, strict=True) if match is None]
    if strange:
        raise DataError(
            f"group={pattern!r} is not found in {len(strange)} of {len(names)} names: {some(strange, 3)}",
            "a regular expression that fits each name",
        )
    return [match[1 if match.re.groups else 0] or "" for match in found if match is not None]


def by_groups(names: Sequence[str], choices: SoundChoices) -> splits.Split:
    """Whole groups into each part: those that are named, else drawn until the shares are reached.

    Raises:
        DataError: too few groups, or an unknown one.
    """
    groups = groups_of(names, choices.group or "")
    known = sorted(set(groups))
    if len(known) < 2:
        raise DataError(f"group={choices.group!r} finds one group, {known[0]!r}", "two or more")
    if not choices.named:
        if len(known) < 3:
            received = f"group={choices.group!r} finds two groups, {known[0]!r} and {known[1]!r}"
            raise DataError(received, "three or more to draw from", f"Name the one to test on: test={known[1]!r}")
        return _drawn(groups, choices)
    strange = [group for group in choices.named.values() if group not in known]
    if strange:
        mend = nearest(str(strange[0]), known)
        raise DataError(f"There is no group {strange[0]!r}", "a share, or the name of a group", mend)
    of_group = {group: splits.SPELLINGS[part] for part, group in choices.named.items()}
    parts = np.array([of_group.get(group, splits.TRAIN) for group in groups], np.int8)
    told = ", ".join(f"{group} for {part}" for part, group in choices.named.items())
    left = [group for group in known if group not in of_group]
    if not left:
        raise DataError(f"{told}: no group is left to train on", f"more groups than {some(known)}")
    return splits.Split(parts, f"by groups of the file names: {told}, {some(left)} for training")


def _drawn(groups: Sequence[str], choices: SoundChoices) -> splits.Split:
    split = splits.by_group(
        pl.Series("the file names", groups), choices.shares(len(groups), False, False), choices.seed
    )
    held = sorted({group for group, part in zip(groups, split.parts, strict=True) if part == splits.TEST})
    return splits.Split(split.parts, f"by groups of the file names, none in two parts: {some(held)} for the test")
