"""Rows read back are compared with the table they were made of."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest

import neuroglass as ng
from neuroglass.data import arrays, shipped, table
from neuroglass.data.parts import Data, Part
from neuroglass.report.originals import original
from neuroglass.report.words import number

ROWS = 200


def parts(data: Data) -> list[Part]:
    return [part for part in (data.train, data.validation, data.test) if part is not None]


@pytest.mark.parametrize("scaling", ["robust", "standard", "minmax", "none"])
def test_numbers_come_back_in_their_own_unit(scaling: str) -> None:
    random = np.random.default_rng(1)
    source = pl.DataFrame(
        {
            "small": random.normal(size=ROWS).round(3),
            "large": random.integers(0, 90_000, ROWS),
            "y": random.normal(size=ROWS),
        }
    )
    data = table(source, target="y", scaling=scaling)
    for part in parts(data):
        for place, row in enumerate(part.rows):
            cells = dict(original(data.spec, part, place).cells)
            assert float(cells["small"].replace("−", "-")) == pytest.approx(source["small"][int(row)], abs=2e-3)
            assert float(cells["large"].replace(",", "")) == pytest.approx(source["large"][int(row)], abs=5)


def test_categories_dates_and_missing_cells_come_back_as_they_were() -> None:
    random = np.random.default_rng(2)
    few, many = random.choice(["red", "green"], ROWS), random.integers(0, 30, ROWS).astype(str)
    days = [dt.date(2020, 1, 1) + dt.timedelta(int(day)) for day in random.integers(0, 900, ROWS)]
    holes = [None if row % 5 == 0 else float(row) for row in range(ROWS)]
    source = pl.DataFrame(
        {"few": few, "many": [f"m{name}" for name in many], "day": days, "holes": holes, "y": random.normal(size=ROWS)}
    )
    data = table(source, target="y")
    for part in parts(data):
        for place, row in enumerate(int(row) for row in part.rows):
            cells = dict(original(data.spec, part, place).cells)
            assert cells["few"] == few[row]
            assert cells["many"] in (f"m{many[row]}", "rare or unknown")
            assert cells["day"] == str(days[row])
            assert cells["holes"] == "missing" or float(cells["holes"]) == pytest.approx(row, abs=0.05)
            assert (cells["holes"] == "missing") == (row % 5 == 0)


def test_columns_that_name_a_grid_are_a_picture() -> None:
    path = shipped.path("digits")
    data = table(path)
    source = pl.read_parquet(path).drop("digit").to_numpy().reshape(-1, 8, 8).astype(float)
    drawn = original(data.spec, data.train, 3).picture
    assert drawn is not None
    expected = source[data.train.rows[3]]
    np.testing.assert_allclose(drawn, expected / expected.max(), atol=1e-3)


def test_arrays_come_back_as_they_are() -> None:
    x = np.arange(60, dtype=np.float32).reshape(20, 3)
    data = arrays(x, np.arange(20) % 2)
    cells = dict(original(data.spec, data.train, 0).cells)
    assert list(cells.values()) == [number(float(value)) for value in x[data.train.rows[0]]]


def test_an_array_of_images_is_a_picture() -> None:
    x = np.random.default_rng(0).random((20, 6, 5)).astype(np.float32)
    data = arrays(x, np.arange(20) % 2)
    drawn = original(data.spec, data.train, 0).picture
    assert drawn is not None
    assert drawn.shape == (6, 5)
    assert (drawn.min(), drawn.max()) == (0, 1)


def test_texts_come_back_as_they_were_read() -> None:
    words = ["a good film, and long", "bad", "good and bad"] * 10
    labels = ["yes", "no", "yes"] * 10
    alone = ng.data.text((words, labels), test=0.0)
    row = int(np.flatnonzero(alone.train.rows == 0)[0])
    assert original(alone.spec, alone.train, row).cells == (("text", "a good film, and long"),)
    frame = {"review": words, "stars": list(range(30)), "liked": labels}
    beside = ng.data.table(frame, "liked", text=["review"], test=0.0)
    assert dict(original(beside.spec, beside.train, 0).cells)["review"] == "a good film, and long"
