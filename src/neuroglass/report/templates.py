"""The pages that are filled in, and the files that are put into them."""

from __future__ import annotations

import functools
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from neuroglass.report import words
from neuroglass.report.judged import PLAIN

HERE = Path(__file__).parent


@functools.cache
def template(name: str) -> Template:
    """A page to be filled in; what strangers named is escaped."""
    room = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    room.filters.update(number=words.number, share=words.share, plain=PLAIN.__getitem__, capital=words.capital)
    room.globals.update(counted=words.counted, style=_own("style.css"), script=_own("script.js"))
    return room.get_template(name)


def _own(name: str) -> Markup:
    """A file of this room, put into the page as it is."""
    return Markup(HERE.joinpath(name).read_text("utf-8"))
