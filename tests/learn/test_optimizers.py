"""Whole trajectories of every optimiser, against its published formula in float64 by hand and against keras.

Where keras follows another definition it is not asked: its nadam warms beta_1 up (Dozat's schedule; ours is the plain
form, as optax has it), and its weight decay in lamb stands outside the trust ratio (ours inside, as in the paper).
keras puts epsilon inside the root in rmsprop and before the bias correction in adam, so there epsilon is kept tiny; the
formulas by hand have a large one.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np
import optax
import pytest

from neuroglass.errors import ConfigurationError
from neuroglass.learn import optimizers, schedules
from neuroglass.learn.optimizers import NAMED, Optimizer
from neuroglass.nn.describe import describe, restore

STEPS, RATE = 20, 0.05
RNG = np.random.default_rng(0)
START = [RNG.normal(size=(3,)), RNG.normal(size=(2, 3))]
PULL = [RNG.normal(size=(STEPS, 3)), RNG.normal(size=(STEPS, 2, 3))]

Array = np.ndarray
Rule = Callable[[Array, Array], Array]  # (gradient, weight) to the direction of a step


def slope(weight: Any, pull: Any) -> Any:
    """Of a steep bowl with noise: gradients depend on where the optimiser went."""
    return weight * 3 + pull


def sgd(momentum: float = 0.0, nesterov: bool = False) -> Rule:
    v: Any = 0.0

    def direction(g: Array, w: Array) -> Array:
        nonlocal v
        v = momentum * v + g
        return g + momentum * v if nesterov else v

    return direction


def rmsprop(rho: float, epsilon: float, momentum: float = 0.0) -> Rule:
    then = sgd(momentum)
    s: Any = 0.0

    def direction(g: Array, w: Array) -> Array:
        nonlocal s
        s = rho * s + (1 - rho) * g**2
        return then(g / (np.sqrt(s) + epsilon), w)

    return direction


def adagrad(start: float, epsilon: float) -> Rule:
    s: Any = start

    def direction(g: Array, w: Array) -> Array:
        nonlocal s
        s = s + g**2
        return g / np.sqrt(s + epsilon)

    return direction


def adam(beta_1: float, beta_2: float, epsilon: float, decay: float = 0.0, ahead: bool = False) -> Rule:
    m: Any = 0.0
    v: Any = 0.0
    t = 0

    def direction(g: Array, w: Array) -> Array:
        nonlocal m, v, t
        t += 1
        m, v = beta_1 * m + (1 - beta_1) * g, beta_2 * v + (1 - beta_2) * g**2
        first = m / (1 - beta_1**t)
        if ahead:
            first = beta_1 * m / (1 - beta_1 ** (t + 1)) + (1 - beta_1) * g / (1 - beta_1**t)
        return first / (np.sqrt(v / (1 - beta_2**t)) + epsilon) + decay * w

    return direction


def lamb(beta_1: float, beta_2: float, epsilon: float, decay: float) -> Rule:
    inner = adam(beta_1, beta_2, epsilon, decay)

    def direction(g: Array, w: Array) -> Array:
        step = inner(g, w)
        return step * np.linalg.norm(w) / np.linalg.norm(step)

    return direction


def lion(beta_1: float, beta_2: float, decay: float = 0.0) -> Rule:
    m: Any = 0.0

    def direction(g: Array, w: Array) -> Array:
        nonlocal m
        step = np.sign(beta_1 * m + (1 - beta_1) * g)
        m = beta_2 * m + (1 - beta_2) * g
        return step + decay * w

    return direction


@dataclasses.dataclass(frozen=True)
class Case:
    ours: Optimizer
    formula: Callable[[], Rule]
    before: Callable[[list[Array]], list[Array]] = list  # what is done to the whole gradient first


def cut(gradients: list[Array]) -> list[Array]:
    return [np.clip(g, -0.7, 0.7) for g in gradients]


def shortened(gradients: list[Array]) -> list[Array]:
    norm = np.sqrt(sum((g**2).sum() for g in gradients))
    return [g * min(1, 1.5 / norm) for g in gradients]


BY_HAND = {
    "sgd": Case(optimizers.sgd(RATE), sgd),
    "momentum": Case(optimizers.sgd(RATE, 0.9), lambda: sgd(0.9)),
    "nesterov": Case(optimizers.sgd(RATE, 0.9, nesterov=True), lambda: sgd(0.9, nesterov=True)),
    "rmsprop": Case(optimizers.rmsprop(RATE, 0.8, 0.1), lambda: rmsprop(0.8, 0.1)),
    "rmsprop, momentum": Case(optimizers.rmsprop(RATE, 0.8, 0.1, 0.5), lambda: rmsprop(0.8, 0.1, 0.5)),
    "adam": Case(optimizers.adam(RATE, 0.8, 0.95, 0.1), lambda: adam(0.8, 0.95, 0.1)),
    "adam, decayed": Case(
        optimizers.adam(RATE, 0.8, 0.95, 0.1, weight_decay=0.3), lambda: adam(0.8, 0.95, 0.1, decay=0.3)
    ),
    "adamw": Case(optimizers.adamw(RATE, 0.3, 0.8, 0.95, 0.1), lambda: adam(0.8, 0.95, 0.1, decay=0.3)),
    "nadam": Case(optimizers.nadam(RATE, 0.8, 0.95, 0.1), lambda: adam(0.8, 0.95, 0.1, ahead=True)),
    "adagrad": Case(optimizers.adagrad(RATE, 0.2, 0.1), lambda: adagrad(0.2, 0.1)),
    "lamb": Case(optimizers.lamb(RATE, 0.3, 0.8, 0.95, 0.1), lambda: lamb(0.8, 0.95, 0.1, decay=0.3)),
    "lion": Case(optimizers.lion(RATE, 0.3, 0.8, 0.95), lambda: lion(0.8, 0.95, decay=0.3)),
    "clip_value": Case(optimizers.sgd(RATE, clip_value=0.7), sgd, cut),
    "clip_norm": Case(optimizers.adam(RATE, 0.8, 0.95, 0.1, clip_norm=1.5), lambda: adam(0.8, 0.95, 0.1), shortened),
}

TINY = 1e-12
AS_KERAS: dict[str, tuple[Optimizer, Callable[[], Any]]] = {
    "sgd": (optimizers.sgd(RATE), lambda: keras.optimizers.SGD(RATE)),
    "momentum": (optimizers.sgd(RATE, 0.9), lambda: keras.optimizers.SGD(RATE, 0.9)),
    "nesterov": (optimizers.sgd(RATE, 0.9, nesterov=True), lambda: keras.optimizers.SGD(RATE, 0.9, nesterov=True)),
    "rmsprop": (
        optimizers.rmsprop(RATE, 0.8, TINY, 0.5),
        lambda: keras.optimizers.RMSprop(RATE, 0.8, 0.5, epsilon=TINY),
    ),
    "adam": (optimizers.adam(RATE, epsilon=TINY), lambda: keras.optimizers.Adam(RATE, epsilon=TINY)),
    "adamw": (optimizers.adamw(RATE, 0.1, epsilon=TINY), lambda: keras.optimizers.AdamW(RATE, 0.1, epsilon=TINY)),
    "adagrad": (optimizers.adagrad(RATE, 0.2, 0.1), lambda: keras.optimizers.Adagrad(RATE, 0.2, 0.1)),
    "lamb": (optimizers.lamb(RATE, epsilon=TINY), lambda: keras.optimizers.Lamb(RATE, epsilon=TINY)),
    "lion": (optimizers.lion(RATE), lambda: keras.optimizers.Lion(RATE)),
    "clip_value": (optimizers.sgd(RATE, clip_value=0.7), lambda: keras.optimizers.SGD(RATE, clipvalue=0.7)),
    "clip_norm": (optimizers.sgd(RATE, clip_norm=1.5), lambda: keras.optimizers.SGD(RATE, global_clipnorm=1.5)),
}


def walked(optimizer: Optimizer, dtype: Any) -> list[Array]:
    """(steps, ...) of each weight, by our rule, stepping as the program does."""
    rule = optimizer.transformation()
    weights = [jnp.asarray(array, dtype) for array in START]

    def step(carry: Any, pull: Any) -> Any:
        weights, state = carry
        direction, state = rule.update(list(map(slope, weights, pull)), state, weights)
        weights = [w - RATE * d for w, d in zip(weights, direction, strict=True)]
        return (weights, state), weights

    pulls = [jnp.asarray(array, dtype) for array in PULL]
    _, path = jax.jit(lambda: jax.lax.scan(step, (weights, rule.init(weights)), pulls))()
    return [np.asarray(array) for array in path]


@pytest.mark.usefixtures("lenient_promotion")
@pytest.mark.parametrize("case", BY_HAND.values(), ids=BY_HAND)
def test_20_steps_are_those_of_the_formula_in_float64(case: Case) -> None:
    weights, rules = START, [case.formula() for _ in START]
    with jax.enable_x64(True):
        path = walked(case.ours, jnp.float64)
    for number in range(STEPS):
        gradients = case.before([slope(w, pull[number]) for w, pull in zip(weights, PULL, strict=True)])
        weights = [w - RATE * rule(g, w) for rule, g, w in zip(rules, gradients, weights, strict=True)]
        for array, expected in zip(path, weights, strict=True):
            np.testing.assert_allclose(array[number], expected, rtol=1e-6, atol=1e-8)


@pytest.mark.usefixtures("lenient_promotion")
@pytest.mark.parametrize(("ours", "peer"), AS_KERAS.values(), ids=AS_KERAS)
def test_20_steps_are_those_of_keras(ours: Optimizer, peer: Callable[[], Any]) -> None:
    theirs, variables = peer(), [keras.Variable(array.astype(np.float32)) for array in START]
    for number in range(STEPS):
        gradients = [slope(v.value, pull[number].astype(np.float32)) for v, pull in zip(variables, PULL, strict=True)]
        theirs.apply(gradients, variables)
    for array, variable in zip(walked(ours, jnp.float32), variables, strict=True):
        np.testing.assert_allclose(array[-1], variable.value, rtol=1e-4, atol=1e-5)


def test_every_optimiser_is_held_to_its_formula() -> None:
    assert {case.ours.rule for case in BY_HAND.values()} == set(NAMED)


@pytest.mark.parametrize("case", BY_HAND.values(), ids=BY_HAND)
def test_an_optimiser_comes_back_from_its_description_equal(case: Case) -> None:
    again = restore(json.loads(json.dumps(describe(case.ours))), KINDS, "the optimiser")
    assert again == case.ours
    assert hash(again) == hash(case.ours)


KINDS: dict[str, type] = {kind.__name__: kind for kind in (Optimizer, schedules.Constant)}


def test_a_learning_rate_given_apart_takes_the_place_of_its_own() -> None:
    assert optimizers.get("adam", 0.1) == optimizers.adam(0.1)
    assert optimizers.get(optimizers.adam(0.5, 0.7), 0.1) == optimizers.adam(0.1, 0.7)
    assert optimizers.get("sgd", schedules.cosine(0.1)).schedule == schedules.cosine(0.1)
    assert optimizers.get("lion") == optimizers.lion()


REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "a name": (lambda: optimizers.get("adm"), "the optimiser 'adm' is not known. Did you mean adam?"),
    "a thing": (lambda: optimizers.get(3), "the optimiser 3 is not known."),  # type: ignore[arg-type]
    "one of optax": (
        lambda: optimizers.get(optax.adam(1e-3)),
        "the optimiser is an optax transformation, which cannot be written down. Expected an optimiser of neuroglass. "
        "Write ng.optimizers.adam(1e-3).",
    ),
    "a setting": (lambda: optimizers.adam(clipnorm=1.0), "adam has no setting 'clipnorm'. Did you mean clip_norm?"),
    "a rule": (lambda: Optimizer("adm", schedules.constant(0.1)), "the optimiser 'adm' is not known."),
    "beta": (
        lambda: optimizers.adam(beta_1=1.0),
        "adam(beta_1=1.0). Expected beta_1 to be a number from 0 to below 1.",
    ),
    "momentum": (lambda: optimizers.sgd(momentum=-0.1), "sgd(momentum=-0.1)."),
    "epsilon": (
        lambda: optimizers.rmsprop(epsilon=0.0),
        "rmsprop(epsilon=0.0). Expected epsilon to be a number above 0.",
    ),
    "decay": (lambda: optimizers.adamw(weight_decay=-1.0), "adamw(weight_decay=-1.0). Expected weight_decay to be"),
    "clip": (
        lambda: optimizers.sgd(clip_norm=0.0),
        "sgd(clip_norm=0.0). Expected clip_norm to be a number above 0, or",
    ),
    "nan": (lambda: optimizers.sgd(clip_value=float("nan")), "sgd(clip_value=nan)."),
    "rate": (
        lambda: optimizers.sgd(0.0),
        "Constant(learning_rate=0.0). Expected learning_rate to be a number above 0.",
    ),
    "unknown setting in words": (lambda: optimizers.get("sgd mass=0.9"), "sgd has no setting 'mass'. Known: momentum"),
    "one number too many in words": (
        lambda: optimizers.get("sgd", "cosine 0.1 0.2 0.3"),
        "the schedule 'cosine 0.1 0.2 0.3': too many positional arguments. Expected cosine with learning_rate, floor",
    ),
    "rate in words": (
        lambda: optimizers.get("sgd", "fast"),
        "learning_rate='fast'. Expected a number, or a schedule as cosine 0.002.",
    ),
}


@pytest.mark.parametrize(("make", "text"), REFUSED.values(), ids=REFUSED)
def test_an_impossible_optimiser_is_named(make: Callable[[], Any], text: str) -> None:
    with pytest.raises(ConfigurationError, match="^" + re.escape(text)):
        make()
