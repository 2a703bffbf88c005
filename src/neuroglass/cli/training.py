"""One training from the command line: read, told, learnt, told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neuroglass.cli import screen
from neuroglass.cli.ending import show_end, train_facts
from neuroglass.cli.places import new_run, refuse_taken
from neuroglass.cli.reading import kept, named_file, read_data, what_is_decoded
from neuroglass.cli.reopening import reopened, settings_of
from neuroglass.cli.settled import Content, laid_over, network_of
from neuroglass.cli.understood import show_reading

if TYPE_CHECKING:
    from neuroglass.data.parts import Data


def begun(wanted: Content, out: str | None, json: bool) -> None:
    """Train anew."""
    from neuroglass.settings import Settings

    folder = Path(out) if out is not None else new_run(Path(named_file("source", wanted["data"]["source"])))
    refuse_taken(folder)
    Settings.of(wanted["training"])
    _run(wanted, folder, json, resume=False)


def resumed(folder: Path, minutes: float | None, json: bool) -> None:
    """Go on with a run."""
    wanted = settings_of(folder)
    wanted["training"]["minutes"] = minutes
    _run(wanted, folder, json, resume=True)


def branched(parent: Path, step: int, changes: Content, out: str | None, json: bool) -> None:
    """Train on from a step of a run, with other settings, in a folder of its own."""
    from neuroglass.run.branching import branch_at, refuse_bound

    refuse_bound(changes.get("training", {}))
    run = reopened(parent)
    folder = Path(out) if out is not None else new_run(Path(named_file("source", run.wanted["data"]["source"])))
    refuse_taken(folder)
    wanted = laid_over(run.wanted, {"training": {"minutes": None}}, changes)
    with screen.counting(screen.aside(), "Doing steps again") as again:
        begun = branch_at(run.moments, step, wanted["training"], parent, again)
    _learn(wanted, run.data, folder, json, branch=begun)


def _run(wanted: Content, folder: Path, json: bool, resume: bool) -> None:
    console = screen.aside()
    things = what_is_decoded(wanted["data"])
    with screen.counting(console, f"Reading {things or 'rows'}") as read:
        data = read_data(wanted["data"], read)
    show_reading(console, data.reading)
    _learn(wanted, data, folder, json, resume=resume)


def _learn(wanted: Content, data: Data, folder: Path, json: bool, **beginning: Any) -> None:
    console = screen.aside()
    with console.status("Starting JAX"):
        fit, live = _learning(console, wanted["training"])
    with live:
        run = fit(
            network_of(wanted["network"]),
            data,
            out=folder,
            progress=live,
            origin=kept(wanted["data"]),
            **beginning,
            **wanted["training"],
        )
    show_end(console, run)
    if json:
        screen.emit(train_facts(run))


def _learning(console: Any, training: Mapping[str, Any]) -> tuple[Any, Any]:
    from neuroglass.cli.live import TerminalLive
    from neuroglass.run import fit

    return fit, TerminalLive(console, training.get("minutes"))
