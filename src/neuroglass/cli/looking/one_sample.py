"""What is seen of one sample: the answer after an edit, maps, filters, gates and states."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from rich.table import Table

from neuroglass.cli.looking.bars import SHOWN, ranked
from neuroglass.cli.looking.found import Found
from neuroglass.cli.looking.node import bar
from neuroglass.cli.run_view import sparkline

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neuroglass.glass import Filters, Maps, OverTime
    from neuroglass.glass.editing import Edited
    from neuroglass.glass.taking import Taken


def of_edit(moment: Edited, read: Taken) -> Found:
    """The edits and what they did to this sample and, where answers are known, to the whole file."""
    facts, lines = moment.to_json(), [moment.words()]
    if read.is_known and len(read.part) > 1:
        effect = moment.effect(read.part)
        facts["effect"] = effect.to_json()
        told = [f"{name} {effect.before[name]:.4g} → {value:.4g}" for name, value in effect.after.items()]
        lines.append(f"over all {len(read.part):,} samples: {', '.join(told)}")
    table = Table.grid(padding=(0, 2))
    table.add_row("node", "moved by, in parts of its norm", "")
    for change in moment.changes:
        table.add_row(change.node, f"{change.share:.3g}" if change.norm else "", bar(min(change.share, 1.0)))
    return Found(facts, moment, [*lines, *_answers(moment)], table)


def of_maps(maps: Maps) -> Found:
    """The channels that differ most from place to place."""
    told = f"{maps.node}: {_shape(maps.values)}; channels by how much they differ in places"
    spread = [(f"channel {channel}", value) for channel, value in enumerate(maps.values.std(axis=(0, 1)).tolist())]
    return Found(maps.to_json(), maps, [told, "--out maps.png draws them"], ranked(spread))


def of_filters(filters: Filters) -> Found:
    """The filters with the largest weights."""
    told = f"{filters.node}: {_shape(filters.values)}; filters by the norm of their weights"
    norms = [(f"filter {number}", float(norm)) for number, norm in enumerate(filters.to_json()["norms"])]
    return Found(filters.to_json(), filters, [told, "--out filters.png draws them"], ranked(norms))


def of_states(states: OverTime) -> Found:
    """Each gate and state over the steps, all units together."""
    table = Table.grid(padding=(0, 2))
    for name, state in states.inside.items():
        table.add_row(f"{name}, mean |.|", sparkline(np.abs(state).mean(axis=1).tolist()))
    return Found(states.to_json(), states, [states.words(), "--out states.png draws every unit"], table)


def _shape(values: NDArray[np.floating]) -> str:
    return " x ".join(map(str, values.shape))


def _answers(moment: Edited) -> list[str]:
    """Each probability or value of the first sample, before and after, those that move most first."""
    (before,), (after,) = (
        np.asarray(answer.values if answer.probabilities is None else answer.probabilities)[:1].reshape(1, -1)
        for answer in (moment.before.answer, moment.answer)
    )
    names = moment.answer.classes or (moment.answer.name,)
    most = np.argsort(-np.abs(after - before), kind="stable")[:SHOWN]
    return [f"  {names[place % len(names)]}: {before[place]:.4g} → {after[place]:.4g}" for place in most]
