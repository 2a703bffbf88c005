"""How a training ended: in words, in a table, and as facts."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table
from rich.text import Text

from neuroglass.cli.watching import watching
from neuroglass.data.reading import Reading
from neuroglass.learn.stopping import Stopped
from neuroglass.report.forecasts import facts, summary, told
from neuroglass.report.story import Story
from neuroglass.report.words import counted
from neuroglass.run.run import Run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from neuroglass.data.timeseries.measures import Scores
    from neuroglass.doctor.findings import Finding
    from neuroglass.run.folder import Folder

MARKS = {"good": ("+", "green"), "notice": ("o", "yellow"), "problem": ("x", "bold red")}
SUFFIXES = {"picture": ".jpg", "clip": ".wav", "text": ".txt"}  # of what a model may be asked about
RESUMABLE = (Stopped.INTERRUPTED, Stopped.MINUTES)


def show_end(console: Console, run: Run) -> None:
    """Why it stopped, how well it answers, what the doctor says, where everything lies and what to do next."""
    story = run.story
    console.print(f"\n{_stopped(story)}")
    console.print(measures_table(story.measured | {"baseline": story.baseline}))
    if (scores := summary(story)) is not None:
        show_scores(console, scores)
    for finding in story.findings:
        console.print(_finding(finding))
    if story.findings:
        console.print()
    if run.folder is not None:
        _show_places(console, run.folder, story)


def train_facts(run: Run) -> dict[str, Any]:
    """The run as JSON data."""
    story, folder = run.story, run.folder
    reading, spec = story.data.reading, story.data.spec
    parts = {name: story.measured.get(name) for name in ("train", "validation", "test")}
    return {
        "run": folder and folder.path,
        "model": folder and folder.model,
        "report": folder and folder.report,
        "source": reading.source,
        "target": spec.target.name,
        "task": spec.task.kind,
        "task_reason": spec.task.reason,
        "classes": spec.classes,
        "rows": row_facts(reading),
        "epochs": len(story.history),
        "steps": len(story.history.costs),
        "seconds": {"compile": story.seconds.compile, "train": story.seconds.train, "total": story.seconds.total},
        "watching": watching(story.settings["training"]["watch"], story.watching_price, story.readings),
        "stopped": story.stopped.name.lower(),
        "stopped_because": story.stopped.value,
        "broke": None
        if story.step_of_trouble is None
        else {"step": story.step_of_trouble + 1, "node": story.node_of_trouble},
        "kept_epoch": story.kept_epoch,
        **parts,
        "baseline": story.baseline,
        **({} if (scores := summary(story)) is None else {"forecast": facts(scores)}),
        "findings": [finding.facts() for finding in story.findings],
        "parameters": sum(weight.size for owned in story.model.network.weights.values() for weight in owned.values()),
        "notes": reading.notes,
    }


def show_scores(console: Console, scores: Scores) -> None:
    """How forecasts met what came, beside naive ones."""
    for name, value, meaning in told(scores):
        console.print(Text.assemble((f"{name:<11}", "bold"), f"{value:<8}", (meaning, "dim")))
    console.print()


def row_facts(reading: Reading) -> dict[str, int]:
    """How many rows were read, used and skipped."""
    return {"read": reading.read, "used": reading.used, "skipped": reading.read - reading.used}


def measures_table(parts: Mapping[str, Mapping[str, float | None]]) -> Table:
    """A row a metric, a column a part; a metric that a part does not have is left empty."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    table.add_column("")
    for part in parts:
        strong, faint = part == "test", part == "baseline"
        table.add_column(part, justify="right", style="bold" if strong else "dim" if faint else None)
    for name in next(iter(parts.values())):
        table.add_row(name, *(_number(values.get(name)) for values in parts.values()))
    return table


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"


def _stopped(story: Story) -> Text:
    done = f"Stopped after {len(story.history):,} of {counted(story.program.epochs, 'epoch')}"
    where = ""
    if story.step_of_trouble is not None:
        where = f" Step {story.step_of_trouble + 1:,} broke; the first to break was {story.node_of_trouble}."
    kept = f" The weights of epoch {story.kept_epoch:,} are kept." if story.kept_epoch else ""
    seconds, price = story.seconds, story.watching_price
    watching = "" if price is None else f" Watching cost {price:.1%} of the training."
    time = f" {seconds.compile:.1f} s compiling, {seconds.train:.1f} s training, {seconds.total:.1f} s in all."
    return Text.assemble((done, "bold"), f": {story.stopped.value}.{where}{kept}{time}{watching}")


def _finding(finding: Finding) -> Text:
    mark, style = MARKS[finding.severity]
    return Text.assemble(
        (f"{mark} ", style), finding.sentence, (f" {finding.remedy}" if finding.remedy else "", "italic")
    )


def _show_places(console: Console, folder: Folder, story: Story) -> None:
    """Paths and commands are never broken into lines, so that they can be copied."""
    run = shlex.quote(str(folder.path))
    told = {"model": str(folder.model), "report": str(folder.report)}
    if story.stopped in RESUMABLE:
        told["resume"] = f"neuroglass train --resume {run}"
    if story.data.spec.target.writes:
        told["generate"] = f"neuroglass generate {run} NEW{_suffix(story)}"
    if story.data.spec.task.kind == "next":
        told["generate"] = f'neuroglass generate {run} --prompt "..."'
    else:
        told["predict"] = f"neuroglass predict {run} NEW{_suffix(story)}"
    for name, words in told.items():
        console.print(Text.assemble((f"{name:<9}", "bold"), (words, "cyan")), soft_wrap=True)


def _suffix(story: Story) -> str:
    return SUFFIXES.get(story.thing) or Path(story.name).suffix or ".csv"
