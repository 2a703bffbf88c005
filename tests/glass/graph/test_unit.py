"""The graph of a neuron that adds up products, held against what the program computes."""

from __future__ import annotations

import functools

import numpy as np
import pytest

from neuroglass.errors import NetworkError
from neuroglass.glass.graph.operations import CONSTANT, WEIGHT
from neuroglass.nn.layers import Dense, LayerNorm, Output
from tests.glass import made

GLASSES = {
    "dense": functools.partial(made.glass, made.dense, made.cars),
    "convolutional": functools.partial(made.glass, made.convolutional, made.pictures),
}


def near(found: object, wanted: object) -> None:
    np.testing.assert_allclose(np.asarray(found), np.asarray(wanted), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(("kind", "node", "unit"), [("dense", "dense_2", 3), ("convolutional", "conv2d_1", 1)])
def test_a_neuron_adds_up_to_what_the_program_computes(kind: str, node: str, unit: int) -> None:
    glass = GLASSES[kind]()
    graph = glass.graph((node, unit), sample=1)
    neuron = glass.neuron(node, unit, sample=1)
    made = {operation.primitive: operation for operation in graph.operations}
    products = [float(graph.quantities[name].value or 0) for name in graph.products]
    z = glass.values[node][(1, *neuron.at, unit)]
    assert sum(products) + glass.weights[node]["bias"][unit] == pytest.approx(z, abs=1e-5)
    near(made["add"].value, z)
    near(made["relu"].value, max(z, 0))


def test_a_neurons_gradients_are_its_column_of_the_weight_gradients() -> None:
    glass = made.seen(made.dense(), made.cars(), 1)
    graph = glass.graph(("dense_2", 2))
    found = {leaf.name: float(leaf.result.gradient or 0) for leaf in graph.leaves if leaf.kind == WEIGHT}
    bias = found.pop("dense_2[2]/bias")
    near(bias, glass.weight_gradients["dense_2"]["bias"][2])
    column = [found[f"dense_2[2]/kernel[{place},2]"] for place in range(6)]
    near(column, glass.weight_gradients["dense_2"]["kernel"][:, 2])


def test_a_product_is_told_with_its_weight_by_name() -> None:
    moments = list(made.glass(made.dense, made.cars).step_by_step(("dense_2", 2)))
    first = next(moment.words[0] for moment in moments if moment.words[0].startswith("mul = "))
    read = first.removeprefix("mul = ").partition(" × ")[0]
    weight = read.replace("dense_1.tanh[", "kernel[").replace("]", ",2]")
    assert first == f"mul = {read} × {weight}"
    handed = [line for moment in moments for line in moment.words if line.startswith("to kernel[")]
    assert any(line.startswith(f"to {weight} it hands g × {read}") for line in handed)


def test_a_pooling_adds_up_by_slopes_that_nothing_comes_back_to() -> None:
    graph = GLASSES["convolutional"]().graph(("max_pool2d_1", 1), at=(1, 0))
    assert len(graph.products) == 4
    slopes = {leaf.name: leaf for leaf in graph.leaves if leaf.kind == CONSTANT}
    assert sorted(float(leaf.result.value or 0) for leaf in slopes.values()) == [0, 0, 0, 1]
    assert all(leaf.result.gradient is None for leaf in slopes.values())
    assert not any(leaf.kind == WEIGHT for leaf in graph.leaves)
    assert all(box.gradient.startswith("input ") for box in graph.folded([graph.of]).boxes[:4])


def test_a_neuron_that_is_no_sum_is_refused() -> None:
    glass = made.seen(made.model_of(made.cars(), [Dense(4), LayerNorm(), Output()]), made.cars(), 1)
    message = r"layer_norm_1\[1\].* is no sum of inputs times weights.* Open all of its node, layer_norm_1, without"
    with pytest.raises(NetworkError, match=message):
        glass.graph(("layer_norm_1", 1))
