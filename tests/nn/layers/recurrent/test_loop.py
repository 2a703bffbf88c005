"""The loop and its gradient: against finite differences in float64, and against JAX's own gradient of a plain scan."""

from __future__ import annotations

import functools
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from neuroglass.nn.layers import GRU, LSTM, Moment
from neuroglass.nn.layers.recurrent import Recurrent, loop
from tests.nn.layers.recurrent.walking import BATCH, CELLS, FEATURES, REAL, TIME, UNITS, answer, drawn, pull, weights_of
from tests.nn.slopes import check_slope

EACH = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)


@EACH
def test_the_gradient_of_all_that_enters_is_that_of_finite_differences(cell: type[Recurrent]) -> None:
    layer = cell(UNITS, return_sequences=True, return_state=True, go_backwards=True, dropout=0.2, recurrent_dropout=0.2)
    x = np.asarray(drawn(7, BATCH, TIME, FEATURES), np.float64)
    begin = np.asarray(drawn(8, BATCH, layer.width), np.float64)
    weights = {name: np.asarray(array, np.float64) for name, array in weights_of(layer).items()}
    like = [x, begin, *weights.values()]
    ends = np.cumsum([array.size for array in like])[:-1]

    def value(vector: jax.Array) -> jax.Array:
        parts = [part.reshape(array.shape) for part, array in zip(jnp.split(vector, ends), like, strict=True)]
        moment = Moment(training=True, key=jax.random.key(1), steps=REAL)
        states, end = layer.compute(dict(zip(weights, parts[2:], strict=True)), moment, *parts[:2])
        return jnp.concatenate([states.ravel(), *(part.ravel() for part in end.values())])

    check_slope(value, np.concatenate([array.ravel() for array in like]))


def plain(cell: Recurrent, projected: jax.Array, kernel: jax.Array, begin: Any) -> tuple[Any, Any]:
    def step(state: Any, here: jax.Array) -> tuple[Any, Any]:
        _, after = cell.step(here, state[0] @ kernel, state)
        return after, after

    end, states = jax.lax.scan(step, begin, projected)
    return states, end


@EACH
def test_a_thousand_steps_have_the_gradient_of_a_plain_scan(cell: type[Recurrent]) -> None:
    layer = cell(UNITS)
    begin = (jnp.zeros((1, UNITS)),) * len(layer.states)
    kernel = 1.2 * jnp.linalg.qr(drawn(2, layer.columns * UNITS, UNITS))[0].T
    wide = len(layer.gates) * UNITS
    ours = _pulled(lambda *given: loop.run(layer, *given, None, None), drawn(1, 1000, 1, wide), kernel, begin)
    theirs = _pulled(functools.partial(plain, layer), drawn(1, 1000, 1, wide), kernel, begin)
    assert all(bool(jnp.isfinite(array).all()) for array in jax.tree.leaves(ours))
    jax.tree.map(functools.partial(np.testing.assert_allclose, rtol=1e-3, atol=1e-4), ours, theirs)


def _pulled(run: Any, *given: Any) -> Any:
    def total(*given: Any) -> Any:
        return sum(jnp.vdot(pull(part), part) for part in jax.tree.leaves(run(*given)))

    return jax.jit(jax.value_and_grad(total, (0, 1, 2)))(*given)


def test_each_way_the_loop_holds_one_product_and_all_others_stand_outside() -> None:
    layer = LSTM(UNITS, return_sequences=True)
    x = drawn(1, BATCH, TIME, FEATURES)
    learning = Moment(training=True, steps=REAL)
    slopes = jax.grad(lambda weights, x: layer.compute(weights, learning, x)[0].sum(), (0, 1))
    jaxpr = jax.make_jaxpr(slopes)(weights_of(layer), x)
    inside, outside = _products(jaxpr.jaxpr, False)
    assert inside == 2  # forward and backward
    assert outside == 4  # x W; and for the gradient of W, of U and of x


def _products(jaxpr: Any, looped: bool) -> tuple[int, int]:
    inside = outside = 0
    for equation in jaxpr.eqns:
        found = equation.primitive.name == "dot_general"
        inside, outside = inside + (found and looped), outside + (found and not looped)
        for value in equation.params.values():
            if hasattr(value, "jaxpr"):
                more = _products(value.jaxpr, looped or equation.primitive.name in ("while", "scan"))
                inside, outside = inside + more[0], outside + more[1]
    return inside, outside


def test_the_loop_runs_from_the_first_real_step_to_the_last_of_any_row() -> None:
    real = np.zeros((TIME, BATCH), bool)
    real[2, 0] = real[4, 1] = True
    assert tuple(map(int, loop._real_span(jnp.asarray(real)))) == (2, 5)


def test_networks_side_by_side_share_one_span_and_compute_what_each_does_alone() -> None:
    layer = GRU(UNITS, return_sequences=True)
    x, real = drawn(1, 2, BATCH, TIME, FEATURES), jnp.stack([REAL, REAL[:, ::-1]])
    weights = jax.tree.map(lambda array: jnp.stack([array, -array]), weights_of(layer))

    @jax.jit
    def slopes(weights: Any, x: jax.Array, real: jax.Array) -> Any:
        return jax.value_and_grad(lambda weights: jnp.vdot(x[..., :1], answer(layer, weights, x, real=real)[..., :1]))(
            weights
        )

    together = jax.jit(jax.vmap(slopes))(weights, x, real)
    for place in range(2):
        alone = slopes(jax.tree.map(lambda array, at=place: array[at], weights), x[place], real[place])
        ours = jax.tree.map(lambda array, at=place: array[at], together)
        jax.tree.map(functools.partial(np.testing.assert_allclose, rtol=1e-5, atol=1e-5), ours, alone)
    span = jax.vmap(loop._real_span)(real.swapaxes(1, 2))
    assert [array.tolist() for array in span] == [[0, 0], [TIME, TIME]]


def test_a_compiled_loop_of_training_steps_is_the_steps_one_by_one() -> None:
    layer = LSTM(UNITS)
    x, weights = drawn(1, BATCH, TIME, FEATURES), weights_of(layer)

    def step(_: Any, weights: Any) -> Any:
        slope = jax.grad(lambda weights: answer(layer, weights, x, real=REAL).sum())(weights)
        return jax.tree.map(lambda array, down: array - 0.1 * down, weights, slope)

    looped = jax.jit(lambda count: jax.lax.fori_loop(0, count, step, weights))(3)
    compiled = jax.jit(step)
    apart = compiled(0, compiled(0, compiled(0, weights)))
    jax.tree.map(functools.partial(np.testing.assert_allclose, rtol=1e-5, atol=1e-6), looped, apart)


def test_jacobians_are_taken_in_reverse_and_refused_forward() -> None:
    layer = LSTM(UNITS)
    weights = weights_of(layer)

    def answered(x: jax.Array) -> jax.Array:
        return answer(layer, weights, x)[0]

    x = drawn(1, 1, TIME, FEATURES)
    jacobian = jax.jit(jax.jacrev(answered))(x)
    np.testing.assert_allclose(jacobian[2], jax.grad(lambda x: answered(x)[2])(x), rtol=1e-5, atol=1e-6)
    with pytest.raises(TypeError, match="custom_vjp"):
        jax.jvp(answered, (x,), (x,))
