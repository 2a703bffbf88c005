"""Where an open chain begins, beside keras, whose functional models are wired by hand."""

from __future__ import annotations

import re

import jax
import jax.numpy as jnp
import keras
import numpy as np
import pytest

from neuroglass.errors import NetworkError
from neuroglass.nn.layers import LSTM, Embedding, Input, Layer
from neuroglass.nn.network import Network

INPUTS = {"features": Input((3,)), "city": Input((), "int32"), "review": Input((6,), "int32")}
STEMS: dict[str, Layer] = {"city": Embedding(5, 2), "review": Embedding(9, 4, mask_zero=True)}


def completed(text: str | list[Layer], inputs: dict[str, Input] = INPUTS) -> Network:
    return Network(text).completed(
        inputs, {name: STEMS[name.rstrip("2")] for name in inputs if name[0] in "cr"}, 2, None
    )


def reads(network: Network) -> dict[str, tuple[str, ...]]:
    return {node.name: node.inputs for node in network.nodes}


@pytest.mark.parametrize("text", ["dense 4, dense", "dropout 0.2, dense 4, dense", "reshape 3x3, gru 4, dense"])
def test_a_chain_that_reads_a_vector_has_the_mean_of_the_text_in_it(text: str) -> None:
    network = completed(text)
    assert reads(network)["joined"] == ("features", "city.embedding", "review.mean")
    assert network.shapes["joined"] == (3 + 2 + 4,)


@pytest.mark.parametrize(
    ("text", "vector"),
    [
        ("lstm 8, dense 4, dense", "lstm_1"),
        ("dropout 0.2, bidirectional gru 8, dense", "bidirectional_1"),
        ("conv1d 8 3 relu, globalmaxpool1d, dense", "global_max_pool1d_1"),
        ("lstm 8", "lstm_1"),
        ([LSTM(8)], "lstm_1"),
    ],
)
def test_a_chain_that_walks_along_time_reads_the_text_and_then_the_rest(text: str | list[Layer], vector: str) -> None:
    network = completed(text)
    assert reads(network)["joined"] == (vector, "features", "city.embedding")
    assert "review.mean" not in network.shapes


def test_an_embedding_of_ones_own_takes_the_place_of_the_stem() -> None:
    network = completed("embedding 7, lstm 8, dense")
    assert reads(network)["embedding_1"] == ("review",)
    assert "review.embedding" not in network.shapes
    assert network.weights["embedding_1"]["embeddings"].shape == (9, 7)


@pytest.mark.usefixtures("lenient_promotion")
def test_what_a_chain_makes_of_a_text_beside_columns_is_what_keras_makes() -> None:
    network = completed("gru 8, dense")
    variables = network.init(jax.random.key(0))
    rng = np.random.default_rng(0)
    x = {
        "features": rng.normal(size=(4, 3)).astype(np.float32),
        "city": rng.integers(0, 5, 4, dtype=np.int32),
        "review": np.array([[1, 2, 3, 0, 0, 0], [8] * 6, [4, 0, 0, 0, 0, 0], [5, 6, 7, 1, 2, 0]], np.int32),
    }
    given = {name: keras.Input(layer.shape, dtype=layer.dtype) for name, layer in INPUTS.items()}
    tokens, city = keras.layers.Embedding(9, 4, mask_zero=True), keras.layers.Embedding(5, 2)
    read, answer = keras.layers.GRU(8), keras.layers.Dense(2)
    beside = [read(tokens(given["review"])), given["features"], city(given["city"])]
    model = keras.Model(list(given.values()), answer(keras.layers.Concatenate()(beside)))
    owners = {"review.embedding": tokens, "city.embedding": city, "gru_1": read, "output": answer}
    for name, layer in owners.items():
        layer.set_weights([np.asarray(array) for array in variables["params"][name].values()])
    ours = network.apply(variables, {name: jnp.asarray(array) for name, array in x.items()}).value
    np.testing.assert_allclose(ours, model(list(x.values())), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    ("text", "inputs", "message"),
    [
        (
            "lstm 8, dense",
            {**INPUTS, "review2": INPUTS["review"]},
            "lstm_1 walks along time, and there are 2 texts: review, review2. Expected one text, or layers of a vector",
        ),
        (
            "conv1d 8 3, dense",
            INPUTS,
            "conv1d_1 hands on every step of review, and features, city have none. Expected one vector of the text, to "
            'which the others are joined. End its walk by "gru 32", "globalmaxpool1d" or "flatten".',
        ),
    ],
    ids=["two texts", "every step"],
)
def test_a_chain_that_cannot_join_what_there_is_says_so(text: str, inputs: dict[str, Input], message: str) -> None:
    with pytest.raises(NetworkError, match="^" + re.escape(message)):
        completed(text, inputs)
