"""Frozen dataclasses as plain data and back, and what a description may not say."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from neuroglass.errors import ConfigurationError, NeuroglassError
from neuroglass.nn.describe import DEEPEST, describe, restore
from neuroglass.nn.initializers import constant
from neuroglass.nn.layers import Dense, Input, Reshape
from neuroglass.nn.network import KNOWN
from neuroglass.nn.regularizers import l2, max_norm

THINGS = [
    Input((3, 4), "int32"),
    Dense(3),
    Dense(3, "relu", False, "he_normal", constant(0.5), l2(0.1), max_norm(3.0), name="middle"),
    Reshape((-1, 3)),
]


@pytest.mark.parametrize("thing", THINGS, ids=repr)
def test_a_thing_comes_back_equal_through_json(thing: Any) -> None:
    assert restore(json.loads(json.dumps(describe(thing))), KNOWN, "the layer") == thing


def test_only_what_differs_from_the_default_is_written() -> None:
    assert describe(Dense(3)) == {"is": "Dense", "units": 3}


def nested(depth: int) -> list:
    return [nested(depth - 1)] if depth else []


REFUSED: dict[str, tuple[Any, str]] = {
    "an unknown class": ({"is": "Dens"}, "the layer 'Dens' is not known here. Did you mean Dense?"),
    "no name for a class": ({"is": ["Dense"]}, "the layer ['Dense'] is not known here."),
    "a class of Python": ({"is": "os.system", "command": "true"}, "the layer 'os.system' is not known here."),
    "an unknown field": ({"is": "Dense", "unit": 3}, "the layer Dense has no setting 'unit'. Did you mean units?"),
    "a missing field": ({"is": "Dense"}, "the layer Dense cannot be made from {}"),
    "an impossible value": (
        {"is": "Dense", "units": -3},
        "Dense(units=-3). Expected units to be a whole number above 0.",
    ),
    "a table for a value": ({"is": "Dense", "units": 3, "name": {"a": 1}}, "the layer Dense cannot be made from"),
    "a list for a word": ({"is": "Dense", "units": 3, "activation": ["relu"]}, "activation ('relu',) is not known."),
    "a layer for a word": (
        {"is": "Dense", "units": 3, "kernel_initializer": {"is": "Dense", "units": 3}},
        "initializer Dense(name=None, units=3",
    ),
    "a deep nest": (nested(DEEPEST), f"the layer is described more than {DEEPEST} levels deep."),
    "a deeper nest": (nested(900), f"the layer is described more than {DEEPEST} levels deep."),
}


@pytest.mark.parametrize(("description", "text"), REFUSED.values(), ids=REFUSED)
def test_a_description_that_fits_no_thing_is_refused(description: Any, text: str) -> None:
    with pytest.raises(NeuroglassError, match="^" + re.escape(text)):
        restore(description, KNOWN, "the layer")


def test_what_stands_in_the_table_of_known_classes_is_all_that_can_be_made() -> None:
    with pytest.raises(ConfigurationError, match=r"^the loss 'Dense' is not known here\. Known: Huber\.$"):
        restore({"is": "Dense", "units": 3}, {"Huber": object}, "the loss")
