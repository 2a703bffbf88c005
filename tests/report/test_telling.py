"""What a report shows of a network that writes: the rows as they were given, their texts, and what was written."""

from __future__ import annotations

import dataclasses

import jax
import numpy as np
import polars as pl
import pytest

import neuroglass as ng
from neuroglass.data.parts import Data
from neuroglass.model import Model
from neuroglass.nn import losses
from neuroglass.nn.objective import Objective
from neuroglass.report.groups import groups
from neuroglass.report.judged import Judged, answered
from neuroglass.report.telling import telling
from tests.test_writing import ROWS, writer


def data() -> Data:
    return ng.data.table(ROWS, "said", task="sequence")


@pytest.fixture(scope="module")
def model() -> Model:
    """A network that has learnt nothing, and writes accordingly."""
    network = writer(data())
    objective = Objective(network, losses.get("sparse_categorical_crossentropy"))
    return Model(objective, network.init(jax.random.key(0)), data().spec)


@pytest.fixture(scope="module")
def judged(model: Model) -> Judged:
    part = data().test
    assert part is not None
    return answered(model, "test", part)


def test_each_row_is_shown_as_it_was_given_with_its_text_and_what_was_written(model: Model, judged: Judged) -> None:
    found = telling(model, judged)
    assert found is not None
    for told in found.some:
        source = ROWS[int(told.name.removeprefix("row ")) - 1]
        assert dict(told.given) == {"count": str(source["count"]), "kind": source["kind"]}
        assert told.true == source["said"]
        assert told.written == model.predict([source]).labels.tolist()[0]  # type: ignore[union-attr]


def test_those_that_are_written_exactly_are_counted_and_the_others_shown(model: Model, judged: Judged) -> None:
    writing, part = model.spec.target.writing, judged.part
    assert writing is not None
    written = str(model.predict([ROWS[int(part.rows[0])]]).labels.tolist()[0])  # type: ignore[union-attr]
    y = part.y.copy()
    y[0] = writing.encode(pl.Series("said", [written]))[0][0]
    found = telling(model, dataclasses.replace(judged, part=dataclasses.replace(part, y=y)))
    assert found is not None
    assert (found.rows, found.exact) == (len(part), 1)
    assert [told.right for told in found.others] == [False] * min(8, len(part) - 1)


def test_a_model_of_something_else_shows_nothing_of_the_kind(judged: Judged) -> None:
    arrays = ng.data.arrays(np.zeros((20, 2)), np.arange(20) % 2)
    network = ng.nn.Network([ng.nn.Input(2), ng.nn.Dense(1, "sigmoid")])
    objective = Objective(network, losses.get("binary_crossentropy"))
    assert telling(Model(objective, network.init(jax.random.key(0)), arrays.spec), judged) is None


def test_pictures_are_grouped_by_what_is_to_be_written_of_them() -> None:
    names = ["one", "two", "three"]
    pictures = ng.data.images(
        (np.zeros((30, 8, 8), np.uint8), [names[row % 3] for row in range(30)]), task="sequence", test=0
    )
    found = groups(pictures.train, pictures.spec)
    assert [(name, rows.tolist()[:2]) for name, rows in found] == [("one", [0, 3]), ("two", [1, 4]), ("three", [2, 5])]
