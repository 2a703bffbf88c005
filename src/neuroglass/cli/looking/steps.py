"""A moment step by step: forward, then backward, one operation at a time."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from rich.text import Text

from neuroglass.cli.looking.moment import header, show_header
from neuroglass.glass.graph.steps import FORWARD, Moment

if TYPE_CHECKING:
    from rich.console import Console

    from neuroglass.glass import Glass
    from neuroglass.glass.graph.asking import Of
    from neuroglass.glass.neuron import Place

ARROWS = {True: ("→", "cyan"), False: ("←", "dark_orange")}
ON = "Enter goes on, q ends "


def facts(glass: Glass, of: Of, at: Place | None) -> dict[str, Any]:
    """Every step as JSON data."""
    return {**header(glass), "steps": [moment.to_json() for moment in glass.step_by_step(of, at=at)]}


def show(console: Console, glass: Glass, of: Of, at: Place | None) -> None:
    """Print every step; on a terminal one at a time."""
    moments = glass.step_by_step(of, at=at)
    show_header(console, glass)
    waits = console.is_terminal and sys.stdin.isatty()
    for moment in _until_told(console, moments) if waits else moments:
        _print(console, moment)


def _until_told(console: Console, moments: Iterable[Moment]) -> Iterable[Moment]:
    """As many as are asked for."""
    for moment in moments:
        yield moment
        if not _goes_on(console):
            return


def _goes_on(console: Console) -> bool:
    try:
        return console.input(Text(ON, "dim")).strip().lower() != "q"
    except EOFError:  # Ctrl-D
        return False


def _print(console: Console, moment: Moment) -> None:
    arrow, colour = ARROWS[moment.direction == FORWARD]
    first, *others = moment.words
    console.print(Text.assemble("\n", (f"{arrow} {moment.node}  ", f"bold {colour}"), first))
    for line in others:
        console.print(Text(f"    {line}"))
