"""What every layer must keep: agreement with keras and with float64 finite differences, and its word about itself."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from neuroglass.files import pack, unpack, write_whole
from neuroglass.nn import layers
from neuroglass.nn.describe import describe, restore
from neuroglass.nn.layers import Input, Layer
from neuroglass.nn.layers.recurrent import Recurrent
from neuroglass.nn.network import KNOWN, Network
from tests.nn.layers.cases import BATCH, CASES, RESTING, VARIANTS, WHOLE, Case, arrays, computed
from tests.nn.slopes import check_slope

KEY = jax.random.key(11)
ALL = pytest.mark.parametrize("case", CASES.values(), ids=CASES)
AT_REST = {f"{name}, at rest": (case, False) for name, case in (CASES | VARIANTS).items()}
MOVING = {name: case for name, case in (CASES | VARIANTS).items() if len(case.learnt()) < len(case.weights())}
COMPARED = AT_REST | {f"{name}, training": (case, True) for name, case in MOVING.items()}  # the others compute the same

compiled = jax.jit(computed, static_argnums=(0, 4))


def run(case: Case, training: bool, inputs: list[np.ndarray], rows: Any = None) -> tuple[jax.Array, layers.Arrays]:
    return compiled(case.layer, arrays(case.weights()), KEY, rows, training, *map(jnp.asarray, inputs))


def test_every_layer_is_in_the_table() -> None:
    public = {kind for kind in vars(layers).values() if isinstance(kind, type) and issubclass(kind, Layer)}
    assert {type(case.layer) for case in CASES.values()} == public - {Layer, Input}


def from_keras(case: Case, training: bool) -> tuple[Any, Any, Any]:
    """(output, gradients, new state) of the keras layer with our weights."""
    peer = case.peer()
    shapes = [(BATCH, *shape) for shape in case.shapes]
    peer.build(shapes if len(shapes) > 1 else shapes[0])
    weights = case.weights()
    wanted = [variable.shape for variable in peer.trainable_variables]  # keras keeps the shared axes of prelu, as 1
    given = [_turned(case, jnp.asarray(weights[name])) for name in case.learnt()]
    learnt = [array.reshape(shape) for array, shape in zip(given, wanted, strict=True)]
    state = [jnp.asarray(value) for name, value in weights.items() if name not in case.learnt()]
    state += [variable.value for variable in peer.non_trainable_variables[len(state) :]]  # seeds
    inputs = [jnp.asarray(array) for array in case.inputs()]

    def pulled(learnt: Any, inputs: Any) -> Any:
        given = inputs if len(inputs) > 1 else inputs[0]
        value, moved = peer.stateless_call(learnt, state, given, **_training(peer, training))
        return jnp.vdot(pull(value), value), (value, moved)

    gradient = jax.jit(jax.grad(pulled, 0 if case.takes_ids else (0, 1), has_aux=True))
    slopes, (value, moved) = gradient(learnt, inputs)
    of_weights, *of_inputs = (slopes,) if case.takes_ids else slopes
    turned = [_turned(case, slope) for slope in of_weights]
    as_ours = [slope.reshape(weights[name].shape) for name, slope in zip(case.learnt(), turned, strict=True)]
    return value, (as_ours if case.takes_ids else (as_ours, *of_inputs)), moved[: len(weights) - len(learnt)]


def _turned(case: Case, array: jax.Array) -> jax.Array:
    return array.swapaxes(-1, -2) if case.turned and array.ndim > 1 else array


def _training(peer: Any, training: bool) -> dict[str, bool]:
    return {"training": training} if peer._call_has_training_arg else {}


def pull(value: jax.Array) -> jax.Array:
    return jnp.asarray(np.random.default_rng(5).normal(size=value.shape), jnp.float32)


@pytest.mark.usefixtures("lenient_promotion")
@pytest.mark.parametrize(("case", "training"), COMPARED.values(), ids=COMPARED)
def test_output_gradient_and_state_are_those_of_keras(case: Case, training: bool) -> None:
    weights = case.weights()
    state = {key: jnp.asarray(value) for key, value in weights.items() if key not in case.learnt()}

    def pulled(learnt: Any, inputs: Any) -> Any:
        owned = dict(zip(case.learnt(), learnt, strict=True)) | state
        value, moved = computed(case.layer, owned, KEY, None, training, *inputs)
        return jnp.vdot(pull(value), value), (value, moved)

    learnt = [jnp.asarray(weights[key]) for key in case.learnt()]
    inputs = [jnp.asarray(array) for array in case.inputs()]
    gradient = jax.jit(jax.grad(pulled, 0 if case.takes_ids else (0, 1), has_aux=True))
    slopes, (value, moved) = gradient(learnt, inputs)
    expected, expected_slopes, expected_state = from_keras(case, training)
    np.testing.assert_allclose(value, expected, rtol=2e-5, atol=2e-6)
    jax.tree.map(functools.partial(np.testing.assert_allclose, rtol=1e-4, atol=2e-5), slopes, expected_slopes)
    ours = list((state | ({} if case.layer.recurrent else moved)).values())
    jax.tree.map(functools.partial(np.testing.assert_allclose, rtol=1e-5), ours, list(expected_state))


@ALL
def test_gradient_in_training_is_that_of_finite_differences_in_float64(case: Case) -> None:
    weights, inputs = case.weights(np.float64), case.inputs(np.float64)
    moving = list(weights.values()) + ([] if case.takes_ids else inputs)
    ends = np.cumsum([array.size for array in moving])[:-1]

    def value(vector: jax.Array) -> jax.Array:
        parts = [part.reshape(like.shape) for part, like in zip(jnp.split(vector, ends), moving, strict=True)]
        owned = dict(zip(weights, parts, strict=False))
        given = map(jnp.asarray, inputs) if case.takes_ids else parts[len(weights) :]
        return computed(case.layer, owned, KEY, None, True, *given)[0]

    check_slope(value, np.concatenate([array.ravel() for array in moving]), case.scale)


@ALL
@pytest.mark.parametrize("training", [False, True], ids=["resting", "training"])
def test_the_output_has_the_promised_shape_and_dtype(case: Case, training: bool) -> None:
    value, moved = run(case, training, case.inputs())
    assert case.layer.output_shape(*case.shapes) == case.output
    assert value.shape == (BATCH, *case.output)
    assert value.dtype == jnp.float32
    if isinstance(case.layer, Recurrent):
        assert {name: array.shape for name, array in moved.items()} == dict.fromkeys(case.layer.states, (BATCH, 3))
        return
    owned = case.layer.weights(*case.shapes)
    assert {name: array.shape for name, array in moved.items()} == {name: owned[name].shape for name in moved}
    assert all(not owned[name].learnt for name in moved)


@ALL
def test_equal_layers_share_one_compilation_that_computes_what_eager_does(case: Case) -> None:
    traces = []

    @functools.partial(jax.jit, static_argnums=(0, 4))
    def traced(layer: Layer, weights: Any, key: Any, rows: Any, training: bool, *inputs: Any) -> Any:
        traces.append(layer)
        return computed(layer, weights, key, rows, training, *inputs)

    weights, inputs = arrays(case.weights()), [jnp.asarray(array) for array in case.inputs()]
    rows = jnp.ones(BATCH)
    first = traced(case.layer, weights, KEY, rows, True, *inputs)
    again = restore(describe(case.layer), KNOWN, "layer")
    traced(again, {name: array + 1 for name, array in weights.items()}, jax.random.key(2), rows, True, *inputs)
    assert len(traces) == 1
    eager = computed(case.layer, weights, KEY, rows, True, *inputs)
    jax.tree.map(functools.partial(np.testing.assert_allclose, rtol=1e-5, atol=1e-6), first, eager)


@ALL
def test_a_layer_comes_back_from_its_description_as_json(case: Case) -> None:
    again = restore(json.loads(json.dumps(describe(case.layer))), KNOWN, "layer")
    assert again == case.layer
    assert hash(again) == hash(case.layer)


@pytest.mark.parametrize("case", WHOLE.values(), ids=WHOLE)
def test_a_saved_and_loaded_layer_gives_the_same_bytes(case: Case, tmp_path: Path) -> None:
    inputs = [Input(shape, "int32" if case.takes_ids else "float32") for shape in case.shapes]
    network = Network(case.layer(*inputs))
    variables = network.init(KEY)
    content = pack(flat(variables), {"network": network.to_json()})
    write_whole(tmp_path / "layer", content)
    saved, facts = unpack(tmp_path / "layer", "model")
    again = Network.from_json(facts["network"])
    assert again == network
    assert pack(saved, {"network": again.to_json()}) == content
    given = {name: jnp.asarray(array) for name, array in zip(network.inputs, case.inputs(), strict=True)}
    value, loaded = (n.apply(variables, given).value for n in (network, again))
    assert np.asarray(value).tobytes() == np.asarray(loaded).tobytes()


def flat(variables: Any) -> dict[str, Any]:
    leaves, _ = jax.tree_util.tree_flatten_with_path(variables)
    return {jax.tree_util.keystr(path): np.asarray(leaf) for path, leaf in leaves}


@ALL
def test_at_rest_the_rows_of_a_batch_do_not_see_each_other(case: Case) -> None:
    inputs = case.inputs()
    together, _ = run(case, False, inputs)
    alone, _ = run(case, False, [array[2:3] for array in inputs])
    np.testing.assert_allclose(together[2:3], alone, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("case", RESTING.values(), ids=RESTING)
def test_rows_that_are_padding_change_nothing(case: Case) -> None:
    real = 4
    inputs = case.inputs()
    garbage = [array if case.takes_ids else np.concatenate([array[:real], 1e4 + array[real:]]) for array in inputs]
    rows = (jnp.arange(BATCH) < real).astype(jnp.float32)
    padded, moved = run(case, True, garbage, rows)
    value, expected = run(case, True, [array[:real] for array in inputs])
    moved = {name: array[:real] for name, array in moved.items()} if case.layer.recurrent else moved
    np.testing.assert_allclose(padded[:real], value, rtol=1e-5, atol=1e-6)
    jax.tree.map(functools.partial(np.testing.assert_allclose, rtol=1e-5, atol=1e-6), moved, expected)


@pytest.mark.parametrize("case", RESTING.values(), ids=RESTING)
def test_a_layer_that_does_not_say_it_draws_needs_no_key(case: Case) -> None:
    value, _ = compiled(case.layer, arrays(case.weights()), None, None, True, *map(jnp.asarray, case.inputs()))
    assert bool(jnp.isfinite(value).all())
