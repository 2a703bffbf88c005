"""The options of neuroglass look, each written once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ONE = "One node, one neuron"
WAY = "How it came to be"
COMPUTED = "How it is computed"
SLOPES = "Derivatives of whole layers, and what they say"
VIEWS = "What if, maps and landscapes"

SAMPLE = "A table, picture, sound or text, as the model was trained on; a run has its own held-out part."
METHODS = "gradient, gradient_x_input, integrated_gradients, smoothgrad, occlusion or grad_cam"
EDITS = "'dense_1[7]=0', 'dense_1/kernel[3,7]=0.5', 'age=40'"

Sample = Annotated[str | None, typer.Argument(help=SAMPLE, metavar="SAMPLE")]
Row = Annotated[int, typer.Option(help="Which sample of the file, from 1.", metavar="N", min=1)]
Of = Annotated[str | None, typer.Option(help="What is differentiated: loss, answer, or a class.", metavar="WHAT")]
Out = Annotated[
    Path | None, typer.Option(help="Write the picture: .svg, .png, .pdf; of --graph also .dot, .json.", metavar="FILE")
]

Node = Annotated[str | None, typer.Option(help="Open one node, as dense_1.", metavar="NODE", rich_help_panel=ONE)]
Neuron = Annotated[
    int | None, typer.Option(help="Tell the story of one of its neurons, from 0.", metavar="N", rich_help_panel=ONE)
]
At = Annotated[
    str | None,
    typer.Option(help="Where, as 4,5: row and column, step, or member.", metavar="PLACE", rich_help_panel=ONE),
]

Step = Annotated[
    int | None,
    typer.Option(help="Of a run: after so many steps, with the last update.", metavar="N", min=0, rich_help_panel=WAY),
]
Probes = Annotated[bool, typer.Option("--probes", help="Of a run: what was measured on the way.", rich_help_panel=WAY)]

Graph = Annotated[bool, typer.Option("--graph", help="The operations, the --node opened.", rich_help_panel=COMPUTED)]
StepByStep = Annotated[
    bool, typer.Option("--step-by-step", help="Forward and back, one operation at a time.", rich_help_panel=COMPUTED)
]

Jacobian = Annotated[
    str | None, typer.Option(help="One node by another, or by the input.", metavar="OF[:BY]", rich_help_panel=SLOPES)
]
Memory = Annotated[
    str | None,
    typer.Option(
        help="How memory fades over time; WAY: forward, backward, number (by what --of says).",
        metavar="NODE[:WAY]",
        rich_help_panel=SLOPES,
    ),
]
Curvature = Annotated[
    bool, typer.Option("--curvature", help="How the cost of many rows bends (up to 1,024).", rich_help_panel=SLOPES)
]
Why = Annotated[
    str | None,
    typer.Option(
        help=f"What the answer comes from, the input or a --node: {METHODS}.", metavar="METHOD", rich_help_panel=SLOPES
    ),
]
Importance = Annotated[
    bool,
    typer.Option("--importance", help="What each column of a table is worth, over all rows.", rich_help_panel=SLOPES),
]
Metric = Annotated[
    str | None,
    typer.Option(help="What --ablate and --importance measure by, as accuracy.", metavar="NAME", rich_help_panel=VIEWS),
]

Set = Annotated[
    list[str] | None,
    typer.Option("--set", help=f"What if: {EDITS}. May be repeated.", metavar="EDIT", rich_help_panel=VIEWS),
]
Ablate = Annotated[
    str | None,
    typer.Option(
        help="Each unit of a node silenced in turn, over many rows (up to 1,024).",
        metavar="NODE",
        rich_help_panel=VIEWS,
    ),
]
Maps = Annotated[str | None, typer.Option(help="Feature maps.", metavar="NODE", rich_help_panel=VIEWS)]
Filters = Annotated[str | None, typer.Option(help="Kernels as pictures.", metavar="NODE", rich_help_panel=VIEWS)]
OverTime = Annotated[
    str | None, typer.Option(help="Gates and states of a recurrent node.", metavar="NODE", rich_help_panel=VIEWS)
]
Top = Annotated[
    str | None,
    typer.Option(help="The rows that a unit answers to most.", metavar="NODE[UNIT]", rich_help_panel=VIEWS),
]
Projection = Annotated[
    str | None, typer.Option(help="All rows in two dimensions.", metavar="NODE", rich_help_panel=VIEWS)
]
Landscape = Annotated[
    bool, typer.Option("--landscape", help="The loss of all rows around the weights.", rich_help_panel=VIEWS)
]
AlongGradient = Annotated[
    bool, typer.Option("--along-gradient", help="Their cost along the gradient.", rich_help_panel=VIEWS)
]
