"""What the doctor is told of a training."""

from __future__ import annotations

from typing import get_args

from neuroglass.data.kinds import Kind
from neuroglass.run.judging import KINDS


def test_each_kind_of_data_is_known_to_the_doctor() -> None:
    assert {*KINDS.values(), "table"} == set(get_args(Kind))
