"""What metrics are where their formulas have no value, and what wrong input is told. Numbers by hand."""

from __future__ import annotations

import math

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from neuroglass.errors import NetworkError
from neuroglass.nn import metrics
from tests.nn.metrics.cases import CASES, NUMBERS, ROWS, Case

SURE = np.array([[0.9], [0.2], [0.6]])
THREE = np.array([[0.8, 0.1, 0.1], [0.3, 0.4, 0.3], [0.2, 0.2, 0.6]])


@pytest.mark.parametrize("target", [[0, 0, 0], [1, 1, 1]])
@pytest.mark.parametrize("prediction", [SURE, THREE], ids=["one column", "three columns"])
def test_areas_are_nan_when_all_targets_are_of_one_class(target: list[int], prediction: np.ndarray) -> None:
    areas = metrics.tables(["roc_auc", "pr_auc"], np.array(target), prediction)
    assert math.isnan(areas["roc_auc"])
    assert math.isnan(areas["pr_auc"])


def test_a_prediction_that_is_nan_makes_every_metric_of_probabilities_nan() -> None:
    names = ["roc_auc", "pr_auc", "log_loss", "brier", "calibration_error"]
    for name, value in metrics.tables(names, np.array([0, 1, 1]), np.array([[0.1], [np.nan], [0.8]])).items():
        assert math.isnan(value), name


@pytest.mark.parametrize("case", [CASES[0], CASES[-1]], ids=["classes", "values"])
def test_no_rows_give_nan(case: Case) -> None:
    of_nothing = metrics.tables(NUMBERS[case.task], case.target, case.prediction, np.zeros(ROWS))
    for name, value in of_nothing.items():
        assert math.isnan(value), name


def test_more_rows_than_promised_make_an_area_nan_rather_than_forget_them() -> None:
    metric = metrics.get("roc_auc")

    @jax.jit
    def area(promised: jax.Array) -> jax.Array:
        target, prediction = jnp.array([0, 1, 1]), jnp.array([[0.1], [0.2], [0.3]])
        return metric.result(metric.update(metric.start(len(promised), 1), target, prediction, jnp.ones(3)))

    assert math.isnan(float(area(jnp.zeros(2))))
    assert float(area(jnp.zeros(3))) == 1.0


def test_half_is_class_0_and_just_above_is_class_1() -> None:
    above = np.nextafter(np.float32(0.5), np.float32(1))
    assert metrics.measure("accuracy", np.array([0, 1]), np.array([[0.5], [above]])) == 1.0


@pytest.mark.parametrize(("k", "share"), [(1, 1 / 3), (2, 2 / 3), (3, 1.0)])
def test_of_equal_probabilities_the_first_class_ranks_first(k: int, share: float) -> None:
    tied = np.full((3, 3), 1 / 3)
    assert metrics.measure(f"top_{k}_accuracy", np.array([0, 1, 2]), tied) == pytest.approx(share)


def test_a_class_that_occurs_nowhere_does_not_lower_the_macro_mean() -> None:
    target, prediction = np.array([0, 1, 1]), np.array([[0.9, 0.1, 0.0], [0.2, 0.8, 0.0], [0.3, 0.7, 0.0]])
    assert metrics.measure("f1_macro", target, prediction) == 1.0
    assert metrics.tables(["f1_per_class"], target, prediction)["f1_per_class"].tolist() == [1.0, 1.0, 0.0]


def test_certain_and_wrong_costs_a_finite_log_loss() -> None:
    assert metrics.measure("log_loss", np.array([1]), np.array([[0.0]])) == pytest.approx(23 * math.log(2))


def test_log_loss_of_a_certain_and_right_row_is_nearly_zero() -> None:
    assert metrics.measure("log_loss", np.array([1]), np.array([[1.0]])) == pytest.approx(2.0**-23)


def test_a_confidence_on_an_edge_falls_into_the_lower_bin() -> None:
    on_edge_and_inside = np.array([[0.6, 0.4], [0.59, 0.41]])
    error = metrics.measure("calibration_error", np.array([0, 1]), on_edge_and_inside)
    assert error == pytest.approx(abs(0.5 - (0.6 + 0.59) / 2), rel=1e-5)


def test_correlation_is_0_when_one_class_is_always_given_and_minus_1_when_all_is_wrong() -> None:
    assert metrics.measure("mcc", np.array([0, 1, 1]), np.array([[0.9], [0.9], [0.9]])) == 0.0
    assert metrics.measure("mcc", np.array([0, 1, 1]), np.array([[0.9], [0.1], [0.1]])) == -1.0


def test_a_target_of_0_is_divided_by_the_smallest_step_as_in_scikit_learn() -> None:
    assert metrics.measure("mape", np.array([[0.0]]), np.array([[1.0]])) == 2.0**52
    assert metrics.measure("mape", np.array([[0.0], [2.0]]), np.array([[0.0], [1.0]])) == 0.25


def test_r2_of_a_constant_target_is_1_if_met_and_else_0() -> None:
    constant = np.full((4, 1), 3.0)
    assert metrics.measure("r2", constant, constant) == 1.0
    assert metrics.measure("r2", constant, constant + 1) == 0.0


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(NetworkError, match=r"Metric 'f1_marco' is not known. Did you mean f1_macro?"):
        metrics.get("f1_marco")


def test_top_0_is_refused() -> None:
    with pytest.raises(NetworkError, match=r"top_k_accuracy got k = 0. Expected a whole number above 0"):
        metrics.top_k_accuracy(0)
    with pytest.raises(NetworkError, match="'top_0_accuracy' is not known"):
        metrics.get("top_0_accuracy")


def test_shapes_that_do_not_belong_together_are_refused() -> None:
    with pytest.raises(NetworkError, match=r"mse got target \(3,\), prediction \(3, 1\), weight \(3,\). Expected targ"):
        metrics.measure("mse", np.zeros(3), np.zeros((3, 1)))
    with pytest.raises(NetworkError, match=r"accuracy got target \(3, 1\).* Expected target \(rows,\), prediction"):
        metrics.measure("accuracy", np.zeros((3, 1)), np.zeros((3, 1)))
    with pytest.raises(NetworkError, match=r"weight \(2,\)\. Expected target \(rows,\), .* weight \(rows,\)"):
        metrics.measure("accuracy", np.zeros(3), SURE, np.ones(2))
    with pytest.raises(NetworkError, match=r"weight \(1,\)\. Expected target and prediction"):
        metrics.measure("mse", np.zeros((3, 1)), np.zeros((3, 1)), np.ones(1))


def test_metrics_of_two_tasks_or_of_none_are_refused() -> None:
    with pytest.raises(NetworkError, match=r"Asked for mse, accuracy. Expected metrics of one task"):
        metrics.tables(["mse", "accuracy"], np.zeros((3, 1)), SURE)
    with pytest.raises(NetworkError, match=r"Asked for no metric"):
        metrics.tables([], np.zeros((3, 1)), SURE)


def test_names_tell_the_metrics_of_a_task() -> None:
    assert metrics.names("values") == ("mae", "mse", "mape", "smape", "rmse", "r2")
    assert set(metrics.names("classes")) == set(metrics.METRICS) - set(metrics.names("values"))


@pytest.mark.parametrize("name", ["top_2", "top_0_accuracy", "topk"])
def test_an_unknown_top_metric_is_told_how_they_are_written(name: str) -> None:
    expected = f"^Metric '{name}' is not known\\. Write top_3_accuracy, or any other number in the place of 3\\.$"
    with pytest.raises(NetworkError, match=expected):
        metrics.get(name)
