"""A run that is over, opened again from its folder: its data read anew, its steps at hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from neuroglass.cli import screen
from neuroglass.cli.reading import read_data, what_is_decoded
from neuroglass.cli.settled import Content, checked, laid_over, network_of
from neuroglass.errors import ConfigurationError, FileError

if TYPE_CHECKING:
    from neuroglass.data.parts import Data
    from neuroglass.run.moments import Moments


class Reopened(NamedTuple):
    """A run as it was begun: what its run.toml says, the data that it names, and each of its steps."""

    wanted: Content
    data: Data
    moments: Moments


def settings_of(folder: Path) -> Content:
    """What the run in a folder was begun with.

    Raises:
        FileError: there is no run.
        ConfigurationError: one that began in Python, on data that no file holds.
    """
    from neuroglass.run.folder import Folder

    run = Folder(folder)
    wanted = laid_over(checked(run.read_settings(), run.settings))
    if "source" not in wanted["data"]:
        raise ConfigurationError(
            f"{run.settings} names no source",
            "a run that neuroglass train began",
            "One that began in Python goes on there: ng.fit(..., resume=True), run.branch, run.look",
        )
    return wanted


def reopened(folder: Path) -> Reopened:
    """The run in a folder. As ``settings_of``.

    Raises:
        FileError: its data is no longer what it was.
    """
    from neuroglass.run.folder import Folder
    from neuroglass.run.moments import Moments
    from neuroglass.run.planning import plan
    from neuroglass.settings import Settings

    if not (folder / "run.toml").is_file():
        raise FileError(f"{folder} holds no run", "the folder of a run", "Give the folder that neuroglass train wrote")
    wanted = settings_of(folder)
    with screen.counting(screen.aside(), f"Reading {what_is_decoded(wanted['data']) or 'rows'}") as read:
        data = read_data(wanted["data"], read)
    decided = plan(network_of(wanted["network"]), data, Settings.of(wanted["training"]))
    run, of = Folder(folder), (decided.program, decided.data, decided.seed)
    _, history = run.resumed(*of)
    return Reopened(wanted, data, Moments(*of, history, run, run.read_begun(*of)))
