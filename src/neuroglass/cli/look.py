"""neuroglass look: one moment of a network, open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from neuroglass.cli.options import Json, ModelPath

if TYPE_CHECKING:
    from neuroglass.cli.looking.slopes import Asked
    from neuroglass.cli.looking.subject import Subject
    from neuroglass.cli.looking.views import Views
    from neuroglass.glass import Glass

ANSWER = "answer"  # what --why is about, if nothing else is said
ONE = "One node, one neuron"
WAY = "How it came to be"
COMPUTED = "How it is computed"
SLOPES = "Derivatives of whole layers, and what they say"
VIEWS = "What if, maps and landscapes"


def look(
    model: ModelPath,
    sample: Annotated[
        str | None,
        typer.Argument(help="A table, picture, sound or text, as the model was trained on.", metavar="SAMPLE"),
    ] = None,
    row: Annotated[int, typer.Option(help="Which sample of the file, from 1.", metavar="N", min=1)] = 1,
    of: Annotated[
        str | None, typer.Option(help="What is differentiated: loss, answer, or a class.", metavar="WHAT")
    ] = None,
    step: Annotated[
        int | None,
        typer.Option(help="Of a run: as it was after so many steps of its training.", metavar="N", min=0),
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
    probes: Annotated[
        bool,
        typer.Option("--probes", help="Of a run, without SAMPLE: what was measured on the way.", rich_help_panel=WAY),
    ] = False,
    graph: Annotated[
        bool, typer.Option("--graph", help="The operations, the --node opened.", rich_help_panel=COMPUTED)
    ] = False,
    step_by_step: Annotated[
        bool,
        typer.Option("--step-by-step", help="Forward and back, one operation at a time.", rich_help_panel=COMPUTED),
    ] = False,
    jacobian: Annotated[
        str | None,
        typer.Option(help="One node by another, or by the input.", metavar="OF[:BY]", rich_help_panel=SLOPES),
    ] = None,
    memory: Annotated[
        str | None, typer.Option(help="How memory fades over time.", metavar="NODE", rich_help_panel=SLOPES)
    ] = None,
    curvature: Annotated[
        bool,
        typer.Option(
            "--curvature", help="How the cost bends, over all rows of SAMPLE (up to 1,024).", rich_help_panel=SLOPES
        ),
    ] = False,
    why: Annotated[
        str | None,
        typer.Option(
            help="What the answer comes from: gradient, gradient_x_input, integrated_gradients, smoothgrad, "
            "occlusion or grad_cam.",
            metavar="METHOD",
            rich_help_panel=SLOPES,
        ),
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            help="What if: 'dense_1[7]=0', 'dense_1/kernel[3,7]=0.5', 'age=40'. May be repeated.",
            metavar="EDIT",
            rich_help_panel=VIEWS,
        ),
    ] = None,
    ablate: Annotated[
        str | None,
        typer.Option(
            help="Each unit of a node silenced in turn, over all rows of SAMPLE (up to 1,024).",
            metavar="NODE",
            rich_help_panel=VIEWS,
        ),
    ] = None,
    maps: Annotated[str | None, typer.Option(help="Feature maps.", metavar="NODE", rich_help_panel=VIEWS)] = None,
    filters: Annotated[
        str | None, typer.Option(help="Kernels as pictures.", metavar="NODE", rich_help_panel=VIEWS)
    ] = None,
    over_time: Annotated[
        str | None, typer.Option(help="Gates and states of a recurrent node.", metavar="NODE", rich_help_panel=VIEWS)
    ] = None,
    top: Annotated[
        str | None,
        typer.Option(
            help="Of all rows of SAMPLE those that a unit answers to most.", metavar="NODE[UNIT]", rich_help_panel=VIEWS
        ),
    ] = None,
    projection: Annotated[
        str | None, typer.Option(help="All rows of SAMPLE in two dimensions.", metavar="NODE", rich_help_panel=VIEWS)
    ] = None,
    landscape: Annotated[
        bool,
        typer.Option("--landscape", help="The loss of all rows of SAMPLE around the weights.", rich_help_panel=VIEWS),
    ] = False,
    along_gradient: Annotated[
        bool, typer.Option("--along-gradient", help="Their cost along the gradient.", rich_help_panel=VIEWS)
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(help="Write the picture: .svg, .png, .pdf; of --graph also .dot, .json.", metavar="FILE"),
    ] = None,
    json: Json = False,
) -> None:
    """Look into a model: what each node computes for a sample, and what comes back from the loss."""
    from neuroglass.cli import screen
    from neuroglass.cli.looking import moment, node as one, slopes, steps, story
    from neuroglass.cli.looking.subject import subject
    from neuroglass.cli.looking.views import Views

    if probes:
        _probes(Path(model), node, out, json)
        return
    sample = _given(sample)
    asked = slopes.Asked(jacobian, memory, curvature, why)
    viewed = Views(set_ or [], ablate, landscape, along_gradient, maps, filters, top, projection, over_time)
    if asked.many > 1:
        raise typer.BadParameter("one of --jacobian, --memory, --curvature and --why at a time", param_hint="'--why'")
    _refuse_without_node(node, neuron, at)
    if viewed.many:
        about = subject(model, sample, row, of, step, path_of_run=landscape)
        _views(about, viewed, bool(asked.many or graph or step_by_step or node), out, json)
        return
    if out is not None and not graph and not asked.many:
        raise typer.BadParameter("a picture is drawn of one thing: --graph --out graph.svg", param_hint="'--out'")
    if asked.many:
        about = subject(model, sample, row, of or (ANSWER if why else None), step)
        _slopes(about.all if curvature else about.one, asked, out, json)
        return
    glass = subject(model, sample, row, of, step).one
    console = screen.result()
    if graph:
        _graph(glass, node, neuron, at, out, json)
    elif step_by_step:
        of_one = node if node is None or neuron is None else (node, neuron)
        place = _place(at)
        screen.emit(steps.facts(glass, of_one, place)) if json else steps.show(console, glass, of_one, place)
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


def _given(sample: str | None) -> str:
    if sample is None:
        raise typer.BadParameter("it is missing, and only --probes goes without", param_hint="'SAMPLE'")
    return sample


def _refuse_without_node(node: str | None, neuron: int | None, at: str | None) -> None:
    if node is None and (neuron is not None or at is not None):
        raise typer.BadParameter("a neuron is in a node: --node dense_1 --neuron 7", param_hint="'--node'")


def _probes(run: Path, node: str | None, out: Path | None, json: bool) -> None:
    from neuroglass.cli import screen
    from neuroglass.cli.looking import probes, slopes, views

    told = probes.found(run, node)
    if out is not None:
        slopes.write(out, told)
        screen.aside().print(f"written: {out}")
    if json:
        screen.emit(told.facts)
    elif out is None:
        views.show(screen.result(), told, ())


def _slopes(glass: Glass, asked: Asked, out: Path | None, json: bool) -> None:
    from neuroglass.cli import screen
    from neuroglass.cli.looking import slopes

    told = slopes.found(glass, asked)
    if out is not None:
        slopes.write(out, told)
        screen.aside().print(f"written: {out}")
    if json:
        screen.emit(slopes.facts(glass, told))
    elif out is None:
        slopes.show(screen.result(), glass, told)


def _views(about: Subject, asked: Views, others: bool, out: Path | None, json: bool) -> None:
    """What of one sample or of the whole file is asked for, and nothing beside it."""
    from neuroglass.cli import screen
    from neuroglass.cli.looking import slopes, views

    if asked.many > 1 or others:
        raise typer.BadParameter("one thing at a time; --set goes with what is in its own list", param_hint="'--set'")
    told = views.found(about, asked)
    if out is not None:
        slopes.write(out, told)
        screen.aside().print(f"written: {out}")
    if json:
        screen.emit(told.facts)
    elif out is None:
        views.show(screen.result(), told, about.read.notes)


def _place(at: str | None) -> tuple[int, ...] | None:
    if at is None:
        return None
    try:
        return tuple(int(number) for number in at.split(","))
    except ValueError:
        raise typer.BadParameter(f"{at!r}; write numbers with commas between, as 4,5", param_hint="'--at'") from None
