"""Series that cannot be learnt from: one plain message each, with the place and the mend."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from neuroglass.data import series
from neuroglass.errors import ConfigurationError, DataError
from tests.data.timeseries.made import days, monthly, months, shops, sold

NONE: list[float | None] = [None] * 96


def repeated() -> pl.DataFrame:
    return pl.concat([monthly(), monthly().slice(7, 1)])


DASHES = ["-" if at % 8 == 2 else str(at) for at in range(96)]
# Cells, how many of them are no numbers and the first one, and what helps.
UNREAD: dict[str, tuple[list[Any], str, str]] = {
    "thousands": (
        [f"{1200.5 + at:,}" for at in range(96)],
        "96 of 96 cell(s) are no numbers, the first is '1,200.5' in row 1",
        "Write plain numbers, as 1234.5.",
    ),
    "money": (
        [f"${at}.25" for at in range(96)],
        "96 of 96 cell(s) are no numbers, the first is '$0.25' in row 1",
        "Write plain numbers, as 1234.5.",
    ),
    "a mark": (
        DASHES,
        "12 of 96 cell(s) are no numbers, the first is '-' in row 3",
        "Where '-' stands for a missing value, say so: missing=['-'] (--missing \"-\").",
    ),
    "words": (["many"] * 96, "96 of 96 cell(s) are no numbers, the first is 'many' in row 1", ""),
    "large": (
        [1e300 + at * 1e290 for at in range(96)],
        "96 of 96 value(s) are beyond 1e+30, the first is 1e+300 in row 1",
        "Give them in a larger unit.",
    ),
}
BAD: dict[str, tuple[Any, dict[str, Any], str]] = {
    "two values": (
        {"month": months(2), "sold": [1.0, 2.0]},
        {"horizon": 1},
        "holds 2 step(s), of which 1 are held out. Expected more: 1 steps ahead are to be foreseen, which takes 3 to "
        "learn from. Forecast fewer steps, hold out fewer (test), or bring a longer history.",
    ),
    "a horizon longer than the history": (
        monthly(),
        {"horizon": 200},
        "holds 96 step(s), of which 200 are held out. Expected more: 200 steps ahead",
    ),
    "a window longer than the history": (
        monthly(),
        {"horizon": 6, "window": 90},
        "82 step(s) to learn from give 0 window(s) of 90 steps with 6 to come. Expected at least 99 steps",
    ),
    "a test shorter than the horizon": (
        monthly(),
        {"horizon": 6, "test": 4},
        "4 step(s) are held out for the test, and 6 are to be foreseen. Expected test to be 0, or at least 6 steps.",
    ),
    "repeated times": (
        repeated(),
        {"horizon": 6},
        "1 time(s) stand there more than once; the first is 2000-08, in row 8 and row 97. Expected each time once in a "
        "series. Leave the repeated rows out or take their mean. Where several series stand in it, name the column "
        "that tells them apart as the key.",
    ),
    "a time twice with another number": (
        {"month": [*months(96), "2000-08"], "sold": [*range(96), 500]},
        {"horizon": 6},
        "the first is 2000-08, in row 8 and row 97. Expected each time once in a series. Leave the repeated rows out",
    ),
    "several series without a key": (
        shops(),
        {"target": "sold", "horizon": 4},
        "60 time(s) stand there more than once; the first is 2000-01, in row 1 and row 61. Expected each time once in "
        "a series. Name the column that tells the series apart: key='shop' (--key shop).",
    ),
    "repeated times of one key": (
        pl.concat([shops(), shops().slice(3, 1)]),
        {"target": "sold", "horizon": 4, "key": "shop"},
        "the first is 2000-04 of 'A', in row 4 and row 121",
    ),
    "a constant": (
        {"month": months(96), "sold": [3.0] * 96},
        {"horizon": 6, "target": "sold"},
        "column 'sold': every value is the same, so there is nothing to foresee. Expected numbers that differ.",
    ),
    "a constant before the cut": (
        {"month": months(96), "sold": [3.0] * 90 + [4.0] * 6},
        {"horizon": 6},
        "column 'sold': the part to learn from holds only the value 3. Expected numbers that differ.",
    ),
    "nothing in it": (
        {"month": months(96), "sold": NONE, "cost": sold(96)},
        {"horizon": 6, "target": "sold"},
        "column 'sold': it holds no number. Expected numbers that differ.",
    ),
    "nothing but times": (
        {"month": months(96)},
        {"horizon": 6},
        "has no column of numbers that differ: the times alone",
    ),
    "times that are none": (
        monthly().with_columns(month=pl.Series([*months(95), "soon"])),
        {"horizon": 6, "time": "month"},
        "column 'month': 1 cell(s) are no times, the first is 'soon'. Expected dates written like %Y-%m.",
    ),
    "two frequencies": (
        {"at": [*range(40), 40.5, 41.0, 41.5, 42.0], "time": [*map(float, range(40)), 40.5, 41.0, 41.5, 42.0]},
        {"horizon": 6, "time": "time"},
        "column 'time' has no one frequency: 39 times are 1 from the next, and 4 are no whole steps apart.",
    ),
    "days and then weeks": (
        {"day": days(400)[:60] + days(400)[60::7], "sold": sold(109)},
        {"horizon": 6},
        "column 'day' has no one frequency: 60 times are 1 day from the next, and only 27% of the steps are there.",
    ),
    "text for a target": (
        monthly().with_columns(who=pl.lit("x")),
        {"horizon": 6, "target": "who"},
        "column 'who': it is taken as text: only numbers are learnt from",
    ),
    "a target twice": (
        monthly(),
        {"horizon": 6, "target": "sold,sold"},
        "the column 'sold' is named twice as a target. Expected each once.",
    ),
    "the times for a target": (
        monthly(),
        {"horizon": 6, "target": "month", "time": "month"},
        "the column 'month' holds the times. Expected a target beside them.",
    ),
    "no such target": (
        monthly(),
        {"horizon": 6, "target": "solt"},
        "the column 'solt' is not there to be a target. Did",
    ),
    "no such place": (monthly(), {"horizon": 6, "target": 7}, "no column at position 7. Expected from -2 to 1."),
    "no such key": (monthly(), {"horizon": 6, "key": "shop"}, "has no column 'shop'"),
}


@pytest.mark.parametrize(("source", "choices", "message"), BAD.values(), ids=BAD)
def test_a_series_that_cannot_be_learnt_from_is_one_plain_message(
    source: Any, choices: dict[str, Any], message: str
) -> None:
    with pytest.raises(DataError, match=re.escape(message)):
        series(source, **choices)


@pytest.mark.parametrize(("cells", "why", "mend"), UNREAD.values(), ids=UNREAD)
def test_cells_that_are_no_numbers_are_counted_and_the_first_is_shown(cells: list[Any], why: str, mend: str) -> None:
    frame = {"month": months(96), "sold": cells}
    with pytest.raises(DataError, match=re.escape(why) + ".*" + re.escape(mend) + "$"):
        series(frame, horizon=6)
    with pytest.raises(DataError, match="column 'sold': .*" + re.escape(why) + ".*" + re.escape(mend) + "$"):
        series(frame, "sold", horizon=6)


@pytest.mark.parametrize("name", ["money", "words", "large"])
def test_a_model_that_is_asked_of_no_number_says_which_cells_are_none(name: str) -> None:
    cells, why, mend = UNREAD[name]
    spec = series(monthly(), horizon=6).spec
    message = f"column 'sold': {why}. Expected numbers to look back on. {mend}".strip()
    with pytest.raises(DataError, match=re.escape(message)):
        spec.encode({"month": months(96), "sold": cells})
    with pytest.raises(DataError, match=r"column 'sold': all cells are empty\. Expected numbers to look back on"):
        spec.encode({"month": months(96), "sold": NONE})


def test_a_mark_that_is_told_is_a_missing_value() -> None:
    notes = series({"month": months(96), "sold": DASHES}, horizon=6, missing=["-"]).reading.notes
    assert any(note.startswith("'sold' has no number in 12 row(s): filled") for note in notes)


@pytest.mark.parametrize(
    ("frame", "mend"),
    [
        (repeated(), "in a series. Leave the repeated rows out or take their mean."),
        (shops(), "in a series. Ask for each shop by itself: the model learnt without that column."),
    ],
    ids=["repeated", "several"],
)
def test_a_model_that_is_asked_of_repeated_times_says_what_helps_there(frame: pl.DataFrame, mend: str) -> None:
    spec = series(monthly(), horizon=6).spec
    with pytest.raises(DataError, match=re.escape(mend) + "$"):
        spec.encode(frame)


def test_a_place_in_a_file_is_its_line(tmp_path: Path) -> None:
    path = tmp_path / "sold.csv"
    repeated().write_csv(path)
    with pytest.raises(DataError, match="the first is 2000-08, in line 9 and line 98"):
        series(path, horizon=6)


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"horizon": 0}, "horizon = 0. Expected how many steps ahead, a whole number above 0."),
        ({"horizon": 2, "window": 2.5}, "window = 2.5. Expected a whole number above 0."),
        ({"horizon": 2, "test": float("inf")}, "test = inf. Expected a share of the steps below 1, or a number of"),
        ({"horizon": 2, "test": -3}, "test = -3. Expected a share of the steps below 1, or a number of steps."),
        (
            {"horizon": 2, "quantiles": (0.5, 0.1, 0.9)},
            "quantiles = (0.5, 0.1, 0.9). Expected rising numbers between 0",
        ),
        ({"horizon": 2, "quantiles": (0.1, 0.9)}, "quantiles = (0.1, 0.9)."),
        ({"horizon": 2, "windw": 3}, "Series have no setting 'windw'. Did you mean window?"),
    ],
    ids=lambda given: str(given)[:30],
)
def test_an_impossible_choice_is_refused(choices: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=re.escape(message)):
        series(monthly(), **choices)
