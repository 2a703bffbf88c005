"""neuroglass look: one moment of a network, open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from neuroglass.cli.looking import options as given
from neuroglass.cli.options import Json, ModelPath

if TYPE_CHECKING:
    from neuroglass.cli.looking.slopes import Asked
    from neuroglass.cli.looking.subject import Subject
    from neuroglass.cli.looking.views import Views
    from neuroglass.glass import Glass

WITH_PROBES = ("model", "probes", "node", "out", "json")
ANSWER = "answer"  # what --why is about, if nothing else is said


def look(
    context: typer.Context,
    model: ModelPath,
    sample: given.Sample = None,
    row: given.Row = 1,
    of: given.Of = None,
    node: given.Node = None,
    neuron: given.Neuron = None,
    at: given.At = None,
    step: given.Step = None,
    probes: given.Probes = False,
    graph: given.Graph = False,
    step_by_step: given.StepByStep = False,
    jacobian: given.Jacobian = None,
    memory: given.Memory = None,
    curvature: given.Curvature = False,
    why: given.Why = None,
    importance: given.Importance = False,
    set_: given.Set = None,
    ablate: given.Ablate = None,
    maps: given.Maps = None,
    filters: given.Filters = None,
    over_time: given.OverTime = None,
    top: given.Top = None,
    projection: given.Projection = None,
    landscape: given.Landscape = False,
    along_gradient: given.AlongGradient = False,
    metric: given.Metric = None,
    out: given.Out = None,
    json: Json = False,
) -> None:
    """Look into a model: what each node computes for a sample, and what comes back from the loss."""
    from neuroglass.cli.looking import probes as measured, slopes, story, views
    from neuroglass.cli.looking.found import tell
    from neuroglass.cli.looking.subject import subject

    asked = slopes.Asked(jacobian, memory, curvature, why)
    viewed = views.Views(
        set_ or [], ablate, landscape, along_gradient, maps, filters, top, projection, over_time, importance, metric
    )
    _refuse_together(asked, viewed, is_opened=bool(graph or step_by_step or (node and not why)))
    _refuse_without_node(node, neuron, at)
    if probes:
        _refuse_beside_probes(context)
        tell(measured.found(Path(model), node), out, json, views.show)
        return
    about = subject(model, sample, row, of or (ANSWER if why else None), step, path_of_run=landscape)
    if viewed.many:
        tell(views.found(about, viewed), out, json, lambda to, told: views.show(to, told, about.read.notes))
    elif asked.many:
        glass = about.all if curvature else about.one
        told = slopes.found(glass, asked, node)
        facts = slopes.facts(glass, told)
        tell(told._replace(facts=facts), out, json, lambda to, told: slopes.show(to, glass, told))
    elif graph:
        _graph(about.one, node, neuron, _place(at), out, json)
    elif node is not None and neuron is not None and not step_by_step:
        glass = about.one
        unit = glass.neuron(node, neuron, at=_place(at))
        tell(story.found(glass, unit), out, json, lambda to, told: story.show(to, glass, unit, told))
    elif out is not None:
        raise typer.BadParameter(
            "a picture is drawn of one thing, as of --graph or of --node dense_1 --neuron 7", param_hint="'--out'"
        )
    else:
        _open(about, node, neuron, _place(at), step_by_step, json)


def _open(
    about: Subject, node: str | None, neuron: int | None, at: tuple[int, ...] | None, step_by_step: bool, json: bool
) -> None:
    """The moment, one of its nodes or neurons, or its operations one after another."""
    from neuroglass.cli import screen
    from neuroglass.cli.looking import moment, node as one, steps

    console, glass = screen.result(), about.one
    if step_by_step:
        of_one = node if node is None or neuron is None else (node, neuron)
        screen.emit(steps.facts(glass, of_one, at)) if json else steps.show(console, glass, of_one, at)
    elif node is not None:
        screen.emit(one.facts(glass, node)) if json else one.show(console, glass, node, about.last_update)
    else:
        screen.emit(moment.facts(glass)) if json else moment.show(console, glass)


def _graph(
    glass: Glass, node: str | None, neuron: int | None, at: tuple[int, ...] | None, out: Path | None, json: bool
) -> None:
    from neuroglass.cli import screen
    from neuroglass.cli.looking import graph

    asked = graph.asked(glass, node, neuron, at)
    if out is not None:
        graph.write(out, glass, asked)
        screen.aside().print(f"written: {out}")
    if json:
        screen.emit(graph.facts(glass, asked))
    elif out is None:
        graph.show(screen.result(), glass, asked)


def _refuse_together(asked: Asked, viewed: Views, is_opened: bool) -> None:
    """One thing is shown at a time; --set goes with what is in its own list."""
    if asked.many > 1 or (asked.many and is_opened):
        raise typer.BadParameter("one of --jacobian, --memory, --curvature and --why at a time", param_hint="'--why'")
    if viewed.metric and not viewed.is_measured:
        raise typer.BadParameter("it goes with --ablate and --importance", param_hint="'--metric'")
    if viewed.many > 1 or (viewed.many and (asked.many or is_opened)):
        raise typer.BadParameter("one thing at a time; --set goes with what is in its own list", param_hint="'--set'")


def _refuse_beside_probes(context: typer.Context) -> None:
    """They are of a whole training, not of a moment."""
    beside = [
        parameter.opts[0] if parameter.opts[0].startswith("-") else parameter.opts[0].upper()
        for parameter in context.command.params
        if parameter.name not in WITH_PROBES and _is_given(context, str(parameter.name))
    ]
    if beside:
        what = f"--node, --out and --json go with it, not {', '.join(beside)}"
        raise typer.BadParameter(what, param_hint="'--probes'")


def _is_given(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def _refuse_without_node(node: str | None, neuron: int | None, at: str | None) -> None:
    if node is None and (neuron is not None or at is not None):
        raise typer.BadParameter("a neuron is in a node: --node dense_1 --neuron 7", param_hint="'--node'")


def _place(at: str | None) -> tuple[int, ...] | None:
    if at is None:
        return None
    try:
        return tuple(int(number) for number in at.split(","))
    except ValueError:
        raise typer.BadParameter(f"{at!r}; write numbers with commas between, as 4,5", param_hint="'--at'") from None
