"""What a forecast is about: which series, which steps to come, which values; and the forecast as a table of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

Values = NDArray[np.float32]


@dataclass(frozen=True)
class Foreseen:
    """The place of each number of a forecast.

    Args:
        column: what the times are called; "step" where the order of the rows is all there is.
        times: (n, horizon), written as the source writes them.
        key: the column that tells several series apart, or None.
        series: (n,), the series of each.
        targets: the values that are foreseen.
    """

    column: str
    times: NDArray[np.str_]
    key: str | None
    series: tuple[str, ...]
    targets: tuple[str, ...]

    def __str__(self) -> str:
        count, horizon = self.times.shape
        first, last = self.times[0, 0], self.times[0, -1]
        many = f"{count} series, of {self.series[0]!r} " if self.key is not None else ""
        return f"{many}{horizon} steps from {first} to {last}"

    def table(self, values: Values, levels: Values | None, quantiles: tuple[float, ...]) -> pl.DataFrame:
        """A row for each step of each series: its time, and of each target the forecast and its other quantiles.

        Args:
            values: (n, horizon) or (n, horizon, targets).
            levels: (n, horizon, targets, quantiles), or None.
        """
        columns: dict[str, object] = {self.column: self.times.ravel()}
        if self.key is not None:
            columns = {self.key: np.repeat(self.series, self.times.shape[1]), **columns}
        each = values.reshape(*self.times.shape, -1)
        others = [(at, level) for at, level in enumerate(quantiles) if at != len(quantiles) // 2]
        for place, name in enumerate(self.targets):
            columns[name] = each[..., place].ravel()
            if levels is not None:
                columns |= {f"{name} {level:.3g}": levels[:, :, place, at].ravel() for at, level in others}
        return pl.DataFrame(columns)
