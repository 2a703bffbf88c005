"""What is seen of many rows: what a unit or a column is worth, who a unit answers to, planes and lines of the loss."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table

from neuroglass.cli.looking.bars import bars, ranked
from neuroglass.cli.looking.found import Found
from neuroglass.cli.run_view import sparkline
from neuroglass.errors import ConfigurationError
from neuroglass.glass.steps import on_one_line

if TYPE_CHECKING:
    from neuroglass.cli.looking.subject import Subject
    from neuroglass.nn.network import Variables
    from neuroglass.run.moments import Moments

MOMENTS = 13  # of the path of a training
COLUMNS = 4  # of a row
UNIT = re.compile(r"(.+)\[(\d+)\]")


def of_ablation(subject: Subject, node: str, metric: str | None) -> Found:
    """The units that are missed most."""
    glass = subject.all
    ablation = glass.ablate(node, metric, glass.part if metric else None)
    effects = [(f"unit {silenced.unit}", silenced.effect) for silenced in ablation.ranking()]
    return Found(ablation.to_json(), ablation, [ablation.words()], bars(effects))


def of_importance(subject: Subject, metric: str | None) -> Found:
    """The columns that are missed most."""
    from neuroglass.glass import permutation_importance

    worth = permutation_importance(subject.model, subject.read, metric)
    return Found(worth.to_json(), worth, worth.words(), ranked(list(worth.mean.items())))


def of_top(subject: Subject, unit: str) -> Found:
    """The rows that a unit answers to most.

    Raises:
        ConfigurationError: what names no unit.
    """
    from neuroglass.glass import top_samples

    named = UNIT.fullmatch(unit)
    if named is None:
        raise ConfigurationError(f"--top {unit!r}", "a unit, as 'dense_1.relu[7]'")
    top = top_samples(subject.model, subject.read, named[1], int(named[2]))
    table = Table.grid(padding=(0, 2))
    for sample in top.to_json()["samples"]:
        at = f"at {','.join(map(str, sample['at']))}" if sample["at"] else ""
        table.add_row(sample["sample"], f"{sample['value']:.4g}", at, _shown(sample["shows"]))
    lines = [f"{top.node}[{top.unit}] is largest here, of {top.seen:,} samples"]
    return Found(top.to_json(), top, lines, table)


def of_projection(subject: Subject, node: str) -> Found:
    """All rows as points of a plane."""
    from neuroglass.glass import projection

    points = projection(subject.model, subject.read, node)
    return Found(points.to_json(), points, [points.words(), "--out projection.png draws them"], None)


def of_landscape(subject: Subject) -> Found:
    """The loss around the weights, of a run on the plane of its path."""
    from neuroglass.glass import landscape

    plane = landscape(subject.model, subject.read, _path(subject.moments))
    return Found(plane.to_json(), plane, [plane.words(), "--out landscape.png draws it"], None)


def of_line(subject: Subject) -> Found:
    """The cost along the gradient."""
    line = subject.all.along_gradient(learning_rate=_learning_rate(subject.path))
    return Found(line.to_json(), line, [line.words(), sparkline(line.costs.tolist())], None)


def _path(moments: Moments | None) -> list[Variables] | None:
    """The way that training took, by doing it again."""
    from neuroglass.cli import screen

    if moments is None:
        return None
    with screen.counting(screen.aside(), "Doing steps again") as again:
        return moments.path(MOMENTS, again)


def _learning_rate(path: Path) -> float | None:
    """The last one of the run whose folder is looked at."""
    written = path / "history.jsonl"
    if not written.is_file():
        return None
    return json.loads(written.read_text("utf-8").splitlines()[-1]).get("learning_rate")


def _shown(shows: Any) -> str:
    told = shows or ""
    if isinstance(shows, dict):
        told = ", ".join(f"{name} {value}" for name, value in list(shows.items())[:COLUMNS])
    return on_one_line(told)
