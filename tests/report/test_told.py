"""What is shown of right and of wrong answers, against numpy on the answers themselves."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

import numpy as np
import pytest

from neuroglass.glass.looks import looked_at, looks
from neuroglass.report.judged import Judged, judge
from neuroglass.report.page import page
from neuroglass.report.portraits import portrait
from neuroglass.report.story import Story
from neuroglass.report.told import SHOWN, Answered, told
from neuroglass.report.words import share
from tests.report import stories

kinds = pytest.mark.parametrize("make", [stories.clips, stories.pictures], ids=["clips", "pictures"])


def drawn(story: Story, judged: Judged, row: int, given: str, sure: str) -> Answered:
    """As it must look: itself, with its true class, the answer and the answer's probability."""
    spec, kind = story.data.spec, str(looked_at(story.data.spec))
    look = looks(spec.inputs[kind], np.asarray(judged.part.x[kind][[row]]))[0]
    title = f"{judged.part.names[row]}, {sure} sure"
    alt = f"{spec.classes[int(judged.truth[row])]} told as {given}: {title}"
    return Answered(portrait(look, alt, title), given, sure)


def surest_first(judged: Judged, is_shown: np.ndarray) -> list[int]:
    return sorted(np.flatnonzero(is_shown).tolist(), key=lambda row: -judged.answers[row].max())


@kinds
def test_right_ones_go_from_the_surest_to_the_least_sure(make: Callable[[], Story]) -> None:
    story = make()
    judged, names = judge(story), story.data.spec.classes
    given = judged.answers.argmax(axis=1)
    for shown in told(judged, story.data.spec).classes:
        number = names.index(shown.name)
        rows = surest_first(judged, (judged.truth == number) & (given == number))
        assert (shown.count, shown.count_right) == (int((judged.truth == number).sum()), len(rows))
        assert len(shown.right) == min(SHOWN, len(rows))
        for row, one in zip((rows[0], rows[-1]) if rows else (), (shown.right[:1] + shown.right[-1:]), strict=True):
            assert one == drawn(story, judged, row, shown.name, share(judged.answers[row, number]))


@kinds
def test_wrong_ones_are_the_surest_mistakes_with_the_class_they_were_told_as(make: Callable[[], Story]) -> None:
    story = make()
    judged, names = judge(story), story.data.spec.classes
    given, mistakes = judged.answers.argmax(axis=1), 0
    for shown in told(judged, story.data.spec).classes:
        number = names.index(shown.name)
        rows = surest_first(judged, (judged.truth == number) & (given != number))[:SHOWN]
        expected = [drawn(story, judged, r, names[given[r]], share(judged.answers[r].max())) for r in rows]
        assert list(shown.wrong) == expected
        mistakes += len(rows)
    assert mistakes


def test_a_class_without_mistakes_has_none_and_one_that_is_never_told_has_nothing_right() -> None:
    judged = judge(stories.clips())
    humming = dataclasses.replace(judged, answers=np.tile([0.75, 0.25], (len(judged.part), 1)))
    hum, whistle = told(humming, stories.clips().data.spec).classes
    assert (hum.name, hum.count_right, hum.wrong) == ("hum", hum.count, ())
    assert (whistle.name, whistle.count_right, whistle.right) == ("whistle", 0, ())
    assert {one.given for one in whistle.wrong} == {"hum"}


def test_of_many_classes_the_first_are_shown_and_the_others_counted() -> None:
    pictures = judge(stories.pictures())
    spec = stories.pictures().data.spec
    target = dataclasses.replace(spec.target, classes=tuple(f"class {number}" for number in range(12)))
    answers = np.pad(pictures.answers, ((0, 0), (0, 9)))
    shown = told(dataclasses.replace(pictures, answers=answers), dataclasses.replace(spec, target=target))
    assert ([one.name for one in shown.classes], shown.more) == (["class 0", "class 1", "class 2"], 2)


def test_the_page_shows_both_beside_each_other_and_names_no_class_unescaped() -> None:
    html = page(stories.pictures())
    section = html[html.index('<section id="told">') : html.index('<section id="mistaken">')]
    shown = told(judge(stories.pictures()), stories.pictures().data.spec)
    assert section.count("<img") == sum(len(one.right) + len(one.wrong) for one in shown.classes)
    assert [f"{one.count_right} of {one.count} right" for one in shown.classes] == re.findall(
        r"\d+ of \d+ right", section
    )
    assert "&lt;script&gt;" in section
    assert "<script" not in section
