"""What a layer refuses, and in which words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import jax.numpy as jnp
import pytest

from neuroglass.errors import NeuroglassError
from neuroglass.nn.layers import (
    Activation,
    Add,
    AlphaDropout,
    BatchNorm,
    Concatenate,
    Dense,
    Dropout,
    Embedding,
    Flatten,
    GaussianNoise,
    Input,
    Layer,
    LayerNorm,
    MemberDense,
    MemberMean,
    Members,
    Moment,
    Multiply,
    Output,
    Reshape,
    Shape,
)

SETTINGS: dict[str, tuple[Callable[[], Any], str]] = {
    "no units": (lambda: Dense(0), "Dense(units=0). Expected units to be a whole number above 0."),
    "half a unit": (lambda: Dense(2.5), "Dense(units=2.5)."),  # type: ignore[arg-type]
    "true units": (lambda: Dense(True), "Dense(units=True)."),
    "activation": (lambda: Dense(3, "rleu"), "activation 'rleu' is not known. Did you mean relu?"),
    "bias": (lambda: Dense(3, use_bias="no"), "Dense(use_bias='no'). Expected True or False."),  # type: ignore[arg-type]
    "initializer": (
        lambda: Dense(3, kernel_initializer="he_norml"),
        "initializer 'he_norml' is not known. Did you mean he_normal?",
    ),
    "bias initializer": (lambda: Dense(3, bias_initializer="zero"), "Did you mean zeros?"),
    "regularizer": (lambda: Dense(3, kernel_regularizer="l3"), "regularizer 'l3' is not known."),
    "constraint": (
        lambda: Dense(3, kernel_constraint=2.0),  # type: ignore[arg-type]
        "the constraint 2.0. Expected regularizers.max_norm(...) or None.",
    ),
    "alone": (lambda: Activation("sigmid"), "activation 'sigmid' is not known. Did you mean sigmoid?"),
    "members": (lambda: Members(0), "Members(members=0)."),
    "member units": (lambda: MemberDense(-1), "MemberDense(units=-1)."),
    "member initializer": (lambda: MemberDense(2, kernel_initializer="he"), "initializer 'he' is not known."),
    "ids": (lambda: Embedding(0, 3), "Embedding(input_dim=0)."),
    "vector": (lambda: Embedding(3, 0), "Embedding(output_dim=0)."),
    "embeddings": (lambda: Embedding(3, 3, "unifrm"), "Did you mean uniform?"),
    "rate of 1": (lambda: Dropout(1), "Dropout(rate=1). Expected rate to be a number from 0 to below 1."),
    "rate below 0": (lambda: AlphaDropout(-0.1), "AlphaDropout(rate=-0.1)."),
    "rate in words": (lambda: Dropout("a"), "Dropout(rate='a')."),  # type: ignore[arg-type]
    "rate that is none": (lambda: Dropout(float("nan")), "Dropout(rate=nan)."),
    "endless noise": (lambda: GaussianNoise(float("inf")), "GaussianNoise(stddev=inf)."),
    "momentum": (
        lambda: BatchNorm(momentum=1.5),
        "BatchNorm(momentum=1.5). Expected momentum to be a number from 0 to 1.",
    ),
    "epsilon": (lambda: BatchNorm(epsilon=0), "BatchNorm(epsilon=0). Expected epsilon to be a number above 0."),
    "epsilon below 0": (lambda: LayerNorm(epsilon=-1.0), "LayerNorm(epsilon=-1.0)."),
    "input size": (lambda: Input((3, 0)), "Input(shape=0). Expected shape to be a whole number above 0."),
    "input shape": (lambda: Input(2.5), "Input(shape=2.5). Expected a whole number, or several as (28, 28)."),  # type: ignore[arg-type]
    "input dtype": (lambda: Input((3,), "float64"), "Input(dtype='float64'). Expected float32, int32 or uint8."),
    "two open sizes": (lambda: Reshape((-1, -1)), "Reshape((-1, -1)). Expected sizes above 0, of which one may be -1."),
    "halved axis": (lambda: Reshape((2.5,)), "Reshape(shape=(2.5,))."),  # type: ignore[arg-type]
}

INPUTS: dict[str, tuple[Layer, tuple[Shape, ...], str]] = {
    "two for one": (
        Dense(3),
        ((2,), (2,)),
        "Dense got 2 inputs. Expected one. Join them first with Add or Concatenate.",
    ),
    "none for one": (Flatten(), (), "Flatten got 0 inputs. Expected one. Place it after an Input or another layer."),
    "no axis": (Dense(3), ((),), "Dense got one number a sample, shape (). Expected at least one axis of features."),
    "no axis to normalise": (BatchNorm(), ((),), "BatchNorm got one number a sample"),
    "no axis within": (LayerNorm(), ((),), "LayerNorm got one number a sample"),
    "no axis for softmax": (Activation("softmax"), ((),), "Activation('softmax') got one number a sample"),
    "other shapes": (Add(), ((2,), (3,)), "Add got (2,) and (3,). Expected inputs of one shape."),
    "one alone": (Multiply(), ((2,),), "Multiply got 1 input. Expected two or more. Write Multiply()(x, y)."),
    "other rows": (
        Concatenate(),
        ((2, 3), (4, 3)),
        "Concatenate got (2, 3) and (4, 3). Expected shapes that differ in",
    ),
    "nothing to join": (Concatenate(), ((), ()), "Concatenate got () and ()."),
    "numbers left over": (Reshape((4, 2)), ((7,),), "Reshape((4, 2)) got (7,), that is 7 numbers a sample. Expected 8"),
    "not a multiple": (Reshape((-1, 2)), ((7,),), "Reshape((-1, 2)) got (7,), that is 7 numbers"),
    "behind another": (Input((3,)), ((3,),), "Input stands behind another layer. Expected the beginning of a network."),
    "units unknown": (Output(), ((3,),), "Output() does not know its units yet. Expected data."),
    "matrix for members": (
        Members(2),
        ((2, 3),),
        "Members got (2, 3). Expected one vector a sample. Put Flatten before",
    ),
    "vector for members": (MemberMean(), ((3,),), "MemberMean got (3,). Expected (members, features). Put Members(8)"),
}


@pytest.mark.parametrize(("make", "text"), SETTINGS.values(), ids=SETTINGS)
def test_an_impossible_setting_is_named(make: Callable[[], Any], text: str) -> None:
    with pytest.raises(NeuroglassError, match="^.*" + re.escape(text)):
        make()


@pytest.mark.parametrize(("layer", "shapes", "text"), INPUTS.values(), ids=INPUTS)
def test_inputs_that_do_not_fit_are_named(layer: Layer, shapes: tuple[Shape, ...], text: str) -> None:
    with pytest.raises(NeuroglassError, match="^" + re.escape(text)):
        layer.output_shape(*shapes)


@pytest.mark.parametrize("layer", [Dropout(0.5), AlphaDropout(0.5), GaussianNoise(1.0)], ids=repr)
def test_noise_without_a_key_says_where_to_give_it(layer: Layer) -> None:
    with pytest.raises(NeuroglassError, match=r"apply got no key. Expected apply\(\.\.\., key=jax.random.key\(0\)\)"):
        layer.compute({}, Moment(training=True), jnp.ones((2, 3)))


def test_a_layer_called_on_an_array_says_how_a_network_is_written() -> None:
    with pytest.raises(NeuroglassError, match=r"^Dense was called on ArrayImpl. Expected an Input .* network.apply\.$"):
        Dense(3)(jnp.ones((2, 3)))  # type: ignore[arg-type]
