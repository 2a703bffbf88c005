"""neuroglass predict, of a model of series: what comes next, as a table and a picture."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neuroglass.cli.predict import FORMATS
from neuroglass.errors import DataError, FileError

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Console

    from neuroglass.data.answers import Answer
    from neuroglass.data.inputs import Encoded
    from neuroglass.data.timeseries import SeriesInputs
    from neuroglass.model import Model

PICTURES = (".png", ".svg")
HEIGHT = 12  # lines of the curve on a terminal


def foretell(model: Model, sources: list[str], out: str | None, json: bool, facts: dict[str, Any]) -> None:
    """The next values of each series in a source, with their times and quantiles.

    Args:
        facts: what is told about the model and the source beside the forecasts.
    """
    from neuroglass.cli import screen
    from neuroglass.data.timeseries import SeriesInputs
    from neuroglass.files import write_whole

    source = model.spec.source
    if len(sources) > 1 or not isinstance(source, SeriesInputs):
        raise DataError(f"{len(sources)} sources are named", "one table", "Ask for one after the other")
    path = None if out is None else Path(out)
    if path is not None:
        _check(path)
    encoded = model.spec.encode(sources[0])
    answer = model.answered(encoded)
    frame, console = answer.to_frame(), screen.aside()
    for note in encoded.notes:
        console.print(f"! {note}", style="yellow")
    if path is not None:
        write_whole(path, _as_bytes(path, frame, answer, encoded, source))
        console.print(f"{len(frame):,} steps to come written to {path}")
    if json:
        told = frame.to_dicts() if path is None or _is_picture(path) else None
        screen.emit({**facts, "out": out, "predictions": told, "notes": encoded.notes})
        return
    if console.is_terminal:
        _curve(console, answer, encoded, source)
    if path is None:
        sys.stdout.write(frame.write_csv(float_precision=6))


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in PICTURES


def _check(path: Path) -> None:
    """Refuse a name that tells no format, before anything is computed.

    Raises:
        FileError: another ending.
    """
    known = (*FORMATS, *PICTURES)
    if path.suffix.lower() not in known:
        raise FileError(f"--out {path} ends in {path.suffix or 'nothing'}", f"one of {', '.join(known)}")


def _as_bytes(path: Path, frame: pl.DataFrame, answer: Answer, encoded: Encoded, source: SeriesInputs) -> bytes:
    suffix = path.suffix.lower()
    if not _is_picture(path):
        return FORMATS[suffix](frame)
    from neuroglass.report.forecast_plot import drawn

    return drawn(answer, encoded, source, suffix.removeprefix("."))


def _curve(console: Console, answer: Answer, encoded: Encoded, source: SeriesInputs) -> None:
    """The first series on a terminal: steps up to now are counted from below 0, those to come from 0 on."""
    import numpy as np

    from neuroglass.cli.plot import plot
    from neuroglass.data.timeseries.foretold import past

    back = past(encoded, source)[0, :, 0]
    ahead = np.asarray(answer.values)[0].reshape(source.horizon, -1)[:, 0]
    steps = np.arange(-len(back), len(ahead)).tolist()
    lines = plot(steps, [*back.tolist(), *ahead.tolist()], min(console.width, 100), HEIGHT)
    console.print(f"{source.targets[0]}; what is foreseen begins at 0", style="bold")
    console.print("\n".join(lines), style="cyan")
