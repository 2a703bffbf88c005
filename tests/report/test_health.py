"""The section of the page on what probes measured, of made readings; and what is told of them while training runs."""

from __future__ import annotations

import base64
import dataclasses
import io
import re
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest
from PIL import Image

from neuroglass.glass.probes import Histograms
from neuroglass.learn.readings import Readings
from neuroglass.learn.stopping import Stopped
from neuroglass.learn.training import Outcome
from neuroglass.nn.layers import Input, MemberDense, MemberMean, Members
from neuroglass.nn.network import Network
from neuroglass.report.guard import Guard
from neuroglass.report.health import health
from neuroglass.report.live import Lines
from neuroglass.report.page import page
from neuroglass.report.pictures import ABOVE, BELOW
from neuroglass.report.story import Story
from tests.report import stories

STEPS = 400
NOTHING: dict[str, float] = {}


def watched(made: Story, columns: Mapping[str, float] = NOTHING, full: bool = False) -> Story:
    """The story with readings of every step: random ones, but for the columns that are given."""
    random = np.random.default_rng(1)
    probes = (*made.program.probes, *([Histograms(made.program.objective, 64)] if full else []))
    found = {}
    for probe in probes:
        values = random.uniform(0.2, 0.8, (STEPS, len(probe.columns))).astype(np.float32)
        for place, column in enumerate(probe.columns):
            values[:, place] = columns.get(column, values[:, place])
        found[probe.name] = Readings(probe.columns, np.arange(STEPS), values)
    costs = np.full(STEPS, 1.0, np.float32)
    history = dataclasses.replace(made.history, costs=costs)
    return dataclasses.replace(made, readings=found, watching_price=0.0213, history=history)


def pixels(markup: str) -> Any:
    data = re.search(r"base64,([^\"]+)", markup)
    assert data is not None
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data[1]))))


def units_of(story: Story) -> list[str]:
    return [column for column in story.readings["units"].columns if column.endswith("/awake")]


def test_a_unit_that_sleeps_is_orange_and_one_that_is_awake_blue() -> None:
    made = watched(stories.binary())
    asleep = units_of(made)[1]
    section = health(watched(stories.binary(), {asleep: 0.0}))
    assert section is not None
    (row,) = section.nodes
    assert "1 asleep at the end" in row.told
    rows = pixels(str(row.charts[0]))
    thick = len(rows) // int(row.told.split()[0])
    assert tuple(rows[0, 0, :3]) == BELOW
    assert tuple(rows[thick, 0, :3]) == ABOVE


def test_units_of_an_ensemble_are_told_of_all_members_together() -> None:
    ensemble = Network([Input((3,)), Members(3), MemberDense(4, "relu"), MemberDense(2, "softmax"), MemberMean()])
    story = stories.told(stories.binary().data, ensemble)
    section = health(watched(story, {"member_dense_1.relu[1]/awake": 0.0}))
    assert section is not None
    assert [row.told for row in section.nodes] == ["4 units, 1 asleep in all 3 members at the end"]


def test_it_is_told_where_units_were_no_longer_looked_at() -> None:
    whole = watched(stories.binary())
    held = whole.readings["units"]
    cut = Readings(held.columns, held.steps[:350], held.values[:350])
    told = page(dataclasses.replace(whole, readings={**whole.readings, "units": cut}))
    assert "the last. Units and classes were last looked at in step 350; behind it their strips are blank.<" in told
    assert "last looked at" not in page(whole)


def test_every_weight_stands_beside_the_whole_gradient() -> None:
    section = health(watched(stories.binary()))
    assert section is not None
    assert [row.name for row in section.weights] == ["all weights", "dense_1/kernel", "output/kernel"]
    assert section.weights[0].charts[1:] == (None, None)
    assert 'class="level"' in str(section.weights[1].charts[1])


def test_classes_tell_what_was_asked_and_answered_at_the_end() -> None:
    counts = {"class 0/asked": 30, "class 1/asked": 10, "class 0/answered": 20, "class 1/answered": 20}
    section = health(watched(stories.binary(), counts))
    assert section is not None
    assert [[str(word).replace("\N{NO-BREAK SPACE}", " ") for word in row.charts[1:]] for row in section.classes] == [
        ["75.0 %", "50.0 %"],
        ["25.0 %", "50.0 %"],
    ]
    first, second = (pixels(str(row.charts[0]))[0, 0, :3] for row in section.classes)
    assert (tuple(first), tuple(second)) == (BELOW, ABOVE)


def test_a_class_that_is_a_blank_or_a_line_end_is_named_by_a_sign() -> None:
    made = stories.binary()
    spec = made.data.spec
    named = dataclasses.replace(spec, target=dataclasses.replace(spec.target, classes=(" ", "\n"), label_type="text"))
    section = health(watched(dataclasses.replace(made, data=dataclasses.replace(made.data, spec=named))))
    assert section is not None
    assert [row.name for row in section.classes] == ["␣", "⏎"]


@pytest.mark.parametrize("full", [False, True])
def test_the_page_tells_how_often_was_measured_and_at_what_price(full: bool) -> None:
    html = page(watched(stories.multiclass(), full=full))
    assert "400 times in 400 steps; that took 2.1\N{NO-BREAK SPACE}% of the training" in html
    assert ("How large the numbers are" in html) == full
    part = html[html.index('id="health"') :]
    assert part.index("dense_1") < part.index("output/kernel")
    assert len(part[: part.index("</section>")]) < 80_000


def test_numbers_that_are_not_finite_and_weights_that_are_0_are_drawn_as_far_as_they_go() -> None:
    broken = {"gradient_norm": np.nan, "dense_1/kernel/gradient": np.inf, "dense_1/kernel/norm": 0.0}
    html = page(watched(stories.binary(), {**broken, "output/kernel/gradient": 0.0}))
    assert not re.search(r'd="[^"]*(nan|inf)', html)


def test_what_was_not_measured_has_no_section() -> None:
    assert health(stories.binary()) is None
    assert 'id="health"' not in page(stories.binary())


def outcome(made: Story) -> Outcome:
    carry: Any = SimpleNamespace(step=jnp.int32(STEPS))
    watcher: Any = SimpleNamespace(readings=made.readings)
    return Outcome(carry, made.history, Stopped.RUNNING, 0.0, 1.0, watcher=watcher)


def sick() -> Story:
    columns = dict.fromkeys(units_of(watched(stories.binary())), 0.0)
    zeros = {f"{column.partition('[')[0]}/zeros": 1.0 for column in columns}
    return watched(stories.binary(), columns | zeros)


def test_what_goes_wrong_is_told_once() -> None:
    guard, made = Guard(), sick()
    (sentence,) = guard.new(made.program, outcome(made))
    assert sentence.endswith("100 % of the units are asleep since step 1")
    assert guard.new(made.program, outcome(made)) == []
    assert Guard().new(made.program, dataclasses.replace(outcome(made), watcher=None)) == []


def test_a_healthy_training_is_told_nothing() -> None:
    made = watched(stories.binary())
    assert Guard().new(made.program, outcome(made)) == []


def test_plain_lines_tell_it_too() -> None:
    said: list[str] = []
    live, made = Lines(said.append), sick()
    live.begin(made.program, made.data, ())
    live.learnt(made.program, outcome(made))
    live.learnt(made.program, outcome(made))
    assert [line for line in said if "asleep" in line] == ["! dense_1: 100 % of the units are asleep since step 1"]
