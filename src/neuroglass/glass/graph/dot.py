"""Boxes as a text for Graphviz."""

from __future__ import annotations

from collections.abc import Sequence

from neuroglass.glass.graph.boxes import GIVEN, LAYER, MORE, OPERATION, Box

FILL = {LAYER: "#e8effa", OPERATION: "#ffffff", GIVEN: "#f3f3f3", MORE: "#ffffff"}
BACK = "#c05a14"  # the colour of what comes back


def dot(title: str, boxes: Sequence[Box]) -> str:
    """A directed graph: https://graphviz.org/doc/info/lang.html

    >>> print(dot("loss", [Box("a", "layer", "a", ("1",), "")]))
    digraph "loss" {
      node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=10, color="#2463ad"];
      edge [color="#808080", arrowsize=0.7];
      "a" [label=<<b>a</b><br/>1>, fillcolor="#e8effa"];
    }
    """
    lines = [
        f"digraph {quoted(title)} {{",
        '  node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=10, color="#2463ad"];',
        '  edge [color="#808080", arrowsize=0.7];',
        *(f"  {_node(box)}" for box in boxes if not box.within),
    ]
    for number, within in enumerate(dict.fromkeys(box.within for box in boxes if box.within)):
        lines += [f"  subgraph cluster_{number} {{", f"    label={quoted(within)};", '    fontname="Helvetica";']
        lines += [f"    {_node(box)}" for box in boxes if box.within == within]
        lines += ["  }"]
    lines += [f"  {quoted(read)} -> {quoted(box.name)};" for box in boxes for read in box.reads]
    return "\n".join([*lines, "}"])


def quoted(text: str) -> str:
    r"""As a quoted string; a backslash at its end would take the quote with it.

    >>> print(quoted('say "a"'))
    "say \"a\""
    """
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _node(box: Box) -> str:
    words = [f"<b>{_escaped(box.title)}</b>", *map(_escaped, box.lines)]
    if box.gradient:
        words.append(f'<font color="{BACK}">∂ {_escaped(box.gradient)}</font>')
    return f'{quoted(box.name)} [label=<{"<br/>".join(words)}>, fillcolor="{FILL[box.kind]}"];'


def _escaped(text: str) -> str:
    """As Graphviz's HTML-like labels want it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
