"""Activation functions, listed and drawn."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.table import Table
from rich.text import Text

from neuroglass.cli.plot import plot
from neuroglass.nn import activations
from neuroglass.nn.activations import ACTIVATIONS, ActivationFunction

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from rich.console import Console

    Curve = Callable[[NDArray[np.float32]], Any]

REACH, POINTS = 4.0, 161
SLOPE = 0.25  # prelu's, as it is drawn
WIDTH, HEIGHT = 37, 12  # characters of one of the two plots: both fit beside each other in 80 columns
ALONG_AN_AXIS = ("softmax", "log_softmax")


def listed() -> dict[str, Any]:
    """Every activation function as JSON data."""
    return {"activations": [_told(activation) for activation in ACTIVATIONS.values()]}


def sampled(name: str) -> dict[str, Any]:
    """One activation function as JSON data, with points of it and of its derivative.

    Raises:
        NetworkError: an unknown name.
    """
    activation = activations.get(name)
    x = np.linspace(-REACH, REACH, POINTS, dtype=np.float32)
    function, derivative, note = _drawn(activation)
    points = {"x": x, "a": function(x), "derivative": derivative(x)}
    return {**_told(activation), "drawn": note, "points": {key: values.tolist() for key, values in points.items()}}


def show_list(console: Console, facts: dict[str, Any]) -> None:
    """Print a line for each."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    for activation in facts["activations"]:
        table.add_row(activation["name"], activation["formula"], activation["range"])
    console.print(table)
    console.print("\nDraw one of them: neuroglass show activation relu", style="dim")


def draw(console: Console, facts: dict[str, Any]) -> None:
    """Print the function and its derivative beside each other, with what there is to know."""
    points = facts["points"]
    panels = Table.grid(padding=(0, 4, 0, 0))
    panels.add_row(
        _panel("f(x)", points["x"], points["a"], "cyan"), _panel("f'(x)", points["x"], points["derivative"], "magenta")
    )
    console.print(Text(facts["name"], "bold"))
    console.print(panels)
    console.print()
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row("f(x)", facts["formula"])
    grid.add_row("f'(x)", facts["derivative"])
    for name in ("range", "use", "advice", "drawn"):
        if facts[name]:
            grid.add_row(name, facts[name])
    console.print(grid)


def _panel(title: str, xs: list[float], ys: list[float], color: str) -> Text:
    lines = plot(xs, ys, WIDTH, HEIGHT)
    return Text.assemble((f"{title:>{WIDTH // 2}}", "bold"), "\n", ("\n".join(lines), color))


def _told(activation: ActivationFunction) -> dict[str, str]:
    facts = {
        field.name: getattr(activation, field.name)
        for field in dataclasses.fields(activation)
        if field.name not in ("function", "derivative", "derivative_formula")
    }
    return {**facts, "derivative": activation.derivative_formula}


def _drawn(activation: ActivationFunction) -> tuple[Curve, Curve, str]:
    """The function of one number that is drawn, its derivative, and what was assumed."""
    if activation.name == "prelu":
        slope = np.float32(SLOPE)
        note = f"with α = {SLOPE}"
        return lambda x: activation.function(x, slope), lambda x: activation.derivative(x, slope), note
    if activation.name in ALONG_AN_AXIS:
        first, slope_of_first = _first_of_two(activation.function), _first_of_two(activation.derivative)
        return first, slope_of_first, "the first of two values, x and 0"
    return activation.function, activation.derivative, ""


def _first_of_two(function: Callable[..., Any]) -> Curve:
    return lambda x: function(np.stack([x, np.zeros_like(x)], axis=-1))[:, 0]
