"""The report as one page that needs nothing else: no network, no fonts, no other file."""

from __future__ import annotations

from pathlib import Path

from neuroglass.files import write_whole
from neuroglass.glass.looks import looked_at
from neuroglass.report.again import again
from neuroglass.report.classes import classes
from neuroglass.report.course import course
from neuroglass.report.drawing import drawing
from neuroglass.report.forecasts import forecasts
from neuroglass.report.glance import glance
from neuroglass.report.health import health
from neuroglass.report.judged import PLAIN, judge
from neuroglass.report.layers import inside
from neuroglass.report.reading_on import reading_on
from neuroglass.report.seen import seen
from neuroglass.report.story import Story
from neuroglass.report.telling import telling
from neuroglass.report.templates import template
from neuroglass.report.values import values
from neuroglass.report.worst import worst


def write(story: Story, path: Path) -> Path:
    """Write the page and say where it is.

    Raises:
        FileError: the place cannot be written to.
    """
    write_whole(path, page(story).encode())
    return path


def page(story: Story) -> str:
    """The page as text."""
    judged, spec = judge(story), story.data.spec
    single = judged.finite and not spec.target.steps  # one answer a sample, that can be looked at by itself
    wide, narrow = course(story)
    return template("template.html").render(
        version=story.model.card.get("neuroglass"),
        story=story,
        reading=story.data.reading,
        glance=glance(story, judged),
        part=PLAIN[judged.name],
        wide=wide,
        narrow=narrow,
        health=health(story),
        classes=classes(judged, spec.classes) if spec.classes and single else None,
        values=() if spec.classes or not single else values(judged, spec.target.name),
        forecasts=forecasts(judged, spec),
        worst=worst(judged, spec) if single else (),
        seen=seen(story, judged) if looked_at(spec) else None,
        telling=telling(story.model, judged),
        reading_on=reading_on(story.model, judged),
        inside=inside(story),
        drawing=drawing(story.model.network, story.program.objective.node),
        again=again(story),
    )
