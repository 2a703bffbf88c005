"""A model as a reader wants to see it: what it is, what it was made from, what it needs."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from neuroglass.cli.ending import measures_table
from neuroglass.cli.networks import network_table
from neuroglass.data.audio.sound_inputs import SoundInputs
from neuroglass.data.pictures.image_inputs import ImageInputs
from neuroglass.data.texts.rows import PLURAL
from neuroglass.data.texts.text_inputs import TextInputs
from neuroglass.data.timeseries import SeriesInputs
from neuroglass.model import Model
from neuroglass.nn.summary import totals

if TYPE_CHECKING:
    from rich.console import Console

SHOWN = 12  # columns and classes; the others are counted
PARTS = ("train", "validation", "test")


def model_facts(model: Model) -> dict[str, Any]:
    """The model as JSON data."""
    spec = model.spec
    return {
        "target": spec.target.name,
        "task": spec.task.kind,
        "classes": spec.classes,
        "needs": needs(model),
        "loss": model.objective.loss.name,
        "network": [dataclasses.asdict(row) for row in model.network.rows()],
        "totals": totals(model.network.rows()),
        "card": model.card,
    }


def show_model(console: Console, path: Path, model: Model) -> None:
    """Print the model, its card, and the columns it needs."""
    spec, card = model.spec, model.card
    console.print(Text(str(path), "bold"))
    console.print(network_table(model.network))
    console.print()
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row("tells", f"{spec.target.name} ({spec.task.kind})")
    if isinstance(spec.source, TextInputs):
        vocabulary = spec.source.vocabulary
        grid.add_row("vocabulary", f"{len(vocabulary.tokens):,} {PLURAL[vocabulary.unit]}")
    if spec.target.writing is not None:
        grid.add_row("writes", spec.target.writing.told.removeprefix("written "))
    elif spec.classes and spec.task.kind != "next":
        grid.add_row("classes", _folded(list(spec.classes)))
    needed = needs(model).items()
    is_told = isinstance(spec.source, ImageInputs | SoundInputs | TextInputs)
    grid.add_row("needs", _folded([kind if is_told else f"{name} ({kind})" for name, kind in needed]))
    grid.add_row("loss", model.objective.loss.name)
    for name in ("source", "rows", "epochs", "kept_epoch", "stopped", "seed", "neuroglass"):
        if name in card:
            grid.add_row(name.replace("_", " "), _told(card[name]))
    console.print(grid)
    measured = card.get("measured", {})
    parts = {name: measured[name] for name in PARTS if name in measured}
    if parts:
        console.print(measures_table({**parts, "baseline": card.get("baseline", {})}))


def needs(model: Model) -> dict[str, str]:
    """What it takes in: the kind of each column, the size of its pictures, or what a text is cut into."""
    source = model.spec.source
    if isinstance(source, ImageInputs):
        return {name: f"pictures {' x '.join(map(str, entry.shape))}" for name, entry in source.inputs.items()}
    if isinstance(source, SoundInputs):
        seconds = source.clip.samples / source.clip.rate
        return dict.fromkeys(source.inputs, f"sounds, of which {seconds:.2f} s are heard at {source.clip.rate:,} Hz")
    if isinstance(source, TextInputs):
        return dict.fromkeys(source.inputs, f"{PLURAL[source.vocabulary.unit]} of a text")
    if isinstance(source, SeriesInputs):
        past = f"the last {source.window} steps of {source.clock.step}"
        return dict.fromkeys(source.columns, past)
    return {column.name: _kind(column) for column in source.columns}


def _kind(column: Any) -> str:
    """NumberColumn is a number, OneHotColumn a one hot."""
    words = re.findall("[A-Z][a-z]*", type(column).__name__.removesuffix("Column"))
    return " ".join(words).lower()


def _folded(names: list[str]) -> str:
    more = [f"... and {len(names) - SHOWN} more"] if len(names) > SHOWN else []
    return ", ".join(names[:SHOWN] + more)


def _told(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{count:,} {name}" for name, count in value.items())
    return f"{value:,}" if isinstance(value, int) else str(value)
