"""The story of one neuron, told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from rich.table import Table
from rich.text import Text

from neuroglass.cli.looking.moment import header, show_header
from neuroglass.cli.looking.node import bar
from neuroglass.cli.run_view import sparkline
from neuroglass.nn.activations import ACTIVATIONS

if TYPE_CHECKING:
    from rich.console import Console

    from neuroglass.glass import Glass, Neuron

TERMS = 12  # that are told


def facts(glass: Glass, node: str, unit: int, at: tuple[int, ...] | None) -> dict[str, Any]:
    """The neuron as JSON data."""
    return {**header(glass), **glass.neuron(node, unit, at=at).to_json()}


def show(console: Console, glass: Glass, node: str, unit: int, at: tuple[int, ...] | None) -> None:
    """Print what came in, what became of it, what came back and what it gives to others."""
    neuron = glass.neuron(node, unit, at=at)
    show_header(console, glass)
    console.print(Text.assemble("\n", (neuron.name, "bold")))
    if neuron.sources:
        console.print(_terms(neuron))
    for sentence in sentences(neuron):
        console.print(sentence)
    for name, steps in neuron.gates.items():
        step = neuron.at[0] if neuron.at else len(steps) - 1
        told = f"  {steps[step]:.4g} at step {step}"
        console.print(Text.assemble((f"  {name:<18}", "bold"), sparkline(steps.tolist()), told))


def sentences(neuron: Neuron) -> list[str]:
    """z, a, what came back and what it gives, one after another."""
    told = [_sum(neuron), *([_activated(neuron)] if neuron.activation else [])]
    if neuron.gradient_a is not None and neuron.gradient_z is not None:
        change = f"{neuron.gradient_a:.4g} comes back to a, times the slope {neuron.derivative:.4g}"
        told.append(
            f"{change} is {neuron.gradient_z:.4g} for z" if neuron.activation else _came_back(neuron.gradient_z)
        )
    if neuron.contributes:
        lost = {name: float(np.abs(change).sum()) for name, change in neuron.contributes.items()}
        told.append("without it " + ", ".join(f"{name} would change by {size:.3g}" for name, size in lost.items()))
    elif neuron.a == 0:
        told.append("it hands on 0: nothing that follows would change without it")
    return told


def _came_back(gradient: float) -> str:
    return f"{gradient:.4g} comes back to it"


def _sum(neuron: Neuron) -> str:
    """As a sum, which of a layer that does more than multiply and add is a straight line at this place."""
    if not neuron.sources:
        return f"its value is {neuron.z:.4g}"
    products = neuron.z - neuron.rest
    if neuron.multiplies:
        return f"z = Σ value · weight + bias = {products:.4g} + {neuron.rest:.4g} = {neuron.z:.4g}"
    line = f"Σ value · slope + rest = {products:.4g} + {neuron.rest:.4g}"
    return f"its value is {neuron.z:.4g}; a straight line that touches it here: {line}"


def _activated(neuron: Neuron) -> str:
    function = ACTIVATIONS[str(neuron.activation)]
    return f"a = {neuron.activation}(z) = {neuron.a:.4g}, where {neuron.activation}(x) is {function.formula}"


def _terms(neuron: Neuron) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", overflow="fold")
    for _ in range(3):
        table.add_column(no_wrap=True, justify="right")
    table.add_column(style="cyan", no_wrap=True)
    whose = f"input from {neuron.sources[0].node}" if len(neuron.sources) == 1 else "input"
    table.add_row(whose, "value", "weight" if neuron.multiplies else "slope", "product", "")
    terms = neuron.terms()
    longest = max(abs(term.product) for term in terms) or 1
    for term in terms[:TERMS]:
        share = bar(term.product / longest)
        table.add_row(
            _short(term.name, neuron), f"{term.value:.4g}", f"{term.weight:.4g}", f"{term.product + 0.0:.4g}", share
        )
    if len(terms) > TERMS:
        rest = sum(term.product for term in terms[TERMS:])
        table.add_row(f"... and {len(terms) - TERMS:,} more", "", "", f"{rest:.4g}", "")
    return table


def _short(name: str, neuron: Neuron) -> str:
    """Without the node, where all come from one."""
    return name.removeprefix(neuron.sources[0].node) if len(neuron.sources) == 1 else name
