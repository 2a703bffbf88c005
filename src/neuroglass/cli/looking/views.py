"""What if, maps and landscapes: what --set, --ablate, --landscape and their kin show."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from rich.table import Table

from neuroglass.cli.looking.editing import edited
from neuroglass.cli.looking.found import Found
from neuroglass.cli.looking.node import bar
from neuroglass.cli.looking.subject import Subject
from neuroglass.cli.run_view import sparkline
from neuroglass.errors import ConfigurationError
from neuroglass.glass.figures.style import reach
from neuroglass.glass.steps import on_one_line

if TYPE_CHECKING:
    from rich.console import Console

    from neuroglass.glass import Glass, OverTime, TopSamples
    from neuroglass.glass.ablation import Ablation
    from neuroglass.glass.editing import Edited
    from neuroglass.nn.network import Variables
    from neuroglass.run.moments import Moments

SHOWN = 12
MOMENTS = 13  # of the path of a training
UNIT = re.compile(r"(.+)\[(\d+)\]")


class Views(NamedTuple):
    """What is asked for; one of them, of an edited network where something is set, by a metric where one is named."""

    set: list[str]
    ablate: str | None
    landscape: bool
    along_gradient: bool
    maps: str | None
    filters: str | None
    top: str | None
    projection: str | None
    over_time: str | None
    importance: bool
    metric: str | None

    @property
    def many(self) -> int:
        """How many are asked for, --set aside unless it is alone."""
        return sum(bool(each) for each in self[1:-1]) or bool(self.set)

    @property
    def is_measured(self) -> bool:
        """Whether a metric can be told with what is asked for."""
        return bool(self.ablate) or self.importance


def found(subject: Subject, asked: Views) -> Found:
    """Compute what is asked for."""
    if asked.set and any(asked[1:]):
        subject = subject._replace(model=edited(subject.one, asked.set).model)
    elif asked.set:
        return _set(subject, edited(subject.one, asked.set))
    if asked.importance:
        return _importance(subject, asked.metric)
    if asked.top or asked.projection or asked.landscape:
        return _of_many(subject, asked)
    if asked.ablate:
        glass = subject.all
        return _ablation(glass.ablate(asked.ablate, asked.metric, glass.part if asked.metric else None))
    if asked.along_gradient:
        line = subject.all.along_gradient(learning_rate=_learning_rate(subject.path))
        return Found(line.to_json(), line, [line.words(), sparkline(line.costs.tolist())], None)
    return _of_one(subject.one, asked)


def show(console: Console, told: Found, notes: Sequence[str] = ()) -> None:
    """Print it."""
    for note in notes:
        console.print(f"! {note}", style="yellow")
    for line in told.lines:
        console.print(line)
    if told.bars is not None:
        console.print(told.bars)


def _of_one(glass: Glass, asked: Views) -> Found:
    if asked.over_time:
        return _over_time(glass.over_time(asked.over_time))
    if asked.maps:
        maps = glass.maps(asked.maps)
        spread = maps.values.std(axis=(0, 1))
        lines = [f"{maps.node}: {' x '.join(map(str, maps.values.shape))}; channels by how much they differ in places"]
        return Found(maps.to_json(), maps, [*lines, "--out maps.png draws them"], _bars("channel", spread, spread))
    filters = glass.filters(str(asked.filters))
    norms = filters.to_json()["norms"]
    lines = [f"{filters.node}: {' x '.join(map(str, filters.values.shape))}; filters by the norm of their weights"]
    return Found(filters.to_json(), filters, [*lines, "--out filters.png draws them"], _bars("filter", norms, norms))


def _of_many(subject: Subject, asked: Views) -> Found:
    from neuroglass.glass import landscape, projection, top_samples

    if asked.landscape:
        plane = landscape(subject.model, subject.read, _path(subject.moments))
        return Found(plane.to_json(), plane, [plane.words(), "--out landscape.png draws it"], None)
    if asked.projection:
        points = projection(subject.model, subject.read, asked.projection)
        return Found(points.to_json(), points, [points.words(), "--out projection.png draws them"], None)
    named = UNIT.fullmatch(str(asked.top))
    if named is None:
        raise ConfigurationError(f"--top {asked.top!r}", "a unit, as 'dense_1.relu[7]'")
    return _top(top_samples(subject.model, subject.read, named[1], int(named[2])))


def _importance(subject: Subject, metric: str | None) -> Found:
    from neuroglass.glass import permutation_importance

    worth = permutation_importance(subject.model, subject.read, metric)
    table = _bars("", np.array(list(worth.mean.values())), list(worth.mean))
    return Found(worth.to_json(), worth, worth.words(), table)


def _path(moments: Moments | None) -> list[Variables] | None:
    """The way that training took, by doing it again."""
    from neuroglass.cli import screen

    if moments is None:
        return None
    with screen.counting(screen.aside(), "Doing steps again") as again:
        return moments.path(MOMENTS, again)


def _set(subject: Subject, moment: Edited) -> Found:
    """The edits and what they did to this sample and, where answers are known, to the whole file."""
    facts, lines = moment.to_json(), [moment.words()]
    if subject.read.is_known and len(subject.read.part) > 1:
        effect = moment.effect(subject.read.part)
        facts["effect"] = effect.to_json()
        told = [f"{name} {effect.before[name]:.4g} → {value:.4g}" for name, value in effect.after.items()]
        lines.append(f"over all {len(subject.read.part):,} samples: {', '.join(told)}")
    table = Table.grid(padding=(0, 2))
    table.add_row("node", "moved by, in parts of its norm", "")
    for change in moment.changes:
        table.add_row(change.node, f"{change.share:.3g}" if change.norm else "", bar(min(change.share, 1.0)))
    return Found(facts, moment, [*lines, *_answers(moment)], table)


def _answers(moment: Edited) -> list[str]:
    """Each probability or value of the first sample, before and after, those that move most first."""
    (before,), (after,) = (
        np.asarray(answer.values if answer.probabilities is None else answer.probabilities)[:1].reshape(1, -1)
        for answer in (moment.before.answer, moment.answer)
    )
    names = moment.answer.classes or (moment.answer.name,)
    most = np.argsort(-np.abs(after - before), kind="stable")[:SHOWN]
    return [f"  {names[place % len(names)]}: {before[place]:.4g} → {after[place]:.4g}" for place in most]


def _ablation(ablation: Ablation) -> Found:
    ranking = ablation.ranking()
    effects = np.array([silenced.effect for silenced in ranking])
    table = _bars("unit", effects, [silenced.unit for silenced in ranking])
    return Found(ablation.to_json(), ablation, [ablation.words()], table)


def _over_time(states: OverTime) -> Found:
    table = Table.grid(padding=(0, 2))
    for name, state in states.inside.items():
        table.add_row(f"{name}, mean |.|", sparkline(np.abs(state).mean(axis=1).tolist()))
    return Found(states.to_json(), states, [states.words(), "--out states.png draws every unit"], table)


def _top(top: TopSamples) -> Found:
    table = Table.grid(padding=(0, 2))
    for sample in top.to_json()["samples"]:
        at = f"at {','.join(map(str, sample['at']))}" if sample["at"] else ""
        table.add_row(sample["sample"], f"{sample['value']:.4g}", at, _shown(sample["shows"]))
    lines = [f"{top.node}[{top.unit}] is largest here, of {top.seen:,} samples"]
    return Found(top.to_json(), top, lines, table)


def _shown(shows: Any) -> str:
    if isinstance(shows, dict):
        return on_one_line(", ".join(f"{name} {value}" for name, value in list(shows.items())[:4]))
    return on_one_line(shows or "")


def _bars(what: str, values: Any, units: Any) -> Table:
    """The largest first; ``units`` are their numbers, or the values themselves in the order of the numbers."""
    in_order = np.argsort(-np.abs(values), kind="stable")
    numbers = in_order if units is values else np.asarray(units)[in_order]
    table = Table.grid(padding=(0, 2))
    longest = reach(values)
    for place, number in list(zip(in_order, numbers, strict=True))[:SHOWN]:
        table.add_row(f"{what} {number}".strip(), f"{values[place]:.4g}", bar(float(values[place] / longest)))
    if len(values) > SHOWN:
        table.add_row(f"... and {len(values) - SHOWN:,} more", "", "")
    return table


def _learning_rate(path: Path) -> float | None:
    """The last one of the run whose folder is looked at."""
    written = path / "history.jsonl"
    if not written.is_file():
        return None
    return json.loads(written.read_text("utf-8").splitlines()[-1]).get("learning_rate")
