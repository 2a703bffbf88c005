"""What follows is what the network holds possible, step by step."""

from __future__ import annotations

import itertools
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from neuroglass.errors import ConfigurationError
from neuroglass.nn import losses
from neuroglass.nn.generation import Sampling, continued, continued_each
from neuroglass.nn.layers import GRU, LSTM, Concatenate, Dense, Embedding, Input, Layer, RepeatVector
from neuroglass.nn.network import Network
from neuroglass.nn.objective import Objective

IDS = 7
OPEN = np.zeros(IDS, bool)
BEGIN = np.array([3, 1, 4], np.int32)


def objective(*layers: Layer) -> Objective:
    made = [Input(5, "int32"), Embedding(IDS, 4, embeddings_initializer="normal"), *layers, Dense(IDS, "softmax")]
    return Objective(Network(made), losses.get("sparse_categorical_crossentropy"))


LEARNT = objective(LSTM(6, return_sequences=True), GRU(5, return_sequences=True))
VARIABLES = LEARNT.network.init(jax.random.key(1))


def tokens(count: int, sampling: Sampling, begin: np.ndarray = BEGIN, banned: np.ndarray = OPEN) -> list[int]:
    bunches = continued(LEARNT, VARIABLES, begin, sampling, banned)
    return list(itertools.islice(itertools.chain.from_iterable(bunch.tolist() for bunch in bunches), count))


def whole(ids: list[int]) -> np.ndarray:
    """The distribution after each of the ids, in one pass over all of them."""
    network = LEARNT.network
    long = Network([Input(len(ids), "int32"), *[node.layer for node in network.nodes[1:]]])
    renamed = {
        kind: {
            new.name: owned[old.name] for new, old in zip(long.nodes, network.nodes, strict=True) if old.name in owned
        }
        for kind, owned in VARIABLES.items()
    }
    return np.asarray(long.apply(renamed, jnp.asarray([ids], jnp.int32)).value[0])


def test_the_likeliest_follow_as_one_pass_over_the_whole_sequence_has_them() -> None:
    came = tokens(100, Sampling(temperature=0))
    answers = whole([*BEGIN.tolist(), *came])
    np.testing.assert_array_equal(answers.argmax(axis=1)[len(BEGIN) - 1 : -1], came)


def test_a_long_beginning_is_read_to_its_end() -> None:
    begin = np.arange(150, dtype=np.int32) * 5 % IDS
    assert tokens(1, Sampling(temperature=0), begin) == [int(whole(begin.tolist())[-1].argmax())]


def test_draws_come_as_often_as_they_are_likely() -> None:
    wanted = whole(BEGIN.tolist())[-1]
    first = [tokens(1, Sampling(seed=seed))[0] for seed in range(200)]
    got = np.bincount(first, minlength=IDS) / len(first)
    assert np.abs(got - wanted).max() < 4 * np.sqrt(0.25 / len(first))


def test_a_seed_gives_the_same_sequence_and_another_seed_another() -> None:
    assert tokens(50, Sampling(seed=1)) == tokens(50, Sampling(seed=1)) != tokens(50, Sampling(seed=2))


def test_only_the_top_k_come_and_nothing_that_is_banned() -> None:
    banned = OPEN.copy()
    banned[[0, 1, 2]] = True
    assert not {0, 1, 2} & set(tokens(200, Sampling(temperature=5), banned=banned))
    assert tokens(30, Sampling(top_k=1, seed=4)) == tokens(30, Sampling(temperature=0))


@pytest.mark.parametrize(
    "asked", [{"temperature": -1.0}, {"top_k": 0}, {"seed": -1}, {"seed": 2**32}, {"temperature": float("nan")}]
)
def test_what_cannot_be_drawn_by_is_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=next(iter(asked))):
        Sampling(**asked)


END = 6
ROWS = 5


def telling() -> Objective:
    """A network that is told by a vector what to write."""
    words = Embedding(IDS, 4, mask_zero=True, embeddings_initializer="normal")(Input(5, "int32", name="tokens"))
    told = RepeatVector(5)(Input(2, name="told"))
    states = LSTM(6, return_sequences=True)(Concatenate()(words, told))
    return Objective(Network(Dense(IDS, "softmax")(states)), losses.get("sparse_categorical_crossentropy"))


TOLD = telling()
WEIGHTS = jax.tree.map(lambda weight: 3 * weight, TOLD.network.init(jax.random.key(3)))
VECTORS = np.random.default_rng(1).normal(size=(ROWS, 2)).astype(np.float32)


def each(sampling: Sampling, rows: np.ndarray, most: int = 96) -> list[list[int]]:
    """What is written of each row, its end among it, at most so many tokens."""
    bunches = continued_each(
        TOLD, WEIGHTS, "tokens", {"told": VECTORS[rows]}, np.array([END], np.int32), sampling, OPEN, END, rows
    )
    together = np.concatenate(list(itertools.islice(bunches, most // 16)), axis=1)
    return [row[: row.index(END) + 1] if END in row else row for row in together.tolist()]


def test_each_row_is_written_as_it_would_be_alone() -> None:
    rows = np.arange(ROWS)
    for sampling in (Sampling(temperature=0), Sampling(seed=5)):
        alone = [each(sampling, rows[row : row + 1])[0] for row in rows]
        assert each(sampling, rows) == alone
        assert len({tuple(text) for text in alone}) > 1


def test_rows_that_are_alike_are_drawn_apart() -> None:
    alike = np.zeros(2, np.int64)
    bunches = continued_each(
        TOLD,
        WEIGHTS,
        "tokens",
        {"told": VECTORS[alike]},
        np.array([END], np.int32),
        Sampling(),
        OPEN,
        END,
        np.arange(2),
    )
    first, second = next(bunches).tolist()
    assert first != second


def test_nothing_comes_behind_an_end_and_all_is_over_when_all_have_ended() -> None:
    only_end = np.arange(IDS) != END
    bunches = continued_each(
        TOLD,
        WEIGHTS,
        "tokens",
        {"told": VECTORS},
        np.array([END], np.int32),
        Sampling(),
        only_end,
        END,
        np.arange(ROWS),
    )
    (only,) = bunches
    assert (only == np.array([END] + [0] * 15)).all()
