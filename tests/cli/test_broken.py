"""A training that explodes: the same step and the same node are named wherever it is told, and they are right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Said, Say

LAYERS = "dense 4 relu, dense 4 relu"
HOW = ("--optimizer", "sgd", "--learning-rate", "1e25", "--batch-size", "16", "--epochs", "3")


@pytest.fixture
def exploded(say: Say) -> Said:
    """Its first step leaves weights of about 1e24: their product with each other is larger than any float32."""
    return say("train", "iris", "--network", LAYERS, *HOW, "--out", "run", "--json")


def test_the_terminal_the_run_the_report_and_the_data_name_the_same_place(exploded: Said, say: Say) -> None:
    assert exploded.facts["broke"] == {"step": 2, "node": "dense_2"}
    assert exploded.facts["steps"] == 2
    assert "Step 2 broke; the first to break was dense_2." in " ".join(exploded.err.split())
    sentence = "Training broke in epoch 1, step 2: dense_2 was the first to hold a number that is not finite."
    assert exploded.facts["findings"][0]["sentence"] == sentence
    assert sentence in " ".join(say("show", "run").out.split())
    page = Path("run/report.html").read_text("utf-8")
    assert "Training broke at step 2." in page
    assert "stood in <code>dense_2</code>" in page


def test_the_moment_before_shows_that_it_is_the_first(exploded: Said, say: Say) -> None:
    nodes = {node["node"]: node for node in say("look", "run", "--step", "1", "--json").facts["nodes"]}
    assert nodes["dense_1.relu"]["value"]["max"] > 1e20
    assert nodes["dense_2"]["value"]["max"] is None
