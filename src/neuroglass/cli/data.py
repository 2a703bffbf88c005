"""neuroglass data: what a source is, without learning from it."""

from __future__ import annotations

from typing import Any

from neuroglass.cli.options import Json, Source, given, takes_table_choices


@takes_table_choices
def data(source: Source, json: Json = False, **choices: Any) -> None:
    """Describe a source: what would be read, used, skipped and guessed, and a few of its rows."""
    from neuroglass.cli import screen
    from neuroglass.cli.reading import read_data
    from neuroglass.cli.understood import show_reading, show_samples

    reading = read_data({"source": source, **given(choices)}).reading
    if json:
        screen.emit(reading.facts())
        return
    console = screen.result()
    show_reading(console, reading)
    show_samples(console, reading)
