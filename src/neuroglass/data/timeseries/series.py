"""Series: the public door. What happens behind it is in ``series_data``."""

from __future__ import annotations

import dataclasses
from typing import Any

from neuroglass.data.parts import Data
from neuroglass.data.sources import read
from neuroglass.data.timeseries.given import TIME, VALUE, as_table
from neuroglass.data.timeseries.roles import Wanted
from neuroglass.data.timeseries.series_choices import SeriesChoices
from neuroglass.data.timeseries.series_data import make_data
from neuroglass.errors import ConfigurationError, nearest


def series(source: Any, target: Wanted = None, *, horizon: int, **choices: Any) -> Data:
    """One or more series as data to forecast from: windows of the past, and what came next.

    Args:
        source: a path (CSV, TSV, Parquet, JSON lines), a frame, a mapping of columns, rows, or values alone. An index
            of times that a pandas frame has is a column, called by its name or else as ``time``.
        target: the column to foresee, or several as a list; None is the last column of numbers. All columns of numbers
            are looked back on.
        horizon: how many steps ahead.
        time: the column of times, dates or numbers; None is the first column of dates, or, where nothing seems to
            hold times, the order of the rows.
        key: a column that tells several series apart.
        window: how many steps are looked back on; None is two turns of the season.
        test, validation: a share of the steps, or a number of steps, at the end; 0 for none. Without these the last
            15 %, at least two horizons, are the test, and none validates.
        quantiles: what is foretold of each step; the middle one is the forecast.
        ignore: names of columns to leave out.
        missing: the texts that stand for a missing value.
        header, delimiter, encoding: of a text file, where they are not to be found out.

    Raises:
        DataError: a source that cannot be read or learnt from, with file, place, cause and mend.

    >>> data = series({"month": [f"{at // 12 + 2000}-{at % 12 + 1:02}" for at in range(48)],
    ...                "sold": [at + at % 12 for at in range(48)]}, horizon=3)
    >>> data.train.y.shape[1:], data.spec.source.clock.step, data.spec.source.season
    ((3, 1), '1 month', 12)
    """
    known = [choice.name for choice in dataclasses.fields(SeriesChoices)]
    for name in choices:
        if name not in known:
            raise ConfigurationError(f"Series have no setting {name!r}", "", nearest(name, known))
    chosen = SeriesChoices(horizon, **choices)
    table = read(as_table(source, chosen.time or TIME, VALUE), chosen.layout)
    return make_data(table, target, chosen)
