"""One training from the command line: read, told, learnt, told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from neuroglass.cli import screen
from neuroglass.cli.ending import show_end, train_facts
from neuroglass.cli.places import new_run, refuse_taken
from neuroglass.cli.reading import kept, named_file, read_data, what_is_decoded
from neuroglass.cli.settled import Content, checked, laid_over, network_of
from neuroglass.cli.understood import show_reading
from neuroglass.errors import ConfigurationError


def begun(wanted: Content, out: str | None, json: bool) -> None:
    """Train anew."""
    from neuroglass.settings import Settings

    folder = Path(out) if out is not None else new_run(Path(named_file("source", wanted["data"]["source"])))
    refuse_taken(folder)
    Settings.of(wanted["training"])
    _run(wanted, folder, json, resume=False)


def resumed(folder: Path, minutes: float | None, json: bool) -> None:
    """Go on with a run."""
    from neuroglass.run.folder import Folder

    run = Folder(folder)
    wanted = laid_over(checked(run.read_settings(), run.settings))
    if "source" not in wanted["data"]:
        raise ConfigurationError(
            f"{run.settings} names no source",
            "a run that neuroglass train began",
            "One that began in Python goes on there: ng.fit(..., resume=True)",
        )
    wanted["training"]["minutes"] = minutes
    _run(wanted, folder, json, resume=True)


def _run(wanted: Content, folder: Path, json: bool, resume: bool) -> None:
    console = screen.aside()
    things = what_is_decoded(wanted["data"])
    with screen.counting(console, f"Reading {things or 'rows'}") as read:
        data = read_data(wanted["data"], read)
    show_reading(console, data.reading)
    with console.status("Starting JAX"):
        fit, live = _learning(console, wanted["training"])
    with live:
        run = fit(
            network_of(wanted["network"]),
            data,
            out=folder,
            resume=resume,
            progress=live,
            origin=kept(wanted["data"]),
            **wanted["training"],
        )
    show_end(console, run)
    if json:
        screen.emit(train_facts(run))


def _learning(console: Any, training: Mapping[str, Any]) -> tuple[Any, Any]:
    from neuroglass.cli.live import TerminalLive
    from neuroglass.run import fit

    return fit, TerminalLive(console, training.get("minutes"))
