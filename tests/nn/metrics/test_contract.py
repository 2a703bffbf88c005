"""Every metric through the same checks. Numbers: scikit-learn, or the published definition by hand (peers.py)."""

from __future__ import annotations

import functools
from collections.abc import Iterable

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import sklearn.metrics

from neuroglass.nn import metrics
from neuroglass.nn.metrics.metric import Metric, State
from tests.nn.metrics.cases import CASES, NUMBERS, ROWS, Case
from tests.nn.metrics.peers import PEERS, columns

NAMES = {task: tuple(name for name in PEERS if metrics.get(name).task == task) for task in ("classes", "values")}
PAIRS = [pytest.param(name, case, id=f"{name}-{case.name}") for case in CASES for name in NAMES[case.task]]
HARD = [case for case in CASES if case.name in {"six imbalanced weighted", "three values weighted"}]
HARD_CASES = pytest.mark.parametrize("case", HARD, ids=[case.name for case in HARD])

Batch = tuple[jax.Array, jax.Array, jax.Array]


@functools.cache
def measured(name: str) -> dict[str, np.ndarray]:
    case = next(case for case in CASES if case.name == name)
    others = [name for name in NAMES[case.task] if name not in NUMBERS[case.task]]
    arrays = case.target, case.prediction, case.weight
    return metrics.tables(NUMBERS[case.task], *arrays) | (metrics.tables(others, *arrays) if others else {})


def carriers(names: Iterable[str]) -> list[Metric]:
    """One metric for each statistic: metrics with equal statistics share its state, as they do here."""
    return list({metrics.get(name).statistic: metrics.get(name) for name in names}.values())


def start(case: Case) -> list[State]:
    return [metric.start(ROWS, case.prediction.shape[1]) for metric in carriers(NAMES[case.task])]


def update(case: Case, states: list[State], batch: Batch) -> list[State]:
    return [metric.update(state, *batch) for metric, state in zip(carriers(NAMES[case.task]), states, strict=True)]


def result(names: tuple[str, ...], states: list[State]) -> dict[str, jax.Array]:
    statistics = [metric.statistic for metric in carriers(names)]
    return {name: metrics.get(name).result(states[statistics.index(metrics.get(name).statistic)]) for name in names}


compiled_result = jax.jit(result, static_argnums=0)


def assert_equal(ours: dict[str, jax.Array], expected: dict[str, np.ndarray]) -> None:
    for name, value in expected.items():
        np.testing.assert_allclose(ours[name], value, rtol=5e-7, atol=1e-7, err_msg=name)


def batches(case: Case, size: int) -> list[Batch]:
    """Batches of one size; the last is filled up with rows of weight 0 whose predictions are not even finite."""
    missing = -len(case.target) % size
    target, prediction, weight = (
        np.concatenate([array, np.full((missing, *array.shape[1:]), filler, array.dtype)])
        for array, filler in ((case.target, 0), (case.prediction, np.nan), (case.weight, 0))
    )
    return [
        (jnp.asarray(target[i : i + size]), jnp.asarray(prediction[i : i + size]), jnp.asarray(weight[i : i + size]))
        for i in range(0, len(target), size)
    ]


def test_every_metric_of_the_table_is_compared_with_a_peer() -> None:
    assert set(metrics.METRICS) <= set(PEERS)


@pytest.mark.parametrize(("name", "case"), PAIRS)
def test_agrees_with_the_peer(name: str, case: Case) -> None:
    np.testing.assert_allclose(measured(case.name)[name], PEERS[name](case), rtol=3e-6, atol=1e-6)


@pytest.mark.parametrize("size", [1, 7, 64, ROWS])
@HARD_CASES
def test_in_a_compiled_loop_neither_batch_size_nor_padding_matters(case: Case, size: int) -> None:
    target, prediction, weight = (jnp.stack(part) for part in zip(*batches(case, size), strict=True))

    def step(carry: tuple[jax.Array, list[State]]) -> tuple[jax.Array, list[State]]:
        i, states = carry
        return i + 1, update(case, states, (target[i], prediction[i], weight[i]))

    @jax.jit
    def all_batches() -> list[State]:
        first = (jnp.zeros((), jnp.int32), start(case))
        return jax.lax.while_loop(lambda carry: carry[0] < len(target), step, first)[1]

    assert_equal(compiled_result(NAMES[case.task], all_batches()), measured(case.name))


@HARD_CASES
def test_jit_equals_eager_and_compiles_once(case: Case) -> None:
    traces = 0

    @jax.jit
    def compiled(states: list[State], batch: Batch) -> list[State]:
        nonlocal traces
        traces += 1
        return update(case, states, batch)

    eager = states = start(case)
    for batch in batches(case, 64):
        states, eager = compiled(states, batch), update(case, eager, batch)
    assert traces == 1
    assert_equal(compiled_result(NAMES[case.task], states), measured(case.name))
    one_each = tuple(metric.name for metric in carriers(NAMES[case.task]))
    assert_equal(result(one_each, eager), {name: measured(case.name)[name] for name in one_each})


@HARD_CASES
def test_many_networks_are_measured_at_once_under_vmap(case: Case) -> None:
    target, weight = jnp.asarray(case.target), jnp.asarray(case.weight)

    def of_one(prediction: jax.Array) -> dict[str, jax.Array]:
        return result(NAMES[case.task], update(case, start(case), (target, prediction, weight)))

    both = np.stack([case.prediction[::-1], case.prediction])
    ours = jax.jit(jax.vmap(of_one))(jnp.asarray(both))
    assert_equal({name: value[1] for name, value in ours.items()}, measured(case.name))
    assert_equal(
        {name: value[0] for name, value in ours.items()},
        metrics.tables(NUMBERS[case.task], case.target, both[0], case.weight),
    )


@pytest.mark.parametrize("name", PEERS)
def test_shape_and_reading_are_as_told(name: str) -> None:
    metric = metrics.get(name)
    classes = 6
    case = next(case for case in HARD if case.task == metric.task)
    assert measured(case.name)[name].shape == (classes,) * metric.axes
    assert metric.name == name
    assert metrics.get(metric) is metric
    assert metric.meaning.endswith(".")
    assert metric.formula


@pytest.mark.parametrize("k", [1, 2, 3])
def test_top_k_accuracy_agrees_with_scikit_learn_where_nothing_is_tied(k: int) -> None:
    case = next(case for case in CASES if case.name == "six imbalanced weighted")
    theirs = sklearn.metrics.top_k_accuracy_score(
        case.target, columns(case), k=k, sample_weight=case.weight, labels=range(6)
    )
    ours = metrics.measure(metrics.top_k_accuracy(k), case.target, case.prediction, case.weight)
    assert ours == pytest.approx(theirs, rel=1e-6)


def test_two_columns_for_two_classes_are_the_same_as_one() -> None:
    case = next(case for case in CASES if case.name == "binary imbalanced weighted")
    two = metrics.tables(NAMES["classes"], case.target, columns(case), case.weight)
    for name, value in measured(case.name).items():
        np.testing.assert_allclose(two[name], value, rtol=1e-6, err_msg=name)
