"""The report as one page that needs nothing else: no network, no fonts, no other file."""

from __future__ import annotations

import functools
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from neuroglass.files import write_whole
from neuroglass.report import words
from neuroglass.report.again import again
from neuroglass.report.classes import classes
from neuroglass.report.course import course
from neuroglass.report.drawing import drawing
from neuroglass.report.glance import glance
from neuroglass.report.judged import PLAIN, judge
from neuroglass.report.layers import inside
from neuroglass.report.story import Story
from neuroglass.report.values import values
from neuroglass.report.worst import worst

HERE = Path(__file__).parent


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
    wide, narrow = course(story)
    return _template().render(
        version=story.model.card.get("neuroglass"),
        style=_own("style.css"),
        script=_own("script.js"),
        story=story,
        reading=story.data.reading,
        glance=glance(story, judged),
        part=PLAIN[judged.name],
        wide=wide,
        narrow=narrow,
        classes=classes(judged, spec.classes) if spec.classes and judged.finite else None,
        values=() if spec.classes or not judged.finite else values(judged, spec.target.name),
        worst=worst(judged, spec) if judged.finite else (),
        inside=inside(story),
        drawing=drawing(story.model.network, story.program.objective.node),
        again=again(story),
    )


@functools.cache
def _template() -> Template:
    room = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    room.filters.update(number=words.number, share=words.share, plain=PLAIN.__getitem__, capital=words.capital)
    room.globals.update(counted=words.counted)
    return room.get_template("template.html")


def _own(name: str) -> Markup:
    """A file of this room, put into the page as it is."""
    return Markup(HERE.joinpath(name).read_text("utf-8"))
