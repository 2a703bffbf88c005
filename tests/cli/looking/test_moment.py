"""What is told of a moment on a terminal: the answer, the truth, a line for each node."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import jax
import numpy as np
import pytest
from rich.console import Console

from neuroglass.cli.looking import moment, node
from neuroglass.cli.looking.labels import LETTERS, told_labels
from neuroglass.data import text
from neuroglass.glass import Glass
from neuroglass.nn.layers import Conv2D, Flatten, Output
from tests.glass import made

VERSE = "To be,\nor not to be\n\n" * 40


@pytest.fixture(scope="module")
def written() -> Glass:
    return made.seen(made.writing(), made.phrases(), 1)


def said(show: Callable[..., None], *of: object) -> list[str]:
    console = Console(width=80)
    with console.capture() as captured:
        show(console, *of)
    return captured.get().splitlines()


def test_every_number_of_a_node_is_whole_within_80_columns() -> None:
    layers = [Conv2D(4, 3, name="a_convolution_of_the_longest_name"), Flatten(), Output()]
    model = made.model_of(made.pictures(), layers)
    small = jax.tree.map(lambda weight: weight * np.float32(-1.2e-4), model.variables["params"])
    glass = made.seen(dataclasses.replace(model, variables={**model.variables, "params": small}), made.pictures())
    lines = said(moment.show, glass)
    assert max(map(len, lines)) <= 80
    assert any(line.split()[-1:] == ["∂weights"] for line in lines)
    told = glass.node("a_convolution_of_the_longest_name").to_json()
    numbers = [f"{told['value'][name]:.2g}" for name in ("mean", "std")]
    assert [line.split()[2:4] for line in lines if "a_convolution" in line] == [numbers]


def test_a_text_is_told_on_one_line_answer_and_truth_alike(written: Glass) -> None:
    (line,) = [line for line in said(moment.show_header, written) if line.startswith("row 1:")]
    truth = [label for label in written.true_answer[0] if label is not None]  # type: ignore[index]
    assert line.endswith(f"true is {''.join(truth).replace(' ', '␣')}")
    assert truth[-1] == "<end>"


def test_blanks_and_ends_of_lines_have_signs_and_a_cut_has_dots() -> None:
    spec = text(VERSE, unit="character").spec
    assert told_labels(spec, "be,\nor not") == "be,⏎or␣not"
    assert told_labels(spec, "x" * 40) == "x" * LETTERS + " …"


def test_at_steps_behind_the_end_nothing_is_true(written: Glass) -> None:
    truth, asked = written.true_answer, written.part.y.astype(int) >= 0
    assert truth is not None
    assert not asked.all()
    np.testing.assert_array_equal([[one is not None for one in row] for row in truth], asked)


def test_ids_are_told_as_what_they_stand_for(written: Glass) -> None:
    (tokens,) = node.facts(written, "written")["tokens"]
    assert tokens[0] == "<end>"
    assert " ".join(tokens).replace("   ", " ␣ ") in said(node.show, written, "written")
    assert node.facts(written, "features")["tokens"] == []
