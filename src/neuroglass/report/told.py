"""Pictures or clips of each class side by side: some that a network told right, and some that it told wrong."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from neuroglass.data.spec import Spec
from neuroglass.glass.looks import looked_at, looks
from neuroglass.report.groups import MOST_CLASSES, Places, groups, name_of, spread
from neuroglass.report.judged import Judged
from neuroglass.report.portraits import portrait
from neuroglass.report.words import share

SHOWN = 4  # right ones of a class, and as many wrong ones


@dataclasses.dataclass(frozen=True)
class Answered:
    """One sample, drawn, the class it was given, and how probable that class is to the network."""

    picture: Markup
    given: str
    sure: str


@dataclasses.dataclass(frozen=True)
class ToldClass:
    """A class: how many samples it has and how many of them were told right, with some of both kinds."""

    name: str
    count: int
    count_right: int
    right: tuple[Answered, ...]
    wrong: tuple[Answered, ...]


@dataclasses.dataclass(frozen=True)
class Told:
    """The first classes, and how many are left out."""

    classes: tuple[ToldClass, ...]
    more: int


def told(judged: Judged, spec: Spec) -> Told:
    """Of each class right ones from the surest to the least sure, and its surest mistakes."""
    found = tuple(_class(judged, spec, name, places) for name, places in groups(judged.part, spec))
    return Told(found, max(0, len(spec.classes) - MOST_CLASSES))


def _class(judged: Judged, spec: Spec, name: str, places: Places) -> ToldClass:
    chances = judged.answers[places]
    surest_first = places[np.argsort(-chances.max(axis=1), kind="stable")]
    is_right = judged.answers[surest_first].argmax(axis=1) == judged.truth[surest_first]
    right, wrong = spread(surest_first[is_right], SHOWN), surest_first[~is_right][:SHOWN]
    drawn = _drawn(judged, spec, np.concatenate([right, wrong]))
    return ToldClass(name, len(places), int(is_right.sum()), drawn[: len(right)], drawn[len(right) :])


def _drawn(judged: Judged, spec: Spec, places: Places) -> tuple[Answered, ...]:
    kind = str(looked_at(spec))
    found = looks(spec.inputs[kind], np.asarray(judged.part.x[kind][places]))
    return tuple(_answered(judged, spec, int(place), look) for place, look in zip(places, found, strict=True))


def _answered(judged: Judged, spec: Spec, place: int, look: NDArray[Any]) -> Answered:
    true, given = (spec.classes[int(number)] for number in (judged.truth[place], judged.answers[place].argmax()))
    sure = share(float(judged.answers[place].max()))
    title = f"{name_of(judged.part, place)}, {sure} sure"
    return Answered(portrait(look, f"{true} told as {given}: {title}", title), given, sure)
