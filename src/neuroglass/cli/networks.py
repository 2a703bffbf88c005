"""A network, and how it will learn, as a reader wants to see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.table import Table

from neuroglass.nn.summary import totals
from neuroglass.report.words import counted

if TYPE_CHECKING:
    from neuroglass.learn.program import Program
    from neuroglass.learn.schedules import Schedule
    from neuroglass.nn.network import Network

SHOWN = 40  # nodes; the others are counted


def network_table(network: Network) -> Table:
    """One row a node, what it costs below."""
    table = Table(
        box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), caption=totals(network.rows()), caption_justify="left"
    )
    for name in ("node", "layer"):
        table.add_column(name, overflow="fold")
    for name in ("shape", "parameters", "multiply-adds"):
        table.add_column(name, justify="right", no_wrap=True)
    nodes = network.rows()
    for row in nodes[:SHOWN]:
        shape = " x ".join(str(size) for size in row.shape) or "1"
        table.add_row(row.name, row.kind, shape, _count(row.parameters), _count(row.multiply_adds))
    if len(nodes) > SHOWN:
        table.add_row(f"... and {len(nodes) - SHOWN} more", style="italic")
    return table


def how_it_learns(program: Program, thing: str) -> str:
    """Loss, optimiser, batches, epochs, what becomes of pictures and what ends it, in one sentence each.

    Args:
        thing: what one sample is.
    """
    objective, watch = program.objective, program.watch
    folded = f", with the {objective.folded} of the last layer folded in" if objective.folded else ""
    patience = f", ends after {counted(watch.patience, 'epoch')} without improvement" if watch.patience else ""
    kept = "best" if watch.keep_best else "last"
    chance = f"each {thing} is changed anew in each epoch, so that none is learnt by heart: {program.augmentation}; "
    return (
        f"loss {objective.loss.name}{folded}; "
        f"{program.optimizer.rule}, learning rate {_rate(program.optimizer.schedule)}; "
        f"batches of {program.batch_size:,} of {program.rows:,} {thing}s, "
        f"{counted(program.steps_per_epoch, 'step')} an epoch; "
        f"at most {counted(program.epochs, 'epoch')}; {chance if program.augmentation.transforms else ''}"
        f"watches {program.columns[watch.column(program.columns)]}{patience}, keeps the {kept} epoch"
    )


def _rate(schedule: Schedule) -> str:
    kind = type(schedule).__name__
    return f"{schedule.learning_rate:g}" + ("" if kind == "Constant" else f" ({kind.lower()})")


def _count(number: int) -> str:
    return f"{number:,}" if number else ""
