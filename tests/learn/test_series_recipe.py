"""Networks that forecast: they begin as the naive forecast that errs less, and beat it where there is more to know."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import neuroglass as ng
from neuroglass.data import series
from neuroglass.data.parts import Data
from neuroglass.errors import NetworkError
from neuroglass.learn.foreseeing import foreseeing, naive_season, window_of
from neuroglass.learn.series_recipe import for_series
from neuroglass.nn import Network, shorthand
from neuroglass.nn.losses import Pinball
from neuroglass.report.forecasts import scored
from neuroglass.report.judged import answered
from neuroglass.run import Run
from tests.data.timeseries.made import monthly, months

DATA = series(monthly(), horizon=6, test=18)
GROWN = (100 * 1.02 ** np.arange(96) * (1 + 0.2 * np.sin(2 * np.pi * np.arange(96) / 12))).round(3)
GROWING = series({"month": months(96), "sold": GROWN}, horizon=6, test=18)
TWO = series(monthly().with_columns(cost=2 * monthly()["sold"] + 7), ["sold", "cost"], horizon=4)


def answers(network: Network, data: Data, change: float = 0.0) -> np.ndarray:
    """Of a network whose output layer gives one number everywhere."""
    variables = network.init(jax.random.key(0))
    last = list(network.weights)[-1]
    variables["params"][last] = {
        "kernel": jnp.zeros_like(variables["params"][last]["kernel"]),
        "bias": jnp.full_like(variables["params"][last]["bias"], change),
    }
    return np.asarray(network.apply(variables, {"series": jnp.asarray(data.train.x["series"])}).value)


@pytest.mark.parametrize("data", [DATA, GROWING, TWO], ids=["plain", "growing", "two"])
@pytest.mark.parametrize("chain", ["auto", "gru 4"])
def test_a_network_begins_as_the_naive_forecast_and_changes_it_in_the_unit_of_the_series(
    data: Data, chain: str
) -> None:
    network = for_series(data).network if chain == "auto" else foreseeing(shorthand.network(chain), data)
    source, target = window_of(data), data.spec.target
    known = "seasonal naive" if naive_season(data) > 1 else "naive"
    told: dict[str, Any] = data.train.beside
    naive = (told[known] - np.array(target.offset)) / np.array(target.scale)
    values = len(source.targets)
    expected = np.repeat(naive, len(target.quantiles), axis=-1)
    np.testing.assert_allclose(answers(network, data), expected, rtol=1e-5, atol=1e-5)
    level = np.abs(data.train.x["series"][..., :values]).mean(axis=1, keepdims=True) if source.relative else 1.0
    changed = np.repeat(naive + 0.5 * level, len(target.quantiles), axis=-1)
    np.testing.assert_allclose(answers(network, data, 0.5), changed, rtol=1e-5, atol=1e-5)


def test_the_naive_forecast_is_the_one_that_errs_less_on_the_training_part() -> None:
    assert naive_season(DATA) == 12
    walk = np.cumsum(np.random.default_rng(0).normal(size=96))
    assert naive_season(series({"month": months(96), "sold": walk}, horizon=2)) == 1


def test_the_loss_asks_for_the_quantiles_and_every_choice_has_its_reason() -> None:
    recipe = for_series(series(monthly(), horizon=6, quantiles=(0.25, 0.5, 0.75)))
    assert recipe.loss == Pinball((0.25, 0.5, 0.75))
    assert recipe.because.keys() == {"network", "loss", "epochs", "batch_size", "optimizer"}
    assert "from what was 12 steps before" in recipe.because["network"]


def test_a_chain_that_answers_at_every_step_is_refused() -> None:
    with pytest.raises(
        NetworkError, match=r"answers at each of the 24 steps that it looks back on\. Expected one answer"
    ):
        foreseeing(shorthand.network("dense 4 relu"), DATA)


def test_what_is_no_series_is_refused() -> None:
    with pytest.raises(TypeError, match="ArrayInputs is no series"):
        window_of(ng.data.arrays(np.zeros((20, 2)), np.arange(20.0)))


@pytest.fixture(scope="module")
def run() -> Run:
    return ng.fit("auto", GROWING, progress=None, epochs=40)


def test_a_wave_on_a_rise_is_foreseen_better_than_by_any_naive_forecast(run: Run) -> None:
    test = run.story.data.test
    assert test is not None
    scores = scored(answered(run.model, "test", test), run.model.spec)
    assert scores.mase < 0.5
    assert scores.mae < 0.5 * min(scores.naive.values())
    assert run.evaluate()["mae"] == pytest.approx(scores.mae, rel=1e-4)
    assert run.story.baseline["mae"] == pytest.approx(scores.naive["seasonal naive"], rel=1e-4)


def test_the_baseline_of_forecasts_is_the_loss_of_the_seasonal_naive_one(run: Run) -> None:
    test, target = GROWING.test, GROWING.spec.target
    assert test is not None
    y, told = test.y.astype(np.float64), test.beside["seasonal naive"].astype(np.float64)
    error = y - (told - np.array(target.offset)) / np.array(target.scale)
    pinball = np.mean([np.maximum(level * error, (level - 1) * error) for level in (0.1, 0.5, 0.9)])
    assert run.story.baseline["loss"] == pytest.approx(pinball, rel=1e-4)


def test_a_forecast_is_asked_of_the_model_in_python(run: Run) -> None:
    answer = run.model.predict({"month": months(96), "sold": GROWN})
    assert answer.levels is not None
    assert answer.levels.shape == (1, 6, 1, 3)
    values = np.asarray(answer.values)
    np.testing.assert_array_equal(values[0], answer.levels[0, :, 0, 1])
    to_come = 100 * 1.02 ** np.arange(96, 102) * (1 + 0.2 * np.sin(2 * np.pi * np.arange(96, 102) / 12))
    np.testing.assert_allclose(values[0], to_come, rtol=0.15)
    assert repr(answer) == "<Answer 'sold': 6 steps from 2008-01 to 2008-06, with quantiles 0.1, 0.5, 0.9>"
    frame = answer.to_frame()
    assert frame.columns == ["month", "sold", "sold 0.1", "sold 0.9"]
    assert frame["month"].to_list() == months(102)[96:]
    np.testing.assert_array_equal(frame.drop("month").to_numpy(), answer.levels[0, :, 0][:, [1, 0, 2]])
