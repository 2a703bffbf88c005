"""What is proposed where times stand more than once."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import polars as pl
import pytest

from neuroglass.data import series
from neuroglass.errors import DataError
from tests.data.timeseries.made import months, sold

ONCE = "Leave the repeated rows out or take their mean"


def stores(**more: Any) -> pl.DataFrame:
    columns: dict[str, Any] = {"month": months(40) * 3, "sold": sold(120), **more}
    return pl.DataFrame(columns)


@pytest.mark.parametrize(
    "numbers", [np.repeat([7, 8, 9], 40), np.repeat([7.0, 8.0, 9.0], 40)], ids=["whole", "whole as floats"]
)
def test_whole_numbers_that_tell_the_series_apart_are_proposed_as_their_key(numbers: np.ndarray) -> None:
    frames = (
        stores(store=numbers),
        stores(store=numbers).select("month", "store", "sold"),
        stores(store=numbers)[:-15],
    )
    for frame in frames:
        with pytest.raises(DataError, match=re.escape("key='store' (--key store)")):
            series(frame, horizon=4)


@pytest.mark.parametrize(
    "frame",
    [
        stores(visitors=np.random.default_rng(0).permutation(120)),
        stores(price=np.repeat([0.5, 1.5, 2.5], 40)),
        pl.concat([stores()[:40], stores()[3:4]]).with_columns(promoted=pl.Series([0, 1] * 20 + [0])),
    ],
    ids=["counts", "not whole", "one time twice"],
)
def test_numbers_that_are_measured_are_not_proposed_as_a_key(frame: pl.DataFrame) -> None:
    with pytest.raises(DataError, match=re.escape(ONCE)):
        series(frame, "sold", horizon=4)
