"""The day of a month on which the steps of a monthly series stand: found from dates, and made again for others."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Moments = NDArray[np.datetime64]
Moved = Literal["no", "back", "on"]  # a day that is no working day, to the last one before or the next one after it
ROLLS: dict[Moved, Literal["modifiedpreceding", "modifiedfollowing"]] = {
    "back": "modifiedpreceding",
    "on": "modifiedfollowing",
}


def day_of(months: Moments, day: int, moved: Moved) -> Moments:
    """The date in each month; day 31 is its last.

    >>> day_of(np.array(["2020-02", "2020-03"], "datetime64[M]"), 30, "back").astype(str).tolist()
    ['2020-02-28', '2020-03-30']
    """
    last = (months + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    days = np.minimum(months.astype("datetime64[D]") + np.timedelta64(day - 1, "D"), last)
    return days if moved == "no" else np.busday_offset(days, 0, roll=ROLLS[moved])


def fit_day(moments: Moments) -> tuple[int, Moved]:
    """The day that holds in the most months; where several do, one that is not moved, and the latest."""
    months, days = moments.astype("datetime64[M]"), moments.astype("datetime64[D]")
    always = np.unique((days - months.astype("datetime64[D]")).astype(np.int64))
    if len(always) == 1:
        return int(always[0]) + 1, "no"
    ways: list[tuple[int, Moved]] = [(day, moved) for moved in ("no", "back", "on") for day in range(31, 0, -1)]
    return max(ways, key=lambda way: int((day_of(months, *way) == days).sum()))


def are_monthly(moments: Moments) -> bool:
    """At most one day in a month, and not so many days apart each time."""
    months, days = moments.astype("datetime64[M]"), moments.astype("datetime64[D]")
    if (moments.astype("datetime64[us]") != days).any() or len(np.unique(months)) < len(months):
        return False
    return bool((day_of(months, *fit_day(moments)) == days).all()) or not _evenly_apart(days)


def _evenly_apart(days: Moments) -> bool:
    gaps, counts = np.unique(np.diff(days).astype(np.int64), return_counts=True)
    return not (gaps % gaps[counts.argmax()]).any()
