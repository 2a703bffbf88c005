"""The computation graph: a tree of nodes, the operations of the opened ones below them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text
from rich.tree import Tree

from neuroglass.cli.looking.moment import header, show_header
from neuroglass.cli.screen import plain
from neuroglass.errors import FileError
from neuroglass.files import write_whole
from neuroglass.glass.graph.formulas import called, formula, handed_to_factors, with_numbers
from neuroglass.glass.graph.numbers import short, slope, slopes, valued

if TYPE_CHECKING:
    from rich.console import Console

    from neuroglass.glass import Glass
    from neuroglass.glass.graph import Folded, Graph, Group, Operation

PICTURES = (".svg", ".png", ".pdf")
SHOWN = 20  # products of a neuron
WIDEST = 68  # characters beside the lines of the tree
BACK = "dark_orange"


def asked(glass: Glass, node: str | None, unit: int | None, at: tuple[int, ...] | None) -> Folded:
    """The whole network folded; with one node open; or a neuron."""
    if node is not None and unit is not None:
        graph = glass.graph((node, unit), at=at)
        return graph.folded([graph.of])
    return glass.graph().folded([] if node is None else [node])


def facts(glass: Glass, folded: Folded) -> dict[str, Any]:
    """The graph as JSON data."""
    graph = folded.graph
    return {**header(glass), **(graph.to_json() if graph.products else folded.to_json())}


def show(console: Console, glass: Glass, folded: Folded) -> None:
    """Print the nodes in the order in which they run, each with its value and what comes back to it."""
    show_header(console, glass)
    graph = folded.graph
    tree = Tree(Text(f"\n{graph.of}", "bold"), guide_style="dim")
    for group in graph.groups:
        _node(tree, folded, group)
    console.print(tree)
    console.print("∂: what comes back, the derivative by the value. Open a node: --node NAME", style="dim")


def write(path: Path, glass: Glass, folded: Folded) -> Path:
    """The graph in a file: a picture, or for .dot and .json a text.

    Raises:
        FileError: another ending, or a place that cannot be written to.
    """
    kind = path.suffix.lower()
    if kind in PICTURES:
        import io

        drawn = io.BytesIO()
        folded.plot().savefig(drawn, format=kind[1:], dpi=150)
        return _written(path, drawn.getvalue())
    if kind == ".dot":
        return _written(path, folded.to_dot().encode())
    if kind == ".json":
        return _written(path, json.dumps(plain(facts(glass, folded)), ensure_ascii=False, allow_nan=False).encode())
    raise FileError(f"--out {path}", f"a name that ends in {', '.join(PICTURES)}, .dot or .json")


def _written(path: Path, content: bytes) -> Path:
    write_whole(path, content)
    return path


def _node(tree: Tree, folded: Folded, group: Group) -> None:
    graph = folded.graph
    if graph.products:
        _neuron(tree, graph)
        return
    result = graph.quantities[group.output]
    branch = tree.add(_line(group.name, group.kind, valued(result), slope(result.gradient), "bold"))
    if group.name in folded.open:
        _operations(branch, graph, [entry for entry in graph.operations if entry.node == group.name])


def _operations(tree: Tree, graph: Graph, operations: Sequence[Operation]) -> None:
    for operation in operations:
        numbers = with_numbers(operation, graph.quantities) if operation.value is not None else ""
        title = called(operation.name, operation.name.rpartition(":")[0])
        branch = tree.add(_line(title, formula(operation, graph.names), numbers, slopes(operation.results), "cyan"))
        if len(operation.inner) > 1:
            _operations(branch, graph, operation.inner)


def _neuron(tree: Tree, graph: Graph) -> None:
    """Its largest products, and what becomes of them."""
    products = [operation for operation in graph.operations if operation.name in graph.products]
    for operation in products[:SHOWN]:
        numbers, back = with_numbers(operation, graph.quantities), handed_to_factors(operation, graph.quantities)
        tree.add(_line(operation.operands[0], "", numbers, back, "cyan"))
    if len(products) > SHOWN:
        rest = sum(float(operation.result.value or 0) for operation in products[SHOWN:])
        tree.add(Text(f"... and {len(products) - SHOWN:,} more, their sum {short(rest)}", "dim"))
    _operations(tree, graph, graph.operations[len(products) :])


def _line(title: str, kind: str, value: str, back: str, style: str) -> Text:
    """What it is, and its numbers: beside that, or below where they are long."""
    numbers = "  ".join(filter(None, [value, f"∂ {back}" if back else ""]))
    between = "  " if len(f"{title}  {kind}  {numbers}") <= WIDEST else "\n"
    told = Text.assemble((title, style), f"  {kind}" if kind else "", between if numbers else "", value)
    return told.append(f"{'  ' if value else ''}∂ {back}", BACK) if back else told
