"""Forecasts from the command line beside naive ones, and why the recipe for series is what it is.

    neuroglass train airline-passengers.csv --forecast 12 --test 24

in a process of its own: the error on the held-out end over that of the better naive forecast. Which network the recipe
takes was chosen without that end: on the last steps before it, held out in its place, by the mean over seeds; a ridge
regression of scikit-learn on the same windows stands beside them.

    python -m benchmarks.series
"""

from __future__ import annotations

import dataclasses
import functools
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import polars as pl
from sklearn.linear_model import RidgeCV

import neuroglass as ng
from benchmarks.commands import trained
from benchmarks.measuring import Figure, Result, arguments, data_path, said, told
from neuroglass.data.parts import Data
from neuroglass.data.timeseries.measures import Scores
from neuroglass.report.forecasts import scored
from neuroglass.report.judged import Judged, answered

COLUMNS = ["series", "who", "held out", "MASE", "over the better naive", "within (80 %)", "seconds"]
NETWORKS = ("auto", "gru 32", "gru 64", "lstm 32", "flatten, dense 64 relu, dense 64 relu")


@dataclasses.dataclass(frozen=True)
class Series:
    """What is foreseen, how far, on which last steps, and the figure to reach."""

    source: Path
    horizon: int
    test: int
    least: float
    by_mase: bool = False

    @property
    def name(self) -> str:
        return self.source.stem


def measured(series: Sequence[Series], networks: Sequence[str], seeds: int, epochs: int | None) -> Result:
    """The figures on the held-out ends, and the choice made before them."""
    figures, rows = [], []
    for one in series:
        said(f"series: {one.name}")
        options = [] if epochs is None else ["--epochs", str(epochs)]
        facts, taken = trained(one.source, "--forecast", str(one.horizon), "--test", str(one.test), *options)
        scores = Scores(**facts["forecast"])
        figures.append(_figure(one, scores))
        rows.append(_row(one, "neuroglass train", f"the last {one.test}", [scores], taken))
        rows += _chosen(one, networks, seeds, epochs)
    how = (
        "Mean absolute error over all windows and steps; MASE 1 is the seasonal naive forecast. The networks were "
        f"compared on as many steps before the held-out end, which they did not see: the mean of {seeds} seed(s)."
    )
    return Result("Forecasts", how, figures, COLUMNS, rows)


def _figure(one: Series, scores: Scores) -> Figure:
    reached = scores.mase if one.by_mase else _over_naive(scores)
    what = "MASE" if one.by_mase else "error over that of the better naive forecast"
    sign = "<" if one.by_mase else "<="
    return Figure(f"{one.name}: {what}", f"{sign} {one.least}", f"{reached:.3f}", reached <= one.least)


def _over_naive(scores: Scores) -> float:
    return scores.mae / min(scores.naive.values())


def _row(one: Series, who: str, held_out: str, scores: Sequence[Scores], taken: float) -> list[str]:
    mase, over = np.mean([(each.mase, _over_naive(each)) for each in scores], axis=0)
    within = [each.coverage for each in scores if each.coverage is not None]
    told_within = f"{np.mean(within):.1%}" if within else ""
    return [one.name, who, held_out, f"{mase:.3f}", f"{over:.3f}", told_within, f"{taken:.1f}"]


def _chosen(one: Series, networks: Sequence[str], seeds: int, epochs: int | None) -> list[list[str]]:
    """Each network on the steps before the held-out end."""
    frame = pl.read_csv(one.source)
    data = ng.data.series(frame.head(len(frame) - one.test), horizon=one.horizon, test=one.test)
    answering: dict[str, Callable[[int], Scores]] = {
        network: functools.partial(_by_network, data, network, epochs) for network in networks
    }
    rows = []
    answering["ridge (scikit-learn)"] = functools.partial(_by_ridge, data)
    for who, answer in answering.items():
        said(f"series: {one.name}, {who}")
        began = time.perf_counter()
        scores = [answer(seed) for seed in range(1 if "ridge" in who else seeds)]
        rows.append(_row(one, who, f"{one.test} before", scores, (time.perf_counter() - began) / len(scores)))
    return rows


def _by_network(data: Data, network: str, epochs: int | None, seed: int) -> Scores:
    run = ng.fit(network, data, progress=None, seed=seed, epochs=epochs)
    return scored(answered(run.model, "test", run.story.data.test or data.train), data.spec)


def _by_ridge(data: Data, seed: int) -> Scores:
    """Each step by a linear regression on the window, which is centred around its last value."""
    part = data.test or data.train
    scale, offset = data.spec.target_scale, data.spec.target_offset
    known, asked = (one.x["series"].astype(np.float64) for one in (data.train, part))
    whole = np.isfinite(data.train.y).all(axis=(1, 2))
    last, ends = known[whole, -1:, 0], asked[:, -1:, 0]
    ridge = RidgeCV(np.logspace(-3, 4, 15)).fit(known[whole, :, 0] - last, data.train.y[whole, :, 0] - last)
    values = (ridge.predict(asked[..., 0] - ends) + ends)[..., None] * scale + offset
    return scored(Judged("test", part, part.y.astype(np.float64) * scale + offset, values), data.spec)


def _all() -> list[Series]:
    return [
        Series(data_path("series/airline-passengers.csv"), 12, 24, 0.8, by_mase=True),
        Series(data_path("series/monthly-sunspots.csv"), 12, 423, 0.9),
        Series(data_path("series/daily-min-temperatures.csv"), 7, 548, 0.9),
    ]


def _quick(place: Path) -> list[Series]:
    steps = range(96)
    made = {
        "month": [f"{2000 + at // 12}-{at % 12 + 1:02}" for at in steps],
        "sold": [at + 5 * (at % 12) for at in steps],
    }
    pl.DataFrame(made).write_csv(place / "made.csv")
    return [Series(place / "made.csv", 6, 12, 10.0)]


if __name__ == "__main__":
    wanted = arguments(__doc__, seeds=(3, "how often each network is trained"))
    with tempfile.TemporaryDirectory() as folder:
        if wanted.quick:
            told(measured(_quick(Path(folder)), ("auto",), 1, 1), wanted.json)
        else:
            told(measured(_all(), NETWORKS, wanted.seeds, None), wanted.json)
