"""Ways of writing dates, against Python's and pandas' own writing of the same moments."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import polars as pl
import pytest

from neuroglass.data.date_forms import COMPACT, DAYS, FORMATS, MONTHS, OFFSETS, QUARTERS, WEEKS, parse
from neuroglass.data.dates import guess_format, read_dates

MOMENTS = [datetime(2019, 12, 31, 23, 30), datetime(2020, 2, 29, 0, 5), datetime(2020, 10, 5, 12, 0)]
FIRST_OF = {"%q": "Q", "%V": "W", "%m": "M", "%b": "M", "%B": "M"}


def written(format: str) -> list[str]:
    """As Python writes them, with what only pandas knows put in."""
    quarters = [format.replace("%q", str(pd.Timestamp(moment).quarter)) for moment in MOMENTS]
    plain = [quarter.replace("%.f", "").replace("%:z", "+05:30").replace("%:::z", "-07") for quarter in quarters]
    return [moment.strftime(part.replace("%z", "+0530")) for moment, part in zip(MOMENTS, plain, strict=True)]


def meant(format: str) -> list[datetime]:
    """The moments as far as the format tells them."""
    if "%M" in format:
        return MOMENTS
    whole = any(part in format for part in ("%d", "%u"))
    period = "D" if whole else next(FIRST_OF[part] for part in FIRST_OF if part in format)
    return [pd.Timestamp(moment).to_period(period).start_time.to_pydatetime() for moment in MOMENTS]


@pytest.mark.parametrize("format", [*FORMATS, *COMPACT])
def test_what_is_written_in_a_format_is_read_as_what_was_meant(format: str) -> None:
    texts = pl.Series("t", written(format))
    assert parse(texts, format).to_list() == meant(format)
    assert read_dates(pl.Series("t", [*texts, None, "soon"]), format)[1] == 1


@pytest.mark.parametrize("format", [*DAYS, *MONTHS, *QUARTERS, *WEEKS])
def test_a_column_is_seen_to_be_written_in_its_format(format: str) -> None:
    texts = pl.Series("t", written(format))
    found = guess_format(texts)
    assert found is not None
    assert parse(texts, found).to_list() == meant(format)


def test_a_year_of_two_digits_is_one_of_this_time() -> None:
    texts = pl.Series("t", ["12/31/19", "01/13/20"])
    assert guess_format(texts) == "%m/%d/%y"
    assert parse(texts, "%m/%d/%y").to_list() == [datetime(2019, 12, 31), datetime(2020, 1, 13)]
    assert parse(texts, "%m/%d/%Y").null_count() == 2


@pytest.mark.parametrize("texts", [["1.2345", "2.5000"], ["20200101", "20200102"], ["3-4", "5-6"], ["A-10", "B-11"]])
def test_numbers_and_codes_are_no_dates(texts: list[str]) -> None:
    assert guess_format(pl.Series("t", texts)) is None


def test_dates_already_may_be_given_as_texts_of_any_format() -> None:
    dates, unreadable = read_dates(pl.Series("t", ["31.12.2019", "29.02.2020"]), "a date already")
    assert unreadable == 0
    assert dates.to_list() == [datetime(2019, 12, 31), datetime(2020, 2, 29)]


def test_every_offset_is_read_in_its_own_format() -> None:
    for offset in OFFSETS:
        texts = pl.Series("t", written(f"%Y-%m-%d %H:%M:%S%.f{offset}"))
        assert guess_format(texts) == f"%Y-%m-%d %H:%M:%S%.f{offset}"
