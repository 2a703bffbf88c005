"""neuroglass show: a model, a run, or an activation function."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from neuroglass.cli.options import Json
from neuroglass.errors import FileError

ACTIVATION = "activation"


def show(
    what: Annotated[
        str, typer.Argument(help="A model.safetensors, the folder of a run, or the word activation.", metavar="WHAT")
    ],
    name: Annotated[
        str | None, typer.Argument(help="Which activation function; all are listed without it.", metavar="NAME")
    ] = None,
    json: Json = False,
) -> None:
    """Show a model, a run, or an activation function: neuroglass show activation relu."""
    if what == ACTIVATION:
        _activation(name, json)
        return
    if name is not None:
        raise typer.BadParameter(f"{name!r} goes only with: show activation {name}", param_hint="'NAME'")
    path = Path(what)
    if not path.exists():
        raise FileError(f"There is nothing at {path}", "a model's file, a run's folder, or: show activation relu")
    _run(path, json) if (path / "run.toml").is_file() else _model(what, json)


def _activation(name: str | None, json: bool) -> None:
    from neuroglass.cli import activation, screen

    facts = activation.listed() if name is None else activation.sampled(name)
    if json:
        screen.emit(facts)
    elif name is None:
        activation.show_list(screen.result(), facts)
    else:
        activation.draw(screen.result(), facts)


def _model(given: str, json: bool) -> None:
    from neuroglass.cli import model_view, screen
    from neuroglass.files import model_file
    from neuroglass.model import load

    path = model_file(given)
    model = load(path)
    if json:
        screen.emit({"model": path, **model_view.model_facts(model)})
    else:
        model_view.show_model(screen.result(), path, model)


def _run(folder: Path, json: bool) -> None:
    from neuroglass.cli import run_view, screen

    facts = run_view.run_facts(folder)
    if json:
        screen.emit(facts)
    else:
        run_view.show_run(screen.result(), folder, facts)
