"""neuroglass look --graph and --step-by-step."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.console import Console

from neuroglass.cli.looking import steps
from neuroglass.glass.graph import Moment
from tests.cli.conftest import Say

ROW = "sepal_length_cm,sepal_width_cm,petal_length_cm,petal_width_cm,species\n5.1,3.5,1.4,0.2,setosa\n"


@pytest.fixture
def flower(tmp_path: Path) -> Path:
    path = tmp_path / "flower.csv"
    path.write_text(ROW)
    return path


def test_the_graph_is_told_node_by_node_and_the_opened_one_by_its_operations(
    say: Say, iris_run: Path, flower: Path
) -> None:
    said = say("look", iris_run, flower, "--graph", "--node", "dense_1")
    assert (said.code, said.err) == (0, "")
    for told in ("dense_1.tanh", "features · kernel", "dot_general + broadcast_in_dim", "loss", "∂ 1"):
        assert told in said.out
    assert "dense_1.tanh · kernel" not in said.out
    assert max(len(line) for line in said.out.splitlines()) <= 80


def test_a_neuron_is_told_by_its_products(say: Say, iris_run: Path, flower: Path) -> None:
    said = say("look", iris_run, flower, "--graph", "--node", "dense_1", "--neuron", "1", "--json")
    products = [operation for operation in said.facts["operations"] if operation["primitive"] == "mul"]
    assert len(products) == 4
    z = next(operation["value"] for operation in said.facts["operations"] if operation["primitive"] == "add")
    story = say("look", iris_run, flower, "--node", "dense_1", "--neuron", "1", "--json").facts
    assert z == pytest.approx(story["z"])


def test_a_product_hands_back_to_its_weight_and_to_its_input(say: Say, iris_run: Path, flower: Path) -> None:
    asked = ("look", iris_run, flower, "--graph", "--node", "dense_1", "--neuron", "1")
    leaves = {leaf["id"]: leaf["gradient"] for leaf in say(*asked, "--json").facts["leaves"]}
    said = " ".join(say(*asked).out.replace("│", " ").split())
    for place, column in enumerate(ROW.split(",")[:4]):
        weight, back = leaves[f"dense_1[1]/kernel[{place},1]"], leaves[column]
        assert f"∂ weight {weight:.4g}, input {back:.4g}" in said


def test_the_graph_is_written_as_picture_and_as_text(say: Say, iris_run: Path, flower: Path, tmp_path: Path) -> None:
    for name, beginning in (("graph.dot", b'digraph "loss"'), ("graph.svg", b"<?xml"), ("graph.json", b"{")):
        said = say("look", iris_run, flower, "--graph", "--out", tmp_path / name)
        assert said.code == 0
        assert (tmp_path / name).read_bytes().startswith(beginning)
    assert json.loads((tmp_path / "graph.json").read_text())["of"] == "loss"


def test_another_ending_and_a_picture_of_nothing_are_refused(say: Say, iris_run: Path, flower: Path) -> None:
    said = say("look", iris_run, flower, "--graph", "--out", "graph.txt")
    assert said.code == 1
    assert "a name that ends in .svg, .png, .pdf, .dot or .json" in said.err
    assert say("look", iris_run, flower, "--out", "graph.svg").code == 2


def test_step_by_step_goes_all_the_way_when_nobody_is_asked(say: Say, iris_run: Path, flower: Path) -> None:
    said = say("look", iris_run, flower, "--step-by-step", "--node", "dense_1")
    assert said.out.index("→ dense_1  dot_general = features · kernel") < said.out.index("← dense_1  to add comes back")
    assert "to kernel it hands featuresᵀ · g" in said.out
    steps = say("look", iris_run, flower, "--step-by-step", "--node", "dense_1", "--json").facts["steps"]
    assert [step["direction"] for step in steps] == ["forward"] * 3 + ["backward"] * 3


class Typed(io.StringIO):
    """What somebody types at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("typed", "seen"), [("\n\nq\n", 3), ("", 1)], ids=["enter and q", "ctrl-d"])
def test_on_a_terminal_it_waits_for_enter(monkeypatch: pytest.MonkeyPatch, typed: str, seen: int) -> None:
    monkeypatch.setattr("sys.stdin", Typed(typed))
    monkeypatch.setattr(steps, "show_header", lambda console, glass: None)
    console = Console(file=io.StringIO(), force_terminal=True, width=80)
    moments = [Moment("forward", f"a:{step}", "a", (f"step {step}",)) for step in range(9)]
    steps.show(console, SimpleNamespace(step_by_step=lambda of, at: iter(moments)), None, None)  # type: ignore[arg-type]
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue().count("→") == seen
