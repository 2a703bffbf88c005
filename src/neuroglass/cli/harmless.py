"""What comes from files of anyone is shown, and does not steer the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderableType, RenderHook
from rich.segment import Segment

KEPT = {9, 10}  # a tab and a line feed lay a text out; a carriage return would write over it
CONTROLS = dict.fromkeys({*range(32), *range(127, 160)} - KEPT)


def harmless(text: str) -> str:
    """A text without control characters but tabs and line feeds."""
    return text.translate(CONTROLS)


@dataclass(frozen=True)
class _WithoutControls:
    """What is printed, less the control characters in its texts; rich's own stand in segments of their own."""

    inner: RenderableType

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        for segment in console.render(self.inner, options):
            yield segment if segment.control else segment._replace(text=harmless(segment.text))


class Harmless(RenderHook):
    """Takes control characters out of everything a console prints."""

    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        return [_WithoutControls(renderable) for renderable in renderables]
