"""Numbers with bars beside them, for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rich.table import Table

from neuroglass.cli.looking.node import bar
from neuroglass.glass.figures.style import reach

SHOWN = 12


def bars(values: Sequence[tuple[str, float]]) -> Table:
    """The first of them by name, and how many more there are."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", overflow="fold")
    table.add_column(no_wrap=True, justify="right")
    table.add_column(style="cyan", no_wrap=True)
    longest = reach(np.array([value for _, value in values]))
    for name, value in values[:SHOWN]:
        table.add_row(name, f"{value:.4g}", bar(value / longest))
    if len(values) > SHOWN:
        table.add_row(f"... and {len(values) - SHOWN:,} more", "", "")
    return table


def ranked(values: Sequence[tuple[str, float]]) -> Table:
    """The same, the largest first without regard to sign, what is no number last."""
    order = np.argsort([-abs(value) for _, value in values], kind="stable")
    return bars([values[place] for place in order])
