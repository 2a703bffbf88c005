"""A graph by hand: what is drawn of it, its text for Graphviz, its formulas and its steps, without a network."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest

from neuroglass.errors import NetworkError
from neuroglass.glass.graph import Graph, Group, Leaf, Operation, Quantity
from neuroglass.glass.graph.boxes import MOST_PRODUCTS, Box
from neuroglass.glass.graph.dot import dot
from neuroglass.glass.graph.formulas import formula, handed_back, with_numbers
from neuroglass.glass.graph.steps import steps

ODD = 'say "a" <b> & \\'


def number(value: float, gradient: float | None = None) -> Quantity:
    back = None if gradient is None else np.asarray(gradient, np.float32)
    return Quantity((), "float32", np.asarray(value, np.float32), back)


def step(name: str, operands: list[str], handed: list[float | None], result: Quantity) -> Operation:
    node, primitive = name.split(":")
    back = tuple(None if part is None else np.asarray(part, np.float32) for part in handed)
    return Operation(name, primitive, node, tuple(operands), back, (result,))


def by_hand() -> Graph:
    """exp(x · w) of one number, in a node that is called as badly as can be; the loss doubles it."""
    leaves = (Leaf("x", "input", number(0.5, -2.0)), Leaf(f"{ODD}/w", "weight", number(-1.0, 1.0)))
    product = step(f"{ODD}:mul", ["x", f"{ODD}/w"], [-2.0, 1.0], number(-0.5, 2.0))
    doubled = step("loss:mul", [f"{ODD}:mul", "2"], [2.0, None], number(-1.0, 1.0))
    groups = (
        Group("x", "Input", (), "x"),
        Group(ODD, "Dense 1", ("x",), f"{ODD}:mul"),
        Group("loss", "twice", (ODD,), "loss:mul"),
    )
    names = {"x": "x", f"{ODD}:mul": ODD}
    return Graph("loss", (product, doubled), leaves, groups, names)


def reads(boxes: tuple[Box, ...]) -> dict[str, tuple[str, ...]]:
    return {box.name: box.reads for box in boxes}


def test_folded_are_the_nodes_alone() -> None:
    assert reads(by_hand().folded().boxes) == {"x": (), ODD: ("x",), "loss": (ODD,)}


def test_an_opened_node_shows_its_operations_and_weights_and_the_arrows_go_to_them() -> None:
    boxes = by_hand().folded([ODD]).boxes
    assert reads(boxes) == {
        f"{ODD}/w": (),
        "x": (),
        f"{ODD}:mul": ("x", f"{ODD}/w"),
        "loss": (f"{ODD}:mul",),
    }
    assert {box.name for box in boxes if box.within == ODD} == {f"{ODD}/w", f"{ODD}:mul"}


def test_with_all_of_it_open_every_arrow_has_both_ends() -> None:
    graph = by_hand()
    boxes = graph.folded([group.name for group in graph.groups]).boxes
    assert {read for box in boxes for read in box.reads} <= {box.name for box in boxes}
    assert reads(boxes)["loss:mul"] == (f"{ODD}:mul",)


def test_an_unknown_node_is_not_opened() -> None:
    with pytest.raises(NetworkError, match=r"there is no node 'los' to open\. Did you mean loss"):
        by_hand().folded(["los"])


def test_a_node_that_hands_on_computes_nothing() -> None:
    whole = by_hand()
    graph = dataclasses.replace(whole, groups=(*whole.groups, Group("dropout_1", "Dropout 0.5", ("x",), "x")))
    with pytest.raises(NetworkError, match="dropout_1 computes nothing here: it hands on x"):
        graph.of_node("dropout_1")


def test_json_of_a_folded_graph_has_the_operations_of_open_nodes_alone() -> None:
    nodes = {node["name"]: node for node in by_hand().folded(["loss"]).to_json()["nodes"]}
    assert [operation["id"] for operation in nodes["loss"]["operations"]] == ["loss:mul"]
    assert nodes[ODD]["operations"] == []
    assert nodes[ODD]["value"] == pytest.approx(-0.5)
    assert nodes[ODD]["gradient"] == pytest.approx(2.0)


def test_graphviz_gets_every_name_in_quotes_and_every_label_escaped() -> None:
    text = by_hand().to_dot()
    quoted = r'"(?:[^"\\]|\\.)*"'
    label = r"label=<(?:[^<>]|<b>|</b>|<br/>|<font color=[^>]*>|</font>)*>"
    statement = rf"digraph {quoted} {{|}}|subgraph cluster_\d+ {{|(node|edge) \[.*\];|(label|fontname)={quoted};"
    edge = rf"{quoted} -> {quoted};|{quoted} \[{label}, fillcolor={quoted}\];"
    for line in text.splitlines():
        assert re.fullmatch(rf"{statement}|{edge}", line.strip()), line
    assert "say &quot;a&quot; &lt;b&gt; &amp; \\" in text
    assert text.count("{") == text.count("}")
    assert text.count("->") == 3


def test_an_arrow_of_graphviz_goes_from_what_is_read() -> None:
    boxes = (Box("a", "given", "a", (), ""), Box("b", "operation", "b", (), "", ("a",)))
    assert '"a" -> "b";' in dot("g", boxes)


@pytest.mark.parametrize(
    ("primitive", "values", "result", "told"),
    [
        ("mul", [0.52, -1.3], -0.676, "0.52 × -1.3 = -0.676"),
        ("neg", [-2.0], 2.0, "-(-2) = 2"),
        ("max", [-0.5, 0.0], 0.0, "max(-0.5, 0) = 0"),
        ("gt", [1.0, 0.0], True, "1 > 0? yes"),
        ("unheard_of", [1.0, 2.0], 3.0, "unheard_of(1, 2) = 3"),
        ("sum", [1.0, 2.0, -4.0], -1.0, "1 + 2 + -4 = -1"),
        ("leaky_relu", [2.0], 2.0, "2 if 2 ≥ 0, else 0.01 2 = 2"),
    ],
)
def test_a_formula_has_the_numbers_in_it(primitive: str, values: list[float], result: float, told: str) -> None:
    names = [f"in_{place}" for place in range(len(values))]
    known = dict(zip(names, map(number, values), strict=True))
    made = Quantity((), "float32", np.asarray(result))
    assert with_numbers(step(f"a:{primitive}", names, [None] * len(names), made), known) == told


def test_of_many_numbers_it_is_told_what_they_are_like() -> None:
    many = Quantity((2, 3), "float32", np.arange(6, dtype=np.float32).reshape(2, 3))
    assert with_numbers(step("a:exp", ["x"], [None], many), {"x": many}) == "2 × 3: mean 2.5, 0 to 5"


def test_operands_of_its_own_node_are_called_by_their_last_name_and_others_by_their_node() -> None:
    operation = step("b:mul", ["a:add", "b/w"], [None, None], number(1))
    assert formula(operation, {"a:add": "a"}) == "a × w"
    assert [handed_back(operation, place, {"a:add": "a"}) for place in (0, 1)] == ["g × w", "g × a"]


def test_step_by_step_goes_forward_and_then_back_with_the_numbers() -> None:
    told = list(steps(by_hand()))
    assert [(moment.direction, moment.operation) for moment in told] == [
        ("forward", f"{ODD}:mul"),
        ("forward", "loss:mul"),
        ("backward", "loss:mul"),
        ("backward", f"{ODD}:mul"),
    ]
    assert told[0].words == ("mul = x × w", "0.5 × -1 = -0.5", f"this is the value of {ODD}")
    assert told[2].words == ("to mul comes back g = 1", f"to {ODD} it hands g × 2 = 2")
    assert told[3].words == ("to mul comes back g = 2", "to x it hands g × w = -2", "to w it hands g × x = 1")
    assert told[3].to_json()["handed"] == {"x": -2.0, f"{ODD}/w": 1.0}


def test_of_a_neuron_the_largest_products_are_drawn_and_the_others_added_up() -> None:
    values = np.linspace(30, 1, 30)
    leaves, operations = [], []
    for place, value in enumerate(values):
        leaves += [Leaf(f"x{place}", "read", number(value, 1)), Leaf(f"n[0]/x{place}", "weight", number(1, value))]
        operations.append(step(f"n[0]:mul_{place}", [f"x{place}", f"n[0]/x{place}"], [1, value], number(value, 1)))
    products = tuple(operation.name for operation in operations)
    total = step("n[0]:sum", list(products), [1.0] * 30, number(values.sum(), 1))
    graph = Graph("n[0]", (*operations, total), tuple(leaves), (Group("n[0]", "n", (), total.name),), products=products)
    *drawn, more, end = graph.folded(["n[0]"]).boxes
    assert [box.title for box in drawn] == [f"x{place}" for place in range(MOST_PRODUCTS)]
    assert (more.title, more.lines) == ("... and 10 more", ("their sum 55",))
    assert end.reads == (*(box.name for box in drawn), more.name)
