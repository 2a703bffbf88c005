"""What one question to a network found, as a picture in a file, as JSON, or on the terminal."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from rich.table import Table

from neuroglass.errors import FileError
from neuroglass.files import write_whole

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.console import Console

PICTURES = (".png", ".svg", ".pdf")


class Drawable(Protocol):
    """What can be written to a picture."""

    def plot(self) -> Figure: ...


class Found(NamedTuple):
    """What there is to show: lines and bars for people, facts for programs, a picture."""

    facts: dict[str, Any]
    answer: Drawable
    lines: Sequence[str]
    bars: Table | None


def tell(told: Found, out: Path | None, json: bool, show: Callable[[Console, Found], None]) -> None:
    """As a picture in a file, as JSON, or to the terminal.

    Raises:
        FileError: as ``write`` does.
    """
    from neuroglass.cli import screen

    if out is not None:
        write(out, told)
        screen.aside().print(f"written: {out}")
    if json:
        screen.emit(told.facts)
    elif out is None:
        show(screen.result(), told)


def write(path: Path, told: Found) -> Path:
    """Its picture in a file.

    Raises:
        FileError: another ending, or a place that cannot be written to.
    """
    kind = path.suffix.lower()
    if kind not in PICTURES:
        raise FileError(f"--out {path}", f"a name that ends in {', '.join(PICTURES)}")
    drawn = io.BytesIO()
    told.answer.plot().savefig(drawn, format=kind[1:], dpi=150)
    write_whole(path, drawn.getvalue())
    return path
