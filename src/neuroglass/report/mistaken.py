"""Pairs of classes that a network takes for each other, with the pictures or clips."""

from __future__ import annotations

import dataclasses

import numpy as np
from markupsafe import Markup

from neuroglass.data.spec import Spec
from neuroglass.glass.looks import looked_at, looks
from neuroglass.report.classes import Confusion, confusion, worst_confusions
from neuroglass.report.groups import name_of
from neuroglass.report.judged import Judged
from neuroglass.report.portraits import portrait
from neuroglass.report.words import share

PAIRS = 6
PICTURES = 6  # of a pair


@dataclasses.dataclass(frozen=True)
class Mistaken:
    """A true and a given class, how often that happens, and some of the pictures."""

    confusion: Confusion
    pictures: tuple[Markup, ...]


def mistaken(judged: Judged, spec: Spec) -> tuple[Mistaken, ...]:
    """The most frequent pairs first, of each the surest mistakes first."""
    names = spec.classes
    given = judged.answers.argmax(axis=1)
    pairs = worst_confusions(confusion(judged.truth, given, len(names)), names)[:PAIRS]
    return tuple(Mistaken(pair, _pictures(judged, spec, pair)) for pair in pairs)


def _pictures(judged: Judged, spec: Spec, pair: Confusion) -> tuple[Markup, ...]:
    true, told, kind = spec.classes.index(pair.true), spec.classes.index(pair.given), str(looked_at(spec))
    places = np.flatnonzero((judged.truth == true) & (judged.answers.argmax(axis=1) == told))
    surest = places[np.argsort(-judged.answers[places, told], kind="stable")][:PICTURES]
    told_of = [f"{name_of(judged.part, int(at))}, {share(float(judged.answers[at, told]))} sure" for at in surest]
    found = looks(spec.inputs[kind], np.asarray(judged.part.x[kind][surest]))
    return tuple(
        portrait(look, f"{pair.true} told as {pair.given}: {title}", title)
        for look, title in zip(found, told_of, strict=True)
    )
