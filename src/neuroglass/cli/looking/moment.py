"""A moment as a whole: the answer, and a line for each node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from rich import box
from rich.table import Table
from rich.text import Text

from neuroglass.cli.looking.labels import told_labels
from neuroglass.glass.wanted import LOSS

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from rich.console import Console

    from neuroglass.glass import Glass

CLASSES = 5  # that are told of an answer, the likeliest first
STEPS = 8  # of numbers; samples


def facts(glass: Glass) -> dict[str, Any]:
    """The moment as JSON data."""
    return {**header(glass), "nodes": [node.to_json() for node in glass.nodes]}


def header(glass: Glass) -> dict[str, Any]:
    """What is looked at: the sample, the answer, what is true, what was differentiated."""
    truth = glass.true_answer
    return {
        "samples": list(glass.part.names) or (glass.part.rows + 1).tolist(),
        "answers": glass.answer.to_frame().to_dicts(),
        "truth": None if truth is None else truth.tolist(),
        "differentiated": glass.wanted.kind,
        "number": glass.number,
        "notes": glass.notes,
    }


def show(console: Console, glass: Glass) -> None:
    """Print the answer, and a line for each node."""
    show_header(console, glass)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=0)
    table.add_column("node", overflow="fold", min_width=10)
    for name in ("shape", "mean", "std", "zeros", "gradient", "weights", "∂weights"):
        table.add_column(name, justify="right", no_wrap=True)
    for node in glass.nodes:
        told = node.to_json()
        value, weights, slopes = told["value"], told["weights"], told["weight_gradients"]
        table.add_row(
            node.name,
            "×".join(map(str, value["shape"][1:])) or "1",
            f"{value['mean']:.2g}",
            f"{value['std']:.2g}",
            f"{value['zeros']:.0%}" if value["zeros"] else "",
            "" if told["gradient"] is None else f"{told['gradient']['norm']:.2g}",
            _norm(weights),
            _norm(slopes),
        )
    console.print("", table, "", sep="\n")
    console.print(
        "gradient and ∂weights: norms of the derivatives by a node's value and by its weights. "
        "Open a node: --node NAME; one of its neurons: --node NAME --neuron NUMBER",
        style="dim",
    )


def show_header(console: Console, glass: Glass) -> None:
    """Print the sample, the answer and the truth."""
    told = header(glass)
    truth = told["truth"] or []
    for place, name in enumerate(told["samples"][:STEPS]):
        console.print(
            Text.assemble((_called(name), "bold"), f": {_answered(glass, place)}", _true(glass, truth, place))
        )
    if len(told["samples"]) > STEPS:
        console.print(f"... and {len(told['samples']) - STEPS:,} more")
    what = "the cost" if glass.wanted.kind == LOSS else "what speaks for the answer (before softmax or sigmoid)"
    console.print(f"differentiated: {what}, {glass.number:.4g}")
    for note in glass.notes:
        console.print(f"! {note}", style="yellow")


def _called(name: object) -> str:
    return name if isinstance(name, str) else f"row {name}"


def _answered(glass: Glass, place: int) -> str:
    answer = glass.answer
    if answer.labels is None or answer.probabilities is None:
        return _short(np.asarray(answer.values)[place])
    if answer.labels.ndim > 1:
        return told_labels(glass.model.spec, _asked(glass, answer.labels, place))
    likeliest = np.argsort(-answer.probabilities[place], kind="stable")[:CLASSES]
    return ", ".join(f"{answer.classes[at]} {answer.probabilities[place][at]:.1%}" for at in likeliest)


def _asked(glass: Glass, labels: NDArray[Any], place: int) -> NDArray[Any]:
    """The labels of the steps at which something is asked, where that is known."""
    truth = glass.true_answer
    return labels[place] if truth is None else labels[place][[true is not None for true in truth[place]]]


def _true(glass: Glass, truth: list[Any], place: int) -> str:
    if not truth:
        return ""
    true = np.asarray(truth[place])
    is_labels = glass.model.spec.target.is_classes and true.ndim
    return f"; true is {told_labels(glass.model.spec, true) if is_labels else _short(true)}"


def _short(values: Any) -> str:
    if values.size == 1:
        one = values.item()
        return f"{one:.5g}" if isinstance(one, float) else str(one)
    told = [f"{one:.4g}" if isinstance(one, float) else str(one) for one in values.ravel()[:STEPS].tolist()]
    return ", ".join(told) + (", ..." if values.size > STEPS else "")


def _norm(arrays: dict[str, dict[str, Any]]) -> str:
    if not arrays:
        return ""
    return f"{np.sqrt(sum(array['norm'] ** 2 for array in arrays.values())):.2g}"
