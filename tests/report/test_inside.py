"""What is told of a network's inside, against its own arrays."""

from __future__ import annotations

import dataclasses
from xml.etree import ElementTree as ET

import jax.numpy as jnp
import numpy as np

from neuroglass.nn.layers import Add, Dense, Input, MemberDense, MemberMean, Members
from neuroglass.nn.network import Network
from neuroglass.report.drawing import drawing
from neuroglass.report.judged import judge
from neuroglass.report.layers import inside, members_of, node_values
from neuroglass.report.worst import worst
from tests.report import stories


def test_node_values_are_those_of_a_pass_done_by_hand() -> None:
    story = stories.binary()
    params = story.model.variables["params"]["dense_1"]
    x = story.data.train.x["features"].astype(np.float64)
    expected = x @ np.asarray(params["kernel"], np.float64) + np.asarray(params["bias"])
    values = node_values(story.model, story.data.train)
    np.testing.assert_allclose(values["dense_1"], expected, atol=1e-5)
    np.testing.assert_allclose(values["dense_1.relu"], np.maximum(expected, 0), atol=1e-5)


def test_units_that_are_always_zero_are_counted() -> None:
    story = stories.binary()
    params = story.model.variables["params"]
    silent = {**params, "dense_1": {**params["dense_1"], "bias": jnp.array([-99, -99, 9, 9, 9], jnp.float32)}}
    model = dataclasses.replace(story.model, variables={**story.model.variables, "params": silent})
    told = {node.row.name: node.values.told for node in inside(dataclasses.replace(story, model=model))}
    assert "2 units always 0" in told["dense_1.relu"]
    assert "40.0\N{NO-BREAK SPACE}% zeros, not drawn" in told["dense_1.relu"]
    assert "always 0" not in told["output"]


def test_a_channel_is_one_unit_at_all_its_places() -> None:
    story = stories.pictures()
    params = story.model.variables["params"]
    silent = {**params, "conv2d_1": {**params["conv2d_1"], "bias": jnp.array([-1e6, -1e6, 9, 9, 9, 9], jnp.float32)}}
    model = dataclasses.replace(story.model, variables={**story.model.variables, "params": silent})
    told = {node.row.name: node.values.told for node in inside(dataclasses.replace(story, model=model))}
    assert "2 units always 0" in told["conv2d_1.relu"]


def test_the_members_of_an_ensemble_have_units_of_their_own() -> None:
    layers = [Members(3), MemberDense(4, "relu"), MemberDense(2, "softmax"), MemberMean()]
    story = stories.told(stories.binary().data, Network([Input((3,)), *layers]))
    params = story.model.variables["params"]
    bias = jnp.full((3, 4), 9.0).at[1, 2].set(-99).at[2, 0].set(-99)
    silent = {**params, "member_dense_1": {**params["member_dense_1"], "bias": bias}}
    model = dataclasses.replace(story.model, variables={**story.model.variables, "params": silent})
    told = {node.row.name: node.values.told for node in inside(dataclasses.replace(story, model=model))}
    assert told["member_dense_1.relu"].endswith("; 2 of the members' 12 units always 0")


def test_members_are_told_of_the_nodes_that_hold_them_alone() -> None:
    layers = [Dense(5, "relu"), Members(3), MemberDense(4, "relu"), MemberMean(), Dense(2)]
    assert list(members_of(Network([Input((3,)), *layers])).values()) == [1, 1, 1, 3, 3, 3, 1, 1]


def test_weights_that_are_not_finite_are_told() -> None:
    for node in inside(stories.broken()):
        for weights in node.weights:
            assert weights.told == "100\N{NO-BREAK SPACE}% not finite"


def test_every_node_is_drawn_with_its_parameters_and_its_readers() -> None:
    start = Input((4,))
    left, right = Dense(6, name="left")(start), Dense(6, name="right")(start)
    network = Network(Dense(2, name="end")(Add()(left, right)))
    drawn = ET.fromstring(drawing(network, "end"))
    texts = [part.text for part in drawn.iter("text")]
    assert {"input", "left", "right", "add_1", "end", "30", "14", "← loss here"} <= set(texts)
    arrows = [part for part in drawn.iter("path") if "C" in (part.get("d") or "")]
    assert len(arrows) == 5


def test_an_input_is_drawn_just_above_its_first_reader() -> None:
    early, late = Input((4,), name="early"), Input((6,), name="late")
    network = Network(Add(name="sum")(Dense(6, "relu", name="first")(early), late))
    drawn = ET.fromstring(drawing(network, "sum"))
    heights = {part.text: float(part.get("y") or 0) for part in drawn.iter("text")}
    assert heights["early"] < heights["first"] < heights["late"] < heights["sum"]


def test_the_surest_mistake_comes_first() -> None:
    story = stories.binary()
    judged = judge(story)
    chance = judged.answers[np.arange(len(judged.part)), judged.truth]
    wrong = judged.answers.argmax(axis=1) != judged.truth
    expected = judged.part.rows[np.flatnonzero(wrong)[np.argsort(chance[wrong], kind="stable")]] + 1
    assert [int(row.name.removeprefix("row ")) for row in worst(judged, story.data.spec)] == expected[:12].tolist()


def test_the_largest_error_comes_first_in_the_unit_of_the_target() -> None:
    story = stories.regression()
    judged = judge(story)
    off = (judged.answers - judged.truth.astype(np.float64))[:, 0]
    first = worst(judged, story.data.spec)[0]
    largest = int(np.abs(off).argmax())
    assert int(first.name.removeprefix("row ")) == judged.part.rows[largest] + 1
    assert float(first.sure.removeprefix("off by ").replace("−", "-")) == np.float64(f"{off[largest]:.4g}")
