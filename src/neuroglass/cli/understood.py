"""What was understood of a source, as a reader wants to see it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table
from rich.text import Text

from neuroglass.cli.options import as_options
from neuroglass.data.reading import ColumnFact, Reading
from neuroglass.data.tasks import CHANGE

if TYPE_CHECKING:
    from rich.console import Console

SHOWN = 12  # columns, and classes; the others are counted
LONGEST = 24  # characters of a name or an example
FRAMES = {
    "text": "text",
    "clip": "sound",
    "next": "text",
    "forecast": "series",
}  # what a frame is called where it is no size


def show_reading(console: Console, reading: Reading) -> None:
    """Print everything that was read, used, skipped and guessed."""
    console.print(_heading(reading))
    for skipped in reading.skipped:
        things = f"{skipped.thing or reading.thing}{'s' * (skipped.count != 1)}"
        places = ", ".join(skipped.places) + (", ..." if skipped.count > len(skipped.places) else "")
        console.print(Text(f"  skipped {skipped.count:,} {things}: {skipped.reason} ({places})", "yellow"))
    if reading.columns:
        console.print(_columns(reading.columns, console.width))
    console.print(_facts(reading))
    for note in reading.notes:
        console.print(Text.assemble(("! ", "bold yellow"), as_options(note)))
    console.print()


def _heading(reading: Reading) -> Text:
    counts = f"{reading.read:,} {reading.thing}s read, {reading.used:,} used, {reading.read - reading.used:,} skipped"
    return Text.assemble((reading.source, "bold"), f": {counts}. {reading.format[:1].upper()}{reading.format[1:]}.")


def _columns(columns: tuple[ColumnFact, ...], width: int) -> Table:
    shown = _worth_showing(columns)
    any_missing = any(fact.missing for fact in shown)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    table.add_column("column", no_wrap=True, overflow="ellipsis", max_width=LONGEST)
    table.add_column("type", no_wrap=True)
    if any_missing:
        table.add_column("missing", justify="right", no_wrap=True)
    table.add_column("examples", no_wrap=True, overflow="ellipsis", max_width=_room_for_examples(shown, width))
    table.add_column("why", overflow="fold")
    for fact in shown:
        style = "bold cyan" if fact.kind == "target" else "" if fact.used else "dim"
        missing = [f"{fact.missing:,}" if fact.missing else ""] if any_missing else []
        examples = ", ".join(example[:LONGEST] for example in fact.examples)
        table.add_row(fact.name, fact.kind, *missing, examples, fact.reason, style=style)
    hidden = [fact for fact in columns if fact not in shown]
    if hidden:
        kinds = ", ".join(f"{count} {kind}" for kind, count in Counter(fact.kind for fact in hidden).items())
        table.add_row(f"... and {len(hidden)} more", "", *[""] * any_missing, "", kinds, style="italic")
    return table


def _room_for_examples(shown: list[ColumnFact], width: int) -> int:
    """What the names and the reasons leave, for it is the examples that can be cut."""
    names = min(LONGEST, max(len(fact.name) for fact in shown))
    reasons = min(44, max(len(fact.reason) for fact in shown))
    return max(12, width - names - reasons - 26)


def _worth_showing(columns: tuple[ColumnFact, ...]) -> list[ColumnFact]:
    """All of a narrow table; of a wide one the target, some that are left out, and the first that are used."""
    if len(columns) <= SHOWN + 3:
        return list(columns)
    target = [fact for fact in columns if fact.kind == "target"]
    unused = [fact for fact in columns if not fact.used and fact.kind != "target"][: SHOWN // 3]
    used = [fact for fact in columns if fact.used][: SHOWN - len(target) - len(unused)]
    chosen = {fact.name for fact in target + unused + used}
    return [fact for fact in columns if fact.name in chosen]


def _facts(reading: Reading) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    target = reading.target_reason.replace("none was told", "--target names another")
    grid.add_row("target", f"{reading.target}: {target}")
    why = reading.task_reason.replace(CHANGE, "--task classes or --task regression changes it")
    grid.add_row("task", f"{_task(reading)}: {why}")
    if reading.classes:
        grid.add_row("classes", _classes(reading.classes))
    if reading.frame:
        frame = reading.frame.removeprefix("pictures are ").removeprefix("clips are ")
        grid.add_row(FRAMES.get(reading.task, FRAMES.get(reading.thing, "size")), as_options(frame))
    parts = ", ".join(f"{count:,} {name}" for name, count in reading.parts.items() if count)
    grid.add_row("parts", f"{parts}; {reading.split}")
    return grid


def _task(reading: Reading) -> str:
    return f"{reading.task}, {len(reading.classes)} classes" if reading.task == "multiclass" else reading.task


def _classes(classes: dict[str, int]) -> str:
    shown = [f"{name} ({count:,})" for name, count in list(classes.items())[:SHOWN]]
    more = [f"... and {len(classes) - SHOWN} more"] if len(classes) > SHOWN else []
    return ", ".join(shown + more)


def show_samples(console: Console, reading: Reading) -> None:
    """Print a few rows, each as a column, so that a wide table can be read; texts one below the other."""
    if not reading.columns:
        console.print(_excerpts(reading))
        return
    columns = [fact.name for fact in _worth_showing(reading.columns)]
    names = min(LONGEST, max(len(name) for name in columns))
    room = max(8, (console.width - names - 3) // max(len(reading.samples), 1) - 2)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    table.add_column("sample", no_wrap=True, overflow="ellipsis", min_width=names, max_width=LONGEST)
    for number in range(1, len(reading.samples) + 1):
        table.add_column(str(number), overflow="ellipsis", no_wrap=True, max_width=room)
    for name in columns:
        table.add_row(name, *("" if row[name] is None else str(row[name]) for row in reading.samples))
    if len(columns) < len(reading.columns):
        table.add_row(f"... and {len(reading.columns) - len(columns)} more", style="italic")
    console.print(table)


def _excerpts(reading: Reading) -> Table:
    """What has no columns: each sample in a row of its own, its text in as many lines as it needs."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_lines=True)
    for name in reading.samples[0]:
        table.add_column(name, overflow="fold")
    for sample in reading.samples:
        table.add_row(*(Text(str(value)) for value in sample.values()))
    return table
