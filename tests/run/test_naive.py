"""Which naive forecast a network has to beat; errors by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import polars as pl
import pytest

import neuroglass as ng
from neuroglass.data import series
from neuroglass.data.timeseries.series_inputs import NAIVE, SEASONAL
from neuroglass.report.glance import glance
from neuroglass.report.judged import judge
from neuroglass.run.naive import best_naive
from tests.data.timeseries.made import monthly


@pytest.mark.parametrize(("best", "offs"), [(NAIVE, (1.0, 2.0)), (SEASONAL, (2.0, 1.0))])
def test_the_better_of_the_naive_forecasts_is_the_one_to_beat(best: str, offs: tuple[float, float]) -> None:
    data = series(monthly(), horizon=3, test=12)
    assert data.test is not None
    truth = data.test.y.astype(np.float64) * data.spec.target_scale + data.spec.target_offset
    beside = {name: truth + off for name, off in zip((NAIVE, SEASONAL), offs, strict=True)}
    name, errors = best_naive(dataclasses.replace(data.test, beside=data.test.beside | beside), data.spec)
    assert name == best
    assert errors["rmse"] == pytest.approx(1.0)


def test_doctor_and_report_compare_a_forecast_with_the_naive_one() -> None:
    walk = 100 + np.random.default_rng(0).normal(size=80).cumsum()
    data = series(pl.DataFrame({"n": walk}), horizon=3, test=12)
    run = ng.fit("flatten, dense 3 tanh", data, epochs=1, learning_rate=1e-9, progress=None)
    (finding,) = (found for found in run.story.findings if found.rule == "no better than naive")
    assert finding.evidence["baseline"] == pytest.approx(run.story.baseline["rmse"])
    assert " The naive forecast gets " in glance(run.story, judge(run.story)).verdict
