"""What was measured of a training on its way: what --probes shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rich.table import Table

from neuroglass.cli.looking import shares
from neuroglass.cli.looking.found import Found
from neuroglass.cli.run_view import WIDTH, sparkline
from neuroglass.cli.watching import sentence, watching
from neuroglass.errors import FileError, NetworkError, nearest
from neuroglass.glass.measured import Awake, awake, of_each, stretches, update_ratios
from neuroglass.glass.probes.health import GLOBAL
from neuroglass.report.scales import is_steep

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from neuroglass.learn.readings import Readings
    from neuroglass.run.folder import Folder

MOST_UNITS = 32  # that have a line
NOTHING = "a run that neuroglass train made with --watch light or full"

Course = NDArray[np.floating[Any]]


class Maps(NamedTuple):
    """Units of some nodes over the steps."""

    steps: NDArray[np.int64]
    nodes: Mapping[str, Awake]

    def plot(self) -> Figure:
        """A map for each node.

        Raises:
            NetworkError: no node has units that can sleep.
        """
        from neuroglass.glass.figures.health import health_map

        if not self.nodes:
            raise NetworkError("there are no units that can sleep here", "a node with an activation function")
        return health_map(self.steps, self.nodes)


def found(run: Path, node: str | None) -> Found:
    """The courses of what was measured, of a whole run or of one node.

    Raises:
        FileError: nothing was measured there.
        NetworkError: nothing was measured of that node.
    """
    from neuroglass.run.folder import Folder

    folder = Folder(run)
    level = folder.read_settings()["training"].get("watch")
    held, told = _read(folder, level)
    about = watching(level, told.get("price"), held)
    nodes = {name: of for name, of in awake(held["units"]).items() if node is None or _is_of(name, node)}
    courses = _courses(held, nodes) if node is None else _of_node(held, nodes, node)
    facts: dict[str, Any] = {
        "run": run,
        "watching": about,
        "courses": {name: {"steps": steps, "values": course} for name, (steps, course) in courses.items()},
    }
    more: list[shares.Row] = []
    if node is None:
        answered = shares.answers(held["units"], _class_names(folder))
        facts["classes"] = answered
        more += shares.answer_rows(answered, WIDTH // 2) if answered else []
    elif len(held.get("histograms", ())):
        sizes = shares.sizes(held["histograms"])
        sizes["shares"] = {name: course for name, course in sizes["shares"].items() if _is_of(name, node)}
        facts["sizes"] = sizes
        more += shares.size_rows(sizes["shares"])
    return Found(facts, Maps(held["units"].steps, nodes), [f"watched {sentence(about)}"], _table(courses, more))


def _read(folder: Folder, level: str | None) -> tuple[dict[str, Readings], dict[str, Any]]:
    """What was measured, by probe, and facts about it; refused where that is nothing."""
    from neuroglass.learn.readings import load

    held, told = load(folder.probes) if folder.probes.is_file() else ({}, {})
    if not {"health", "units"} <= held.keys() or not min(len(held["health"]), len(held["units"])):
        if folder.has_ended or level == "off":
            raise FileError(f"nothing was measured on the way of {folder.path}", NOTHING)
        finish = f"Finish it: neuroglass train --resume {folder.path}"
        raise FileError(
            f"{folder.path} was cut short before what it measured was saved", "a run that has ended", finish
        )
    if GLOBAL not in held["health"].columns:
        raise FileError(f"{folder.probes} is damaged: its health has no {GLOBAL}", "", "Train again")
    return held, told


def _class_names(folder: Folder) -> Sequence[str]:
    """As the model has them, if there is one yet."""
    from neuroglass.model import load

    return load(folder.model).spec.classes or () if folder.has_ended else ()


def _courses(held: Mapping[str, Readings], nodes: Mapping[str, Awake]) -> dict[str, tuple[NDArray[np.int64], Course]]:
    """The gradient, who sleeps, and how far each weight moves at a step."""
    health, steps = held["health"], held["units"].steps
    asleep = {f"{node}, units asleep": (steps, (of.shares == 0).mean(axis=1)) for node, of in nodes.items()}
    moved = {f"{name}, update by weight": (health.steps, course) for name, course in update_ratios(health).items()}
    return {GLOBAL: (health.steps, health[GLOBAL]), **asleep, **moved}


def _of_node(
    held: Mapping[str, Readings], nodes: Mapping[str, Awake], node: str
) -> dict[str, tuple[NDArray[np.int64], Course]]:
    """Everything that was measured of a node, of its activation and of its weights."""
    columns = {
        column: (readings.steps, readings[column])
        for readings in (held["health"], held["units"])
        for column in readings.columns
        if _is_of(column, node)
    }
    if not columns:
        names = {name.partition("/")[0] for name in of_each(held["health"], "mean")}
        raise NetworkError(f"nothing was measured of {node!r}", "", nearest(node, sorted(names)))
    return columns


def _is_of(column: str, node: str) -> bool:
    """dense_1 has dense_1/kernel/norm, dense_1.relu/zeros and dense_1.relu[0]/awake."""
    return column == node or column.startswith((f"{node}/", f"{node}.", f"{node}["))


def _table(courses: Mapping[str, tuple[NDArray[np.int64], Course]], more: Sequence[shares.Row]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", overflow="fold")
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    units = [name for name in courses if name.endswith("]/awake")]
    for name, (steps, course) in courses.items():
        if name not in units[MOST_UNITS:]:
            known = course[np.isfinite(course)]
            told = f"{known[0]:.3g} to {known[-1]:.3g}" if len(known) else "never a number"
            steep = is_steep(course)
            table.add_row(name, _line(steps, np.log10(course) if steep else course), f"{told}{', log' * steep}")
    if len(units) > MOST_UNITS:
        table.add_row(f"... and {len(units) - MOST_UNITS:,} units more, all of them with --json")
    for row in more:
        table.add_row(*row)
    return table


def _line(steps: NDArray[np.int64], course: Course) -> str:
    """Over equal stretches of the steps."""
    end = int(steps[-1]) + 1
    drawn = stretches(steps, np.where(np.isfinite(course), course, np.nan), min(WIDTH // 2, end), end)
    return sparkline([float(value) if np.isfinite(value) else None for value in drawn])
