"""A run's folder as a reader wants to see it: its course, its findings, its model."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from neuroglass.cli.ending import MARKS
from neuroglass.cli.model_view import model_facts, show_model
from neuroglass.cli.watching import sentence, watching
from neuroglass.errors import FileError
from neuroglass.learn import history, readings
from neuroglass.model import load
from neuroglass.run.folder import Folder

if TYPE_CHECKING:
    from rich.console import Console

BARS = "▁▂▃▄▅▆▇█"
WIDTH = 40  # characters of a curve

Course = list[dict[str, float | None]]


def run_facts(path: Path) -> dict[str, Any]:
    """The run as JSON data; what it does not have yet is None."""
    folder = Folder(path)
    settings = folder.read_settings()
    held, told = readings.load(folder.probes) if folder.probes.is_file() else ({}, {})
    return {
        "run": path,
        "parent": settings.pop("parent", None),
        "settings": settings,
        "watching": watching(settings["training"].get("watch"), told.get("price"), held),
        "history": history.load(folder.history) if folder.history.is_file() else [],
        "findings": _read(folder.findings) if folder.findings.is_file() else [],
        "report": folder.report if folder.report.is_file() else None,
        "model": folder.model if folder.model.is_file() else None,
        **(model_facts(load(folder.model)) if folder.model.is_file() else {}),
    }


def show_run(console: Console, path: Path, facts: dict[str, Any]) -> None:
    """Print the model, the curves, the findings, and where the report lies."""
    if facts["model"] is None:
        console.print(f"{path} has not ended. Go on with: neuroglass train --resume {path}")
    else:
        show_model(console, facts["model"], load(facts["model"]))
    if facts["parent"] is not None:
        console.print(
            f"branched from step {facts['parent']['step']:,} of {facts['parent'].get('run', 'a run in memory')}"
        )
    if facts["history"]:
        console.print(_curves(facts["history"]))
        console.print()
    if facts["watching"]["readings"].get("health"):
        console.print(Text.assemble(("watched  ", "bold"), sentence(facts["watching"])))
        console.print(f"         more of it: neuroglass look {path} --probes\n", style="dim", soft_wrap=True)
    for finding in facts["findings"]:
        mark, style = MARKS[finding["severity"]]
        console.print(Text.assemble((f"{mark} ", style), finding["sentence"], " ", (finding["remedy"], "italic")))
    if facts["report"] is not None:
        console.print(f"report  {facts['report']}", style="cyan")


def _curves(course: Course) -> Table:
    """A line for each number that moved: its course in little bars, where it began and where it ended."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    for name in course[0]:
        values = [row[name] for row in course]
        numbers = [value for value in values if value is not None]
        if name != "epoch" and min(numbers, default=0.0) < max(numbers, default=0.0):
            table.add_row(name, sparkline(values), f"{numbers[0]:.4g} to {numbers[-1]:.4g}")
    return table


def sparkline(values: Sequence[float | None], width: int = WIDTH) -> str:
    """A curve as one line of bars; a gap where a value is not a number.

    >>> sparkline([1.0, 0.5, None, 0.0])
    '█▅ ▁'
    """
    places = [at * len(values) // width for at in range(width)] if len(values) > width else range(len(values))
    known = [value for value in values if value is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    step = (high - low) / (len(BARS) - 1) or 1.0
    return "".join(" " if (value := values[at]) is None else BARS[round((value - low) / step)] for at in places)


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FileError(f"{path} cannot be read: {error}", "", "It may be damaged; train again") from error
