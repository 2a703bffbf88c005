"""The command line: which commands there are, and how what goes wrong is told."""

from __future__ import annotations

import errno
import os
import sys
from typing import Annotated

import typer

from neuroglass.cli.data import data
from neuroglass.cli.evaluate import evaluate
from neuroglass.cli.generate import generate
from neuroglass.cli.grouped import GroupedCommand
from neuroglass.cli.look import look
from neuroglass.cli.options import as_options
from neuroglass.cli.predict import predict
from neuroglass.cli.show import show
from neuroglass.cli.train import train
from neuroglass.errors import NeuroglassError
from neuroglass.version import __version__

MENDABLE, INTERRUPTED = 1, 130
SMALLER = "Use a smaller network, a smaller batch, or fewer rows."

app = typer.Typer(
    name="neuroglass",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (train, evaluate, predict, generate, look, show, data):
    app.command(cls=GroupedCommand)(command)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"neuroglass {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """Neural networks that can be seen. Start with: neuroglass train digits"""


def main(arguments: list[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: the words after ``neuroglass``; None takes those of the process.

    Returns:
        the exit code: 0 done, 1 the user can mend it, 2 wrong usage.
    """
    try:
        typer.main.get_command(app).main(arguments, prog_name="neuroglass")
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 0
    except NeuroglassError as error:
        return _told(as_options(str(error)))
    except MemoryError as error:
        return _told(f"The memory is not enough: {str(error) or 'no more could be had'}. {SMALLER}")
    except OSError as error:
        return _system(error)
    except RuntimeError as error:
        if "RESOURCE_EXHAUSTED" not in str(error):
            raise
        return _told(f"The memory of the device is not enough: {str(error).splitlines()[0]}. {SMALLER}")
    return 0


def _told(sentence: str) -> int:
    color = sys.stderr.isatty() and "NO_COLOR" not in os.environ
    start = "\x1b[1;31merror:\x1b[0m" if color else "error:"
    sys.stderr.write(f"{start} {_plain(sentence)}\n")
    return MENDABLE


def _plain(sentence: str) -> str:
    """On one line, and without what would steer the terminal: names and labels come from files of anyone."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in sentence)


def _system(error: OSError) -> int:
    """A reader that went away is no one to talk to; anything else the system refuses is told with its file."""
    if error.errno == errno.EPIPE:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the interpreter complains when it ends
        return MENDABLE
    place = f"{error.filename}: " if error.filename else ""
    return _told(f"{place}{error.strerror or error}.")


if __name__ == "__main__":
    sys.exit(main())
