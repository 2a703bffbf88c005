"""A network taken apart for one step at a time: what no token reaches is computed once, and changes no answer."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from neuroglass.errors import NetworkError
from neuroglass.nn.layers import (
    GRU,
    LSTM,
    Add,
    BatchNorm,
    Bidirectional,
    Concatenate,
    Conv2D,
    Dense,
    Embedding,
    Flatten,
    Input,
    Layer,
    Normalization,
    RepeatVector,
)
from neuroglass.nn.network import Network
from neuroglass.nn.walking import at_step, begun, beside, step_by_step

IDS, STEPS, ROWS = 7, 5, 3


def telling() -> Network:
    """Pictures and numbers say what is written: at each step, step by step, and as the state to begin in."""
    tokens = Embedding(IDS, 4, mask_zero=True)(Input(STEPS, "int32", name="tokens"))
    pixels = Normalization((9.0,), (4.0,))(Input((4, 4, 1), "uint8", name="image"))
    seen = Flatten()(BatchNorm()(Conv2D(2, 3)(pixels)))
    repeated = RepeatVector(STEPS)(Dense(4, "tanh")(seen))
    timed = Input((STEPS, 4), name="timed")
    joined = Add()(Concatenate()(tokens, repeated), Dense(8)(timed))
    states = GRU(6, return_sequences=True)(joined, Dense(6)(seen))
    return Network(Dense(IDS, "softmax")(states))


NETWORK = telling()
VARIABLES = NETWORK.init(jax.random.key(2))
DRAWN = np.random.default_rng(0)
GIVEN = {
    "image": jnp.asarray(DRAWN.integers(0, 256, (ROWS, 4, 4, 1)), jnp.uint8),
    "timed": jnp.asarray(DRAWN.normal(size=(ROWS, STEPS, 4)), jnp.float32),
}
TOKENS = jnp.asarray(DRAWN.integers(1, IDS, (ROWS, STEPS)), jnp.int32)


def test_step_after_step_gives_what_one_pass_over_all_steps_gives() -> None:
    whole = NETWORK.apply(VARIABLES, {**GIVEN, "tokens": TOKENS}).value
    walker, known = step_by_step(NETWORK, "tokens"), beside(NETWORK, "tokens", VARIABLES, GIVEN)
    carried, answers = begun(walker, ROWS, known), []
    for step in range(STEPS):
        given = {"tokens": TOKENS[:, step : step + 1], **at_step(known, jnp.int32(step))}
        applied = walker.apply(VARIABLES, given, carried=carried)
        answers.append(applied.value[:, 0])
        carried = applied.carried
    np.testing.assert_allclose(jnp.stack(answers, 1), whole, rtol=1e-5, atol=1e-6)


def test_what_no_token_reaches_is_no_part_of_the_walk() -> None:
    names = [node.name for node in step_by_step(NETWORK, "tokens").nodes]
    waiting = ["repeat_vector_1", "dense_2", "dense_3"]
    walking = ["tokens", "embedding_1", "concatenate_1", "add_1", "gru_1", "dense_4", "dense_4.softmax"]
    assert sorted(names) == sorted([*waiting, *walking])
    assert step_by_step(NETWORK, "tokens").shapes["repeat_vector_1"] == (1, 4)


@pytest.mark.parametrize(
    "layer", [Bidirectional(LSTM(3, return_sequences=True)), LSTM(3, return_sequences=True, go_backwards=True)], ids=str
)
def test_a_network_that_looks_ahead_is_refused(layer: Layer) -> None:
    network = Network([Input(5, "int32"), Embedding(IDS, 4), layer, Dense(IDS, "softmax")])
    with pytest.raises(NetworkError, match=r"looks at several steps at once"):
        step_by_step(network, "input")
