"""Derivatives of whole layers and attributions: what --jacobian, --memory, --curvature and --why show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from rich.table import Table
from rich.text import Text

from neuroglass.cli.looking.bars import SHOWN, bars
from neuroglass.cli.looking.found import Found
from neuroglass.cli.looking.moment import header, show_header
from neuroglass.cli.run_view import sparkline

if TYPE_CHECKING:
    from rich.console import Console

    from neuroglass.glass import Glass
    from neuroglass.glass.attribution import Attribution
    from neuroglass.glass.curvature import Curvature
    from neuroglass.glass.jacobian import Jacobian
    from neuroglass.glass.memory import Memory
    from neuroglass.glass.noise import NoiseScale

NUMBER = "number"  # of the ways of memory the one that ends in what was differentiated


class Asked(NamedTuple):
    """What is asked for; one of them.

    Args:
        jacobian: OF or OF:BY.
        memory: NODE or NODE:WAY.
        why: a method.
    """

    jacobian: str | None
    memory: str | None
    curvature: bool
    why: str | None

    @property
    def many(self) -> int:
        """How many are asked for."""
        return sum(bool(each) for each in self)


def found(glass: Glass, asked: Asked, node: str | None) -> Found:
    """Compute what is asked for, ``why`` of a node in place of the inputs where one is named."""
    if asked.jacobian:
        of, _, by = asked.jacobian.partition(":")
        return _jacobian(glass.jacobian(of, by or next(iter(glass.model.network.inputs))))
    if asked.memory:
        name, _, way = asked.memory.partition(":")
        return _memory(glass.memory(name, of=NUMBER) if way == NUMBER else glass.memory(name, way=way or "forward"))
    if asked.why:
        return _why(glass.attribution(asked.why, node))
    return _curvature(glass.curvature(), glass.noise_scale() if len(glass.part) > 1 else None)


def show(console: Console, glass: Glass, told: Found) -> None:
    """Print it."""
    show_header(console, glass)
    console.print()
    for line in told.lines:
        console.print(line)
    if told.bars is not None:
        console.print(told.bars)


def facts(glass: Glass, told: Found) -> dict[str, Any]:
    """It as JSON data."""
    return {**header(glass), **told.facts}


def _jacobian(jacobian: Jacobian) -> Found:
    outputs, inputs = jacobian.matrix.shape
    values = jacobian.singular_values
    lines = [
        f"the derivative of {jacobian.of} ({outputs:,} numbers) by {jacobian.by} ({inputs:,})",
        f"  spectral norm {jacobian.spectral_norm:.4g}: a small change grows by that much at most",
        f"  Frobenius norm {jacobian.frobenius_norm:.4g}, rank {jacobian.rank} of {len(values)}",
        "  singular values:",
    ]
    return Found(jacobian.to_json(), jacobian, lines, bars([(str(at), value) for at, value in enumerate(values)]))


def _memory(memory: Memory) -> Found:
    rows = Table.grid(padding=(0, 2))
    for by, norms in memory.norms.items():
        ends = f"{norms[0]:.2g} at {memory.names[0]}, {norms[-1]:.2g} at {memory.names[-1]}"
        rows.add_row(Text(by, "bold"), sparkline(norms.tolist()), ends)
    return Found(memory.to_json(), memory, memory.words(), rows)


def _curvature(curvature: Curvature, noise: NoiseScale | None) -> Found:
    alone = ["the noise of a gradient needs several samples, and there is one"]
    facts = {"curvature": curvature.to_json(), "noise": None if noise is None else noise.to_json()}
    lines = [*curvature.words(), *(alone if noise is None else noise.words()), "where that direction lies:"]
    shares = sorted(curvature.shares.items(), key=lambda entry: -entry[1])
    return Found(facts, curvature, lines, bars(shares))


def _why(attribution: Attribution) -> Found:
    shares = [(share.name, share.value) for share in attribution.top(SHOWN) if share.value]
    count = sum(bool(share.value) for share in attribution.shares())
    lines = [f"{attribution.method.replace('_', ' ')}:", *attribution.words()]
    rest = [f"the {SHOWN} largest of {count:,}, all of them with --json"] if count > SHOWN else []
    return Found(attribution.to_json(), attribution, [*lines, *rest], bars(shares) if shares else None)
