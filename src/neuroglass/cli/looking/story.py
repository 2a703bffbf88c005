"""The story of one neuron, told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from neuroglass.cli.looking.found import Found
from neuroglass.cli.looking.moment import header, show_header
from neuroglass.cli.looking.node import bar
from neuroglass.cli.run_view import sparkline

if TYPE_CHECKING:
    from rich.console import Console

    from neuroglass.glass import Glass, Neuron

TERMS = 12  # that are told


def found(glass: Glass, neuron: Neuron) -> Found:
    """The neuron, with its products as a table."""
    facts = {**header(glass), **neuron.to_json(), "words": neuron.words()}
    return Found(facts, neuron, neuron.words(), _terms(neuron) if neuron.sources else None)


def show(console: Console, glass: Glass, neuron: Neuron, told: Found) -> None:
    """Print what came in, what became of it, what came back and what it gives to others."""
    show_header(console, glass)
    console.print(Text.assemble("\n", (neuron.name, "bold")))
    if told.bars is not None:
        console.print(told.bars)
    for sentence in told.lines:
        console.print(sentence)
    for name, steps in neuron.gates.items():
        step = neuron.now[name]
        at_step = f"  {steps[neuron.steps.index(step)]:.4g} at step {step}"
        console.print(Text.assemble((f"  {name:<18}", "bold"), sparkline(steps.tolist()), at_step))


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
        table.add_row(neuron.short(term), f"{term.value:.4g}", f"{term.weight:.4g}", f"{term.product + 0.0:.4g}", share)
    if len(terms) > TERMS:
        rest = sum(term.product for term in terms[TERMS:])
        table.add_row(f"... and {len(terms) - TERMS:,} more", "", "", f"{rest:.4g}", "")
    return table
