"""Pairs of classes that a network takes for each other, with the pictures."""

from __future__ import annotations

import dataclasses

import numpy as np
from markupsafe import Markup

from neuroglass.data.inputs import PICTURE
from neuroglass.report.classes import Confusion, confusion, worst_confusions
from neuroglass.report.groups import name_of
from neuroglass.report.judged import Judged
from neuroglass.report.pictures import photograph
from neuroglass.report.words import share

PAIRS = 6
PICTURES = 6  # of a pair


@dataclasses.dataclass(frozen=True)
class Mistaken:
    """A true and a given class, how often that happens, and some of the pictures."""

    confusion: Confusion
    pictures: tuple[Markup, ...]


def mistaken(judged: Judged, names: tuple[str, ...]) -> tuple[Mistaken, ...]:
    """The most frequent pairs first, of each the surest mistakes first."""
    given = judged.answers.argmax(axis=1)
    pairs = worst_confusions(confusion(judged.truth, given, len(names)), names)[:PAIRS]
    return tuple(Mistaken(pair, _pictures(judged, names, pair)) for pair in pairs)


def _pictures(judged: Judged, names: tuple[str, ...], pair: Confusion) -> tuple[Markup, ...]:
    true, told = names.index(pair.true), names.index(pair.given)
    places = np.flatnonzero((judged.truth == true) & (judged.answers.argmax(axis=1) == told))
    surest = places[np.argsort(-judged.answers[places, told], kind="stable")][:PICTURES]
    told_of = [f"{name_of(judged.part, int(at))}, {share(float(judged.answers[at, told]))} sure" for at in surest]
    pixels = np.asarray(judged.part.x[PICTURE][surest])
    return tuple(
        photograph(picture, f"{pair.true} told as {pair.given}: {title}", title)
        for picture, title in zip(pixels, told_of, strict=True)
    )
