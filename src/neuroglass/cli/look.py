"""neuroglass look: one moment of a network, open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from neuroglass.cli.options import Json, ModelPath

if TYPE_CHECKING:
    from neuroglass.glass import Glass

ONE = "One node, one neuron"
COMPUTED = "How it is computed"


def look(
    model: ModelPath,
    sample: Annotated[
        str, typer.Argument(help="A table, picture, sound or text, as the model was trained on.", metavar="SAMPLE")
    ],
    row: Annotated[int, typer.Option(help="Which sample of the file, from 1.", metavar="N", min=1)] = 1,
    of: Annotated[
        str | None, typer.Option(help="What is differentiated: loss, answer, or a class.", metavar="WHAT")
    ] = None,
    node: Annotated[
        str | None, typer.Option(help="Open one node, as dense_1.", metavar="NODE", rich_help_panel=ONE)
    ] = None,
    neuron: Annotated[
        int | None, typer.Option(help="Tell the story of one of its neurons, from 0.", metavar="N", rich_help_panel=ONE)
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(help="Where, as 4,5: row and column, step, or member.", metavar="PLACE", rich_help_panel=ONE),
    ] = None,
    graph: Annotated[
        bool, typer.Option("--graph", help="The operations, the --node opened.", rich_help_panel=COMPUTED)
    ] = False,
    step_by_step: Annotated[
        bool,
        typer.Option("--step-by-step", help="Forward and back, one operation at a time.", rich_help_panel=COMPUTED),
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="Write the --graph: .svg, .png, .pdf, .dot or .json.", metavar="FILE")
    ] = None,
    json: Json = False,
) -> None:
    """Look into a model: what each node computes for a sample, and what comes back from the loss."""
    from neuroglass.cli import screen
    from neuroglass.cli.looking import moment, node as one, steps, story

    if node is None and (neuron is not None or at is not None):
        raise typer.BadParameter("a neuron is in a node: --node dense_1 --neuron 7", param_hint="'--node'")
    if out is not None and not graph:
        raise typer.BadParameter("a picture is drawn of the graph: --graph --out graph.svg", param_hint="'--out'")
    glass = _opened(model, sample, row, of)
    console = screen.result()
    if graph:
        _graph(glass, node, neuron, at, out, json)
    elif step_by_step:
        of_one = node if node is None or neuron is None else (node, neuron)
        screen.emit(steps.facts(glass, of_one)) if json else steps.show(console, glass, of_one)
    elif node is not None and neuron is not None:
        place = _place(at)
        screen.emit(story.facts(glass, node, neuron, place)) if json else story.show(
            console, glass, node, neuron, place
        )
    elif node is not None:
        screen.emit(one.facts(glass, node)) if json else one.show(console, glass, node)
    else:
        screen.emit(moment.facts(glass)) if json else moment.show(console, glass)


def _graph(glass: Glass, node: str | None, neuron: int | None, at: str | None, out: Path | None, json: bool) -> None:
    from neuroglass.cli import screen
    from neuroglass.cli.looking import graph

    asked = graph.asked(glass, node, neuron, _place(at))
    if out is not None:
        graph.write(out, glass, asked)
        screen.aside().print(f"written: {out}")
    if json:
        screen.emit(graph.facts(glass, asked))
    elif out is None:
        graph.show(screen.result(), glass, asked)


def _opened(model: str, sample: str, row: int, of: str | None) -> Glass:
    from neuroglass.cli.answering import load_for_files
    from neuroglass.errors import DataError
    from neuroglass.glass import look
    from neuroglass.glass.taking import taken

    trained = load_for_files(model)
    found = taken(trained.spec, sample)
    if row > len(found.part):
        raise DataError(f"--row {row}, and {sample} has {len(found.part)}", "one of these")
    return look(trained, found.only(row - 1), of=of)


def _place(at: str | None) -> tuple[int, ...] | None:
    if at is None:
        return None
    try:
        return tuple(int(number) for number in at.split(","))
    except ValueError:
        raise typer.BadParameter(f"{at!r}; write numbers with commas between, as 4,5", param_hint="'--at'") from None
