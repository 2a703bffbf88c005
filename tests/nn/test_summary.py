"""The numbers of a summary, against keras' count_params and multiply-adds counted by hand."""

from __future__ import annotations

import keras
import pytest

from neuroglass.nn.layers import (
    GRU,
    LSTM,
    Activation,
    Add,
    BatchNorm,
    Bidirectional,
    Concatenate,
    Conv2D,
    Dense,
    Embedding,
    Input,
    MemberDense,
    Members,
    Output,
    SeparableConv2D,
)
from neuroglass.nn.network import Network
from neuroglass.nn.summary import label


def test_parameters_are_those_that_keras_counts() -> None:
    network = Network([Input((784,)), Dense(128, "relu"), BatchNorm(), Dense(64, use_bias=False), Dense(10, "softmax")])
    peer = keras.Sequential(
        [
            keras.Input((784,)),
            keras.layers.Dense(128, "relu"),
            keras.layers.BatchNormalization(),
            keras.layers.Dense(64, use_bias=False),
            keras.layers.Dense(10, "softmax"),
        ]
    )
    assert sum(row.parameters for row in network.rows()) == peer.count_params()


@pytest.mark.parametrize(
    ("network", "multiply_adds"),
    [
        (Network([Input((784,)), Dense(128, "relu"), Dense(10, "softmax")]), 784 * 128 + 128 * 10),
        (Network([Input((5, 3)), Dense(4)]), 5 * 3 * 4),
        (Network([Input((6,)), Members(8), MemberDense(4)]), 8 * 6 * 4),
        (Network(Add()(Dense(3)(x := Input((2,))), Dense(3)(x))), 2 * 2 * 3),
        (Network([Input((), "int32"), Embedding(100, 8), Dense(2)]), 8 * 2),
        (Network([Input((6, 7, 20)), Conv2D(4, 3)]), 4 * 5 * 4 * 3 * 3 * 20),
        (Network([Input((6, 7, 2)), SeparableConv2D(4, 3, depth_multiplier=2)]), 4 * 5 * 4 * (3 * 3 + 4)),
        (Network([Input((6, 7, 2)), Conv2D(4, 3, groups=2)]), 4 * 5 * 4 * 3 * 3),
        (Network([Input((9, 2)), LSTM(4)]), 9 * (2 + 4) * 4 * 4),
        (Network([Input((9, 2)), Bidirectional(GRU(4))]), 2 * 9 * (2 + 4) * 3 * 4),
    ],
    ids=[
        "two layers",
        "a matrix",
        "members",
        "two arms",
        "an embedding looks up",
        "a convolution",
        "a separable one",
        "in groups",
        "at every step",
        "at every step, both ways",
    ],
)
def test_multiply_adds_are_the_products_of_the_matrices(network: Network, multiply_adds: int) -> None:
    assert sum(row.multiply_adds for row in network.rows()) == multiply_adds


def test_the_summary_is_a_table_with_its_sums() -> None:
    x = Input((4,))
    network = Network(Dense(2, "softmax", name="end")(Concatenate()(Dense(3, "relu")(x), x)))
    assert network.summary() == (
        "node           layer        shape  parameters  multiply-adds\n"
        "------------------------------------------------------------\n"
        "input          Input        (4,)            0              0\n"
        "dense_1        Dense 3      (3,)           15             12\n"
        "dense_1.relu   relu         (3,)            0              0\n"
        "concatenate_1  Concatenate  (7,)            0              0\n"
        "end            Dense 2      (2,)           16             14\n"
        "end.softmax    softmax      (2,)            0              0\n"
        "------------------------------------------------------------\n"
        "31 parameters, 124 bytes, 26 multiply-adds a sample"
    )


def test_a_network_that_waits_for_data_says_so() -> None:
    assert Network([Dense(3), Output()]).summary().splitlines() == [
        "dense_1",
        "output",
        "shapes are known once the network meets its data",
    ]


def test_a_label_is_as_short_as_it_can_be_written() -> None:
    assert [
        label(layer) for layer in (Dense(3), Activation("relu"), Embedding(5, 2), Add(), Bidirectional(LSTM(4)))
    ] == [
        "Dense 3",
        "relu",
        "Embedding 5 2",
        "Add",
        "Bidirectional LSTM 4",
    ]
