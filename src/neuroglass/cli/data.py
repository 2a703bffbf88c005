"""neuroglass data: what a source is, without learning from it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from neuroglass.cli.options import Json, Source, given, takes_data_choices


@takes_data_choices
def data(
    source: Source,
    out: Annotated[
        str | None, typer.Option(help="Of pictures and sounds: the page of samples; NAME-samples.html.", metavar="FILE")
    ] = None,
    json: Json = False,
    **choices: Any,
) -> None:
    """Describe a source: what would be read, used, skipped and guessed, and a few of its rows.

    Of pictures and sounds a page is written that shows some of each class, as they are and as the network would see
    them.
    """
    from neuroglass.cli.reading import what_is_decoded

    entries = {"source": source, **given(choices)}
    if things := what_is_decoded(entries):
        _page(entries, things, out, json)
        return
    if out is not None:
        raise typer.BadParameter("only of pictures and sounds a page is written", param_hint="'--out'")
    _table(entries, json)


def _table(entries: dict[str, Any], json: bool) -> None:
    from neuroglass.cli import screen
    from neuroglass.cli.reading import read_data
    from neuroglass.cli.understood import show_reading, show_samples

    reading = read_data(entries).reading
    if json:
        screen.emit(reading.facts())
        return
    console = screen.result()
    show_reading(console, reading)
    show_samples(console, reading)


def _page(entries: dict[str, Any], things: str, out: str | None, json: bool) -> None:
    from neuroglass.cli import places, screen
    from neuroglass.cli.reading import read_data
    from neuroglass.cli.understood import show_reading

    page = places.samples_page(entries["source"]) if out is None else Path(out)
    places.refuse_foreign(page)
    aside = screen.aside()
    with screen.counting(aside, f"Reading {things}") as read:
        data = read_data(entries, read)
    with aside.status("Drawing the page"):
        from neuroglass.report.samples_page import write_samples

        write_samples(data, page)
    if json:
        screen.emit({**data.reading.facts(), "page": page})
        return
    console = screen.result()
    show_reading(console, data.reading)
    console.print(f"Some of each class, as they are and as the network would see them: {page}")
