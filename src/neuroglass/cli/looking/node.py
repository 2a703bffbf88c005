"""One node: its units, drawn as bars."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.table import Table
from rich.text import Text

from neuroglass.cli.looking.moment import header, show_header
from neuroglass.glass.figures.style import reach
from neuroglass.glass.steps import visible
from neuroglass.glass.tokens import tokens_in

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from rich.console import Console

    from neuroglass.glass import Glass, Opened

SHOWN = 16  # units
BAR = 20  # characters of the longest


def facts(glass: Glass, name: str) -> dict[str, Any]:
    """The node as JSON data, its arrays whole."""
    node = glass.node(name)
    return {
        **header(glass),
        **node.to_json(),
        "units": len(units(node)[0]),
        "tokens": tokens_in(glass, name),
        "values": node.value,
        "pre_activations": node.pre_activation,
        "gradients": node.gradient,
    }


def show(console: Console, glass: Glass, name: str, last_update: str = "") -> None:
    """Print the node and its liveliest units, and how the last update of its weights is had where it is not known."""
    node = glass.node(name)
    show_header(console, glass)
    reads = f", reads {', '.join(node.reads)}" if node.reads else ""
    console.print(Text.assemble("\n", (node.name, "bold"), f"  {node.kind}{reads}"))
    for kind, arrays in (
        ("", node.weights),
        ("gradient of ", node.weight_gradients),
        ("last update of ", node.updates),
    ):
        for weight, array in arrays.items():
            norm = np.sqrt((array.astype(np.float64) ** 2).sum())
            console.print(f"  {kind}{weight} {' x '.join(map(str, array.shape))}: norm {norm:.4g}")
    if node.weights and last_update:
        console.print(f"  {last_update}", style="dim")
    tokens = tokens_in(glass, name)
    if tokens:
        _print_tokens(console, tokens)
        return
    values, gradients = units(node)
    console.print(_bars(values, gradients))
    if len(values) > SHOWN:
        console.print(f"... and {len(values) - SHOWN:,} units more, all of them with --json", style="dim")


def _print_tokens(console: Console, samples: list[list[str]]) -> None:
    """Of an input that holds ids, what they stand for: their size says nothing."""
    for tokens in samples[:SHOWN]:
        console.print(Text(" ".join(map(visible, tokens))))


def units(node: Opened) -> tuple[NDArray[np.float64], NDArray[np.float64] | None]:
    """The mean value of each unit over samples and places, and of its derivative the sum."""
    width = node.value.shape[-1] if node.value.ndim > 1 else 1
    mean = node.value.reshape(-1, width).astype(np.float64).mean(axis=0)
    return mean, None if node.gradient is None else node.gradient.reshape(-1, width).astype(np.float64).sum(axis=0)


def _bars(values: NDArray[np.float64], gradients: NDArray[np.float64] | None) -> Table:
    table = Table.grid(padding=(0, 2))
    for style in ("bold", "", "cyan", "dim"):
        table.add_column(style=style, no_wrap=True, justify="left" if style == "cyan" else "right")
    table.add_row("unit", "value", "", "" if gradients is None else "gradient")
    longest = reach(values)
    for unit in np.sort(np.argsort(-np.abs(values), kind="stable")[:SHOWN]):
        slope = "" if gradients is None else f"{gradients[unit]:.3g}"
        table.add_row(str(unit), f"{values[unit]:.4g}", bar(values[unit] / longest), slope)
    return table


def bar(share: float) -> str:
    """A share from -1 to 1 as a bar: ▓ above 0, ░ below; of no number there is none."""
    if not math.isfinite(share):
        return ""
    return ("▓" if share > 0 else "░") * round(abs(share) * BAR)
