"""What if, maps and landscapes: what --set, --ablate, --landscape and their kin show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from neuroglass.cli.looking import many_rows, one_sample
from neuroglass.cli.looking.editing import edited
from neuroglass.cli.looking.found import Found
from neuroglass.cli.looking.subject import Subject

if TYPE_CHECKING:
    from rich.console import Console


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
        return one_sample.of_edit(edited(subject.one, asked.set), subject.read)
    if asked.over_time:
        return one_sample.of_states(subject.one.over_time(asked.over_time))
    if asked.maps:
        return one_sample.of_maps(subject.one.maps(asked.maps))
    if asked.filters:
        return one_sample.of_filters(subject.one.filters(asked.filters))
    return _of_many(subject, asked)


def show(console: Console, told: Found, notes: Sequence[str] = ()) -> None:
    """Print it."""
    for note in notes:
        console.print(f"! {note}", style="yellow")
    for line in told.lines:
        console.print(line)
    if told.bars is not None:
        console.print(told.bars)


def _of_many(subject: Subject, asked: Views) -> Found:
    if asked.importance:
        return many_rows.of_importance(subject, asked.metric)
    if asked.ablate:
        return many_rows.of_ablation(subject, asked.ablate, asked.metric)
    if asked.top:
        return many_rows.of_top(subject, asked.top)
    if asked.projection:
        return many_rows.of_projection(subject, asked.projection)
    return many_rows.of_landscape(subject) if asked.landscape else many_rows.of_line(subject)
